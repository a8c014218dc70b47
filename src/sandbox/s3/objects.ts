import { createReadStream, renameSync } from 'node:fs'
import type { ObjectLocation, ObjectStore, StoredObject } from '../object-store.ts'
import type { Bucket } from './bucket.ts'
import { running } from './digest.ts'
import { type Draft, receive } from './draft.ts'
import { currentOf, type ObjectVersion } from './record.ts'
import type { Storage } from './storage.ts'

/** What the services beside S3 see of it. */
export function objectStore(storage: Storage, now: () => Date): ObjectStore {
  const keep = ({ bucket: name, key }: ObjectLocation, data: string, { draft, contentType }: Written): StoredObject => {
    const bucket = storage.bucket(name)
    const headers = { ContentType: contentType ?? 'application/octet-stream' }
    const { size, md5: etag } = draft
    return stored(bucket, key, bucket.put(key, { data, size, etag, headers, metadata: {}, tags: {}, modified: now() }))
  }
  return {
    hasBucket: (bucket) => storage.has(bucket),
    list: (name, prefix) => listed(storage.bucket(name), prefix),
    find({ bucket: name, key }) {
      const bucket = storage.bucket(name)
      const version = bucket.current(key)
      return version && stored(bucket, key, version)
    },
    async put(at, body, contentType) {
      storage.bucket(at.bucket)
      const { data, file } = storage.draft()
      return keep(at, data, { draft: await receive(file, body), contentType })
    },
    async adopt(at, file, contentType) {
      const { data, file: own } = storage.draft()
      storage.bucket(at.bucket)
      const draft = await measured(file)
      renameSync(file, own)
      return keep(at, data, { draft, contentType })
    },
    remove({ bucket, key }) {
      storage.bucket(bucket).remove(key, now())
    },
    draft: () => storage.draft().file,
  }
}

interface Written {
  readonly draft: Draft
  readonly contentType: string | undefined
}

/** A file's size and MD5, read and not written again. */
async function measured(file: string): Promise<Draft> {
  const md5 = running('MD5')
  let size = 0
  for await (const chunk of createReadStream(file) as AsyncIterable<Buffer>) {
    md5.update(chunk)
    size += chunk.length
  }
  return { size, md5: md5.digest().toString('hex'), checksum: undefined }
}

const stored = (bucket: Bucket, key: string, version: ObjectVersion): StoredObject => ({
  key,
  file: bucket.file(key, version),
  size: version.size,
  etag: `"${version.etag}"`,
  modified: version.modified,
})

const listed = (bucket: Bucket, prefix: string): StoredObject[] =>
  [...bucket.records(prefix)].flatMap((record) => {
    const version = currentOf(record)
    return version ? [stored(bucket, record.key, version)] : []
  })
