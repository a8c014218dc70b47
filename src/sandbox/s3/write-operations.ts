import { rmSync } from 'node:fs'
import { decoded } from '../protocol/route.ts'
import { ServiceException } from '../protocol/service-exception.ts'
import type { Operations } from '../service.ts'
import type { Bucket, NewVersion } from './bucket.ts'
import { type Conditions, checkReading, checkWriting } from './conditions.ts'
import { receive } from './draft.ts'
import type { ObjectVersion } from './record.ts'
import type { Storage } from './storage.ts'
import {
  checkKey,
  checksumMembers,
  contentHeaders,
  ENCRYPTION,
  findVersion,
  quoted,
  tagsOf,
  versionId,
} from './version-output.ts'

type S3 = typeof import('@aws-sdk/client-s3')

export const writeOperations = (storage: Storage): Pick<Operations<S3>, 'PutObject'> => ({
  async PutObject(input, { now }) {
    checkKey(input.Key)
    checkWriting(storage.bucket(input.Bucket).current(input.Key), input)
    const { data, file } = storage.draft()
    const { size, md5, checksum } = await receive(file, input.Body, input)
    const version = putIf(
      storage,
      { bucket: input.Bucket, key: input.Key, conditions: input, draft: file },
      {
        data,
        size,
        etag: md5,
        checksum,
        headers: contentHeaders(input),
        metadata: input.Metadata ?? {},
        tags: tagsOf(input.Tagging),
        modified: now(),
      },
    )
    return {
      ETag: quoted(md5),
      ...ENCRYPTION,
      ...checksumMembers(checksum),
      ...versionId(storage.bucket(input.Bucket), version),
    }
  },
})

/** What is written where, and on what conditions. */
interface Writing {
  readonly bucket: string
  readonly key: string
  readonly conditions: Conditions
  /** The bytes; they go where the object cannot be written. */
  readonly draft: string
}

/** Looks at the conditions and writes, with nothing between. */
export function putIf(
  storage: Storage,
  { bucket: name, key, conditions, draft }: Writing,
  written: NewVersion,
): ObjectVersion {
  try {
    const bucket = storage.bucket(name)
    checkWriting(bucket.current(key), conditions)
    return bucket.put(key, written)
  } catch (error) {
    rmSync(draft, { force: true })
    throw error
  }
}

interface Source {
  readonly bucket: string
  readonly key: string
  readonly id: string | undefined
}

/** `/bucket/key?versionId=id`; bucket and key percent-encoded, the slash between them too if the client likes. */
function sourceOf(said: string): Source {
  const [, place = '', id] = /^(.*?)(?:\?versionId=([^?]+))?$/s.exec(said) ?? []
  const match = /^\/?([^/]+)\/(.+)$/s.exec(decoded(place))
  if (match) return { bucket: match[1]!, key: match[2]!, id }
  throw new ServiceException(
    'InvalidArgument',
    'Copy Source must mention the source bucket and key: /sourcebucket/sourcekey',
  )
}

export interface SourceVersion {
  readonly bucket: Bucket
  readonly key: string
  readonly version: ObjectVersion
}

/** The version that is to be copied; conditions on it are 412, as for every writer. */
export function copySource(storage: Storage, said: string, conditions: Conditions): SourceVersion {
  const { bucket: name, key, id } = sourceOf(said)
  const bucket = storage.bucket(name)
  const version = findVersion(bucket, key, id)
  try {
    checkReading(version, conditions)
  } catch (error) {
    if (!(error instanceof ServiceException) || error.status !== 304) throw error
    throw new ServiceException('PreconditionFailed', 'At least one of the pre-conditions you specified did not hold', {
      status: 412,
    })
  }
  return { bucket, key, version }
}
