import { createReadStream, openSync } from 'node:fs'
import { Readable } from 'node:stream'
import { ServiceException } from '../protocol/service-exception.ts'
import type { Operations } from '../service.ts'
import type { Bucket } from './bucket.ts'
import { type ByteRange, byteRange, type Conditions, checkReading } from './conditions.ts'
import type { ObjectVersion } from './record.ts'
import type { Storage } from './storage.ts'
import { checksumMembers, ENCRYPTION, findVersion, quoted, versionId } from './version-output.ts'

type S3 = typeof import('@aws-sdk/client-s3')
type Reading = Pick<Operations<S3>, 'GetObject' | 'HeadObject' | 'GetObjectAttributes'>

export const readOperations = (storage: Storage): Reading => ({
  GetObject(input) {
    const { bucket, version, range, output } = look(storage, input)
    // Opened now: what is written from here on is another file under the same name.
    const handle = version.size === 0 ? undefined : openSync(bucket.file(input.Key, version), 'r')
    const body = handle === undefined ? Readable.from([]) : createReadStream('', { fd: handle, ...range })
    return { ...output, Body: body }
  },

  HeadObject(input) {
    return look(storage, input).output
  },

  GetObjectAttributes({ Bucket: name, Key, VersionId, ObjectAttributes }) {
    const bucket = storage.bucket(name)
    const version = findVersion(bucket, Key, VersionId)
    const wants = (attribute: string): boolean => ObjectAttributes.some((one) => one === attribute)
    return {
      LastModified: version.modified,
      ...versionId(bucket, version),
      ...(wants('ETag') && { ETag: version.etag }),
      ...(wants('ObjectSize') && { ObjectSize: version.size }),
      ...(wants('StorageClass') && { StorageClass: 'STANDARD' as const }),
      ...(wants('Checksum') && version.checksum && { Checksum: checksumMembers(version.checksum) }),
      ...(wants('ObjectParts') && version.parts && { ObjectParts: { TotalPartsCount: version.parts.length } }),
    }
  },
})

interface Asked extends Conditions {
  readonly Bucket: string
  readonly Key: string
  readonly VersionId?: string | undefined
  readonly Range?: string | undefined
  readonly PartNumber?: number | undefined
  readonly ChecksumMode?: string | undefined
  readonly ResponseCacheControl?: string | undefined
  readonly ResponseContentDisposition?: string | undefined
  readonly ResponseContentEncoding?: string | undefined
  readonly ResponseContentLanguage?: string | undefined
  readonly ResponseContentType?: string | undefined
  readonly ResponseExpires?: Date | undefined
}

function look(storage: Storage, input: Asked) {
  const bucket = storage.bucket(input.Bucket)
  const version = findVersion(bucket, input.Key, input.VersionId)
  checkReading(version, input)
  const range =
    input.PartNumber === undefined ? byteRange(input.Range, version.size) : partRange(version, input.PartNumber)
  return { bucket, version, range, output: { ...described(bucket, version, input), ...rangeMembers(version, range) } }
}

function described(bucket: Bucket, version: ObjectVersion, input: Asked) {
  const { headers, metadata, tags } = version
  return {
    AcceptRanges: 'bytes',
    LastModified: version.modified,
    ETag: quoted(version.etag),
    ...ENCRYPTION,
    ...versionId(bucket, version),
    ...spoken(headers, input),
    ...(Object.keys(metadata).length > 0 && { Metadata: { ...metadata } }),
    ...(Object.keys(tags).length > 0 && { TagCount: Object.keys(tags).length }),
    ...(input.ChecksumMode === 'ENABLED' && input.Range === undefined && checksumMembers(version.checksum)),
    ...(input.PartNumber !== undefined && version.parts && { PartsCount: version.parts.length }),
  }
}

/** The content's headers, unless the reader asks for others. */
function spoken(headers: ObjectVersion['headers'], input: Asked) {
  const { StorageClass, Expires, ...rest } = headers
  const expires = input.ResponseExpires?.toUTCString() ?? Expires
  return {
    ...rest,
    ...(input.ResponseContentType !== undefined && { ContentType: input.ResponseContentType }),
    ...(input.ResponseCacheControl !== undefined && { CacheControl: input.ResponseCacheControl }),
    ...(input.ResponseContentDisposition !== undefined && { ContentDisposition: input.ResponseContentDisposition }),
    ...(input.ResponseContentEncoding !== undefined && { ContentEncoding: input.ResponseContentEncoding }),
    ...(input.ResponseContentLanguage !== undefined && { ContentLanguage: input.ResponseContentLanguage }),
    ...(StorageClass !== undefined && StorageClass !== 'STANDARD' && { StorageClass: StorageClass as 'GLACIER' }),
    ...(expires !== undefined && { Expires: new Date(expires) }),
  }
}

const rangeMembers = ({ size }: ObjectVersion, range: ByteRange | undefined) =>
  range
    ? {
        $status: 206,
        ContentLength: range.end - range.start + 1,
        ContentRange: `bytes ${range.start}-${range.end}/${size}`,
      }
    : { ContentLength: size }

function partRange({ parts = [], size }: ObjectVersion, number: number): ByteRange | undefined {
  if (parts.length === 0 && number === 1) return undefined
  if (number < 1 || number > parts.length)
    throw new ServiceException('InvalidPartNumber', 'The requested partnumber is not satisfiable', { status: 416 })
  const start = parts.slice(0, number - 1).reduce((sum, part) => sum + part, 0)
  return size === 0 ? undefined : { start, end: start + parts[number - 1]! - 1 }
}
