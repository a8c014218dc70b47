import { ServiceException } from '../protocol/service-exception.ts'
import type { Bucket } from './bucket.ts'
import { noSuchKey } from './conditions.ts'
import { algorithms, type ChecksumMembers } from './digest.ts'
import type { Checksum, ContentHeaders, ObjectVersion, Version } from './record.ts'

export const OWNER = { ID: '0'.repeat(64), DisplayName: 'sandbox' }

export const quoted = (etag: string): string => `"${etag}"`

/** The version that a request is about: the one it names, or the newest. */
export function findVersion(bucket: Bucket, key: string, id: string | undefined): ObjectVersion {
  const versions = bucket.record(key)?.versions ?? []
  const version = id === undefined ? versions[0] : versions.find((one) => one.id === id)
  if (version?.kind === 'object') return version
  if (version) throw deleted(key, version, id !== undefined)
  if (id === undefined) throw noSuchKey(key)
  throw new ServiceException('NoSuchVersion', 'The specified version does not exist.', {
    status: 404,
    fields: { Key: key, VersionId: id },
  })
}

function deleted(key: string, { id, modified }: Version, asked: boolean): ServiceException {
  const headers = { 'x-amz-delete-marker': 'true', 'x-amz-version-id': id, 'last-modified': modified.toUTCString() }
  if (!asked) return noSuchKey(key, headers)
  return new ServiceException('MethodNotAllowed', 'The specified method is not allowed against this resource.', {
    status: 405,
    headers: { ...headers, allow: 'DELETE' },
  })
}

/** A version's id, where its bucket keeps versions. */
export const versionId = ({ settings }: Bucket, { id }: Version): { VersionId?: string } =>
  settings.versioning === undefined ? {} : { VersionId: id }

/** The members of S3's outputs that carry a checksum. */
export const checksumMembers = (
  checksum: Checksum | undefined,
): ChecksumMembers & { ChecksumType?: Checksum['type'] } =>
  checksum ? { [`Checksum${checksum.algorithm}`]: checksum.value, ChecksumType: checksum.type } : {}

export const checksumAlgorithms = (checksum: Checksum | undefined): { ChecksumAlgorithm?: Checksum['algorithm'][] } =>
  checksum ? { ChecksumAlgorithm: algorithms.filter((name) => name === checksum.algorithm) } : {}

type Said = { readonly [Name in keyof ContentHeaders]?: ContentHeaders[Name] | Date }

/** What a writer says of the content, kept as it is said. */
export function contentHeaders(input: Said & { readonly Expires?: Date | string | undefined }): ContentHeaders {
  const text = (value: string | Date | undefined): string | undefined =>
    value instanceof Date ? value.toUTCString() : value
  const encoding = text(input.ContentEncoding)
    ?.split(',')
    .map((one) => one.trim())
    .filter((one) => one !== 'aws-chunked' && one !== '')
    .join(',')
  return {
    ContentType: text(input.ContentType) ?? 'binary/octet-stream',
    CacheControl: text(input.CacheControl),
    ContentDisposition: text(input.ContentDisposition),
    ContentEncoding: encoding || undefined,
    ContentLanguage: text(input.ContentLanguage),
    Expires: text(input.Expires),
    WebsiteRedirectLocation: text(input.WebsiteRedirectLocation),
    StorageClass: text(input.StorageClass),
  }
}

/** `a=1&b=2`, as x-amz-tagging writes tags. */
export const tagsOf = (text: string | undefined): Record<string, string> =>
  Object.fromEntries(new URLSearchParams(text ?? ''))

const MAX_KEY_BYTES = 1024

export function checkKey(key: string): void {
  if (Buffer.byteLength(key) <= MAX_KEY_BYTES) return
  throw new ServiceException('KeyTooLongError', 'Your key is too long', {
    fields: { Size: String(Buffer.byteLength(key)), MaxSizeAllowed: String(MAX_KEY_BYTES) },
  })
}

/** AES256 is what S3 does unasked, and here nothing is done. */
export const ENCRYPTION = { ServerSideEncryption: 'AES256' } as const
