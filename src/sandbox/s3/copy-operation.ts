import { linkSync, rmSync } from 'node:fs'
import { ServiceException } from '../protocol/service-exception.ts'
import type { Operations } from '../service.ts'
import { measure } from './measure.ts'
import type { ObjectVersion } from './record.ts'
import type { Storage } from './storage.ts'
import { checkKey, checksumMembers, contentHeaders, ENCRYPTION, quoted, tagsOf, versionId } from './version-output.ts'
import { copySource, putIf, type SourceVersion } from './write-operations.ts'

type S3 = typeof import('@aws-sdk/client-s3')
type CopyInput = Parameters<NonNullable<Operations<S3>['CopyObject']>>[0]

export const copyOperation = (storage: Storage): Pick<Operations<S3>, 'CopyObject'> => ({
  async CopyObject(input, { now }) {
    checkKey(input.Key)
    const from = copySource(storage, input.CopySource, {
      IfMatch: input.CopySourceIfMatch,
      IfNoneMatch: input.CopySourceIfNoneMatch,
      IfModifiedSince: input.CopySourceIfModifiedSince,
      IfUnmodifiedSince: input.CopySourceIfUnmodifiedSince,
    })
    refuseNoChange(input, from)
    const source = from.version
    const { data, measured, file } = await copied(storage, from, input.ChecksumAlgorithm)
    const version = putIf(
      storage,
      { bucket: input.Bucket, key: input.Key, conditions: input, draft: file },
      { ...measured, ...said(input, source), data, size: source.size, modified: now() },
    )
    const result = { ETag: quoted(version.etag), LastModified: version.modified, ...checksumMembers(version.checksum) }
    return {
      CopyObjectResult: result,
      ...ENCRYPTION,
      ...(from.bucket.settings.versioning && { CopySourceVersionId: source.id }),
      ...versionId(storage.bucket(input.Bucket), version),
    }
  },
})

/** A second name for the source's bytes, which no one changes: a copy costs nothing, and is of one moment. */
async function copied(storage: Storage, { bucket, key, version }: SourceVersion, algorithm: string | undefined) {
  const { data, file } = storage.draft()
  linkSync(bucket.file(key, version), file)
  try {
    return { data, file, measured: await measure(file, version, algorithm) }
  } catch (error) {
    rmSync(file, { force: true })
    throw error
  }
}

/** What the copy says of itself: the source's words, or the request's. */
function said(input: CopyInput, source: ObjectVersion): Pick<ObjectVersion, 'headers' | 'metadata' | 'tags'> {
  const tags = input.TaggingDirective === 'REPLACE' ? tagsOf(input.Tagging) : source.tags
  if (input.MetadataDirective === 'REPLACE')
    return { headers: contentHeaders(input), metadata: input.Metadata ?? {}, tags }
  const storageClass = input.StorageClass && { StorageClass: input.StorageClass }
  return { headers: { ...source.headers, ...storageClass }, metadata: source.metadata, tags }
}

/** An object may be copied onto itself to change what is said of it, or to bring an older version back. */
function refuseNoChange(input: CopyInput, { bucket, key, version }: SourceVersion): void {
  const same = bucket.settings.name === input.Bucket && key === input.Key && bucket.current(key)?.data === version.data
  const changes = [input.MetadataDirective, input.TaggingDirective].includes('REPLACE') || input.StorageClass
  if (!same || changes) return
  throw new ServiceException(
    'InvalidRequest',
    'This copy request is illegal because it is trying to copy an object to itself without changing the object’s metadata, storage class, website redirect location or encryption attributes.',
  )
}
