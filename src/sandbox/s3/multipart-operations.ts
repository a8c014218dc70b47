import { createReadStream } from 'node:fs'
import { ServiceException } from '../protocol/service-exception.ts'
import type { Operations } from '../service.ts'
import { assemble } from './assemble.ts'
import { byteRange } from './conditions.ts'
import { algorithmOf } from './digest.ts'
import { receive } from './draft.ts'
import { pageLimit } from './list-operations.ts'
import { keyText } from './listing.ts'
import type { Storage } from './storage.ts'
import {
  checkKey,
  checksumMembers,
  contentHeaders,
  ENCRYPTION,
  OWNER,
  quoted,
  tagsOf,
  versionId,
} from './version-output.ts'
import { copySource, putIf } from './write-operations.ts'

type S3 = typeof import('@aws-sdk/client-s3')
type MultipartNames =
  | 'CreateMultipartUpload'
  | 'UploadPart'
  | 'UploadPartCopy'
  | 'CompleteMultipartUpload'
  | 'AbortMultipartUpload'
  | 'ListParts'
  | 'ListMultipartUploads'

const LAST_PART = 10_000

export const multipartOperations = (storage: Storage): Pick<Operations<S3>, MultipartNames> => ({
  CreateMultipartUpload(input, { now }) {
    checkKey(input.Key)
    storage.bucket(input.Bucket)
    const algorithm = input.ChecksumAlgorithm && algorithmOf(input.ChecksumAlgorithm)
    const checksumType = algorithm && (input.ChecksumType ?? (algorithm === 'CRC64NVME' ? 'FULL_OBJECT' : 'COMPOSITE'))
    if (algorithm?.startsWith('CRC') === false && checksumType === 'FULL_OBJECT')
      throw new ServiceException('InvalidRequest', `The FULL_OBJECT checksum type cannot be used with ${algorithm}`)
    const upload = storage.uploads.begin({
      bucket: input.Bucket,
      key: input.Key,
      initiated: now(),
      headers: contentHeaders(input),
      metadata: input.Metadata ?? {},
      tags: tagsOf(input.Tagging),
      algorithm,
      checksumType,
    })
    const checksum = algorithm && { ChecksumAlgorithm: algorithm, ChecksumType: checksumType }
    return { Bucket: input.Bucket, Key: input.Key, UploadId: upload.id, ...ENCRYPTION, ...checksum }
  },

  async UploadPart(input, { now }) {
    const { Bucket: bucket, Key: key, UploadId: id, PartNumber: number } = input
    const upload = storage.uploads.find({ bucket, key, id })
    checkNumber(number)
    const { file } = storage.draft()
    const draft = await receive(file, input.Body, {
      ...input,
      ChecksumAlgorithm: input.ChecksumAlgorithm ?? upload.algorithm,
    })
    storage.uploads.add(storage.uploads.find({ bucket, key, id }), { ...draft, number, modified: now() }, file)
    return { ETag: quoted(draft.md5), ...ENCRYPTION, ...partChecksum(draft.checksum) }
  },

  async UploadPartCopy(input, { now }) {
    const { Bucket: bucket, Key: key, UploadId: id, PartNumber: number } = input
    const upload = storage.uploads.find({ bucket, key, id })
    checkNumber(number)
    const source = copySource(storage, input.CopySource, {
      IfMatch: input.CopySourceIfMatch,
      IfNoneMatch: input.CopySourceIfNoneMatch,
      IfModifiedSince: input.CopySourceIfModifiedSince,
      IfUnmodifiedSince: input.CopySourceIfUnmodifiedSince,
    })
    const range = byteRange(input.CopySourceRange, source.version.size)
    const { file } = storage.draft()
    const bytes = createReadStream(source.bucket.file(source.key, source.version), range)
    const draft = await receive(file, bytes, { ChecksumAlgorithm: upload.algorithm })
    const modified = now()
    storage.uploads.add(storage.uploads.find({ bucket, key, id }), { ...draft, number, modified }, file)
    const result = { ETag: quoted(draft.md5), LastModified: modified, ...partChecksum(draft.checksum) }
    return { CopyPartResult: result, ...ENCRYPTION }
  },

  async CompleteMultipartUpload(input, { endpoint, now }) {
    const { Bucket: name, Key: key, UploadId: id } = input
    const upload = storage.uploads.find({ bucket: name, key, id })
    storage.bucket(name)
    const { data, file } = storage.draft()
    const whole = await assemble(
      { upload, parts: storage.uploads.parts(upload), asked: input.MultipartUpload?.Parts ?? [] },
      { file, claims: input },
    )
    storage.uploads.find({ bucket: name, key, id })
    const bucket = storage.bucket(name)
    const { headers, metadata, tags } = upload
    const version = putIf(
      storage,
      { bucket: name, key, conditions: input, draft: file },
      { ...whole, data, headers, metadata, tags, modified: now() },
    )
    storage.uploads.end(upload)
    return {
      Location: `${endpoint}/${name}/${key}`,
      Bucket: name,
      Key: key,
      ETag: quoted(version.etag),
      ...ENCRYPTION,
      ...checksumMembers(version.checksum),
      ...versionId(bucket, version),
    }
  },

  AbortMultipartUpload({ Bucket: bucket, Key: key, UploadId: id }) {
    storage.uploads.end(storage.uploads.find({ bucket, key, id }))
    return {}
  },

  ListParts({ Bucket: bucket, Key: key, UploadId: id, PartNumberMarker = '0', MaxParts }) {
    const upload = storage.uploads.find({ bucket, key, id })
    const all = storage.uploads.parts(upload).filter(({ number }) => number > Number(PartNumberMarker))
    const shown = all.slice(0, pageLimit(MaxParts))
    return {
      Bucket: bucket,
      Key: key,
      UploadId: id,
      Initiator: OWNER,
      Owner: OWNER,
      StorageClass: 'STANDARD',
      PartNumberMarker,
      MaxParts: pageLimit(MaxParts),
      IsTruncated: all.length > shown.length,
      ...(all.length > shown.length && { NextPartNumberMarker: String(shown.at(-1)?.number) }),
      ...(upload.algorithm && { ChecksumAlgorithm: upload.algorithm, ChecksumType: upload.checksumType }),
      Parts: shown.map(({ number, size, md5, modified, checksum }) => ({
        PartNumber: number,
        Size: size,
        ETag: quoted(md5),
        LastModified: modified,
        ...partChecksum(checksum),
      })),
    }
  },

  ListMultipartUploads({ Bucket, Prefix = '', EncodingType, MaxUploads }) {
    storage.bucket(Bucket)
    const text = keyText(EncodingType)
    const all = storage.uploads.list(Bucket).filter(({ key }) => key.startsWith(Prefix))
    const shown = all.toSorted((a, b) =>
      a.key < b.key ? -1 : a.key > b.key ? 1 : a.initiated.getTime() - b.initiated.getTime(),
    )
    return {
      Bucket,
      Prefix: text(Prefix),
      MaxUploads: pageLimit(MaxUploads),
      IsTruncated: false,
      ...(EncodingType && { EncodingType }),
      Uploads: shown.map(({ id, key, initiated, algorithm }) => ({
        UploadId: id,
        Key: text(key),
        Initiated: initiated,
        StorageClass: 'STANDARD',
        Owner: OWNER,
        Initiator: OWNER,
        ...(algorithm && { ChecksumAlgorithm: algorithm }),
      })),
    }
  },
})

const partChecksum = (checksum: Parameters<typeof checksumMembers>[0]) => {
  const { ChecksumType: _, ...members } = checksumMembers(checksum)
  return members
}

function checkNumber(number: number): void {
  if (Number.isInteger(number) && number >= 1 && number <= LAST_PART) return
  throw new ServiceException('InvalidArgument', `Part number must be an integer between 1 and ${LAST_PART}, inclusive`)
}
