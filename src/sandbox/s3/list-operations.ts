import { ServiceException } from '../protocol/service-exception.ts'
import type { Operations } from '../service.ts'
import type { Bucket } from './bucket.ts'
import { keyText, paged } from './listing.ts'
import { currentOf, type ObjectVersion, type Version } from './record.ts'
import type { Storage } from './storage.ts'
import { checksumAlgorithms, OWNER, quoted } from './version-output.ts'

type S3 = typeof import('@aws-sdk/client-s3')
type Listings = Pick<Operations<S3>, 'ListObjects' | 'ListObjectsV2' | 'ListObjectVersions'>

const LARGEST_PAGE = 1000

export function pageLimit(asked: number | undefined): number {
  if (asked !== undefined && (asked < 0 || !Number.isInteger(asked)))
    throw new ServiceException('InvalidArgument', 'Argument maxKeys must be an integer between 0 and 2147483647')
  return Math.min(asked ?? LARGEST_PAGE, LARGEST_PAGE)
}

export const listOperations = (storage: Storage): Listings => ({
  ListObjectsV2(input) {
    const { Prefix = '', Delimiter, StartAfter, ContinuationToken, EncodingType } = input
    const after = ContinuationToken === undefined ? StartAfter : tokenKey(ContinuationToken)
    const limit = pageLimit(input.MaxKeys)
    const objects = currentObjects(storage.bucket(input.Bucket), Prefix, after)
    const { items, prefixes, next } = paged(objects, { prefix: Prefix, delimiter: Delimiter, after, limit })
    const text = keyText(EncodingType)
    return {
      Name: input.Bucket,
      Prefix: text(Prefix),
      KeyCount: items.length + prefixes.length,
      MaxKeys: limit,
      IsTruncated: next !== undefined,
      Contents: items.map((item) => contents(item, text, input.FetchOwner)),
      CommonPrefixes: prefixes.map((prefix) => ({ Prefix: text(prefix) })),
      ...(Delimiter && { Delimiter: text(Delimiter) }),
      ...(StartAfter && { StartAfter: text(StartAfter) }),
      ...(ContinuationToken && { ContinuationToken }),
      ...(EncodingType && { EncodingType }),
      ...(next !== undefined && { NextContinuationToken: Buffer.from(next).toString('base64url') }),
    }
  },

  ListObjects(input) {
    const { Prefix = '', Delimiter, Marker, EncodingType } = input
    const limit = pageLimit(input.MaxKeys)
    const objects = currentObjects(storage.bucket(input.Bucket), Prefix, Marker)
    const { items, prefixes, next } = paged(objects, { prefix: Prefix, delimiter: Delimiter, after: Marker, limit })
    const text = keyText(EncodingType)
    return {
      Name: input.Bucket,
      Prefix: text(Prefix),
      Marker: text(Marker ?? ''),
      MaxKeys: limit,
      IsTruncated: next !== undefined,
      Contents: items.map((item) => contents(item, text, true)),
      CommonPrefixes: prefixes.map((prefix) => ({ Prefix: text(prefix) })),
      ...(Delimiter && { Delimiter: text(Delimiter) }),
      ...(EncodingType && { EncodingType }),
      ...(next !== undefined && Delimiter && { NextMarker: text(next) }),
    }
  },

  ListObjectVersions(input) {
    const { Prefix = '', Delimiter, KeyMarker, VersionIdMarker, EncodingType } = input
    const limit = pageLimit(input.MaxKeys)
    const text = keyText(EncodingType)
    const bucket = storage.bucket(input.Bucket)
    const all = versionsFrom(bucket, { prefix: Prefix, key: KeyMarker || undefined, id: VersionIdMarker || undefined })
    const after = VersionIdMarker ? undefined : KeyMarker || undefined
    const { items, prefixes, next } = paged(all, { prefix: Prefix, delimiter: Delimiter, after, limit })
    const last = items.at(-1)
    return {
      Name: input.Bucket,
      Prefix: text(Prefix),
      KeyMarker: text(KeyMarker ?? ''),
      VersionIdMarker: VersionIdMarker ?? '',
      MaxKeys: limit,
      IsTruncated: next !== undefined,
      Versions: items.flatMap(({ key, version, newest }) =>
        version.kind === 'object'
          ? [{ ...contents({ key, version }, text, true), VersionId: version.id, IsLatest: newest }]
          : [],
      ),
      DeleteMarkers: items.flatMap(({ key, version, newest }) =>
        version.kind === 'marker'
          ? [{ Key: text(key), VersionId: version.id, IsLatest: newest, LastModified: version.modified, Owner: OWNER }]
          : [],
      ),
      CommonPrefixes: prefixes.map((prefix) => ({ Prefix: text(prefix) })),
      ...(Delimiter && { Delimiter: text(Delimiter) }),
      ...(EncodingType && { EncodingType }),
      ...(next !== undefined && { NextKeyMarker: text(next) }),
      ...(next !== undefined && last?.key === next && { NextVersionIdMarker: last.version.id }),
    }
  },
})

interface Listed {
  readonly key: string
  readonly version: ObjectVersion
}

function* currentObjects(
  bucket: Bucket,
  prefix: string,
  after: string | undefined,
): Iterable<readonly [string, Listed]> {
  for (const record of bucket.records(prefix, after)) {
    const version = currentOf(record)
    if (version) yield [record.key, { key: record.key, version }]
  }
}

interface ListedVersion {
  readonly key: string
  readonly version: Version
  readonly newest: boolean
}

/** Versions, the newest of each key first; from the one after the version that a page ended with. */
function* versionsFrom(
  bucket: Bucket,
  {
    prefix,
    key: from,
    id,
  }: { readonly prefix: string; readonly key: string | undefined; readonly id: string | undefined },
): Iterable<readonly [string, ListedVersion]> {
  for (const { key, versions } of bucket.records(prefix, from)) {
    const seen = id !== undefined && key === from ? versions.findIndex((one) => one.id === id) + 1 : 0
    for (const version of versions.slice(seen)) yield [key, { key, version, newest: version === versions[0] }]
  }
}

const contents = ({ key, version }: Listed, text: (key: string) => string, owner: boolean | undefined) => ({
  Key: text(key),
  LastModified: version.modified,
  ETag: quoted(version.etag),
  Size: version.size,
  StorageClass: (version.headers.StorageClass ?? 'STANDARD') as 'STANDARD',
  ...checksumAlgorithms(version.checksum),
  ...(owner && { Owner: OWNER }),
})

function tokenKey(token: string): string {
  const key = Buffer.from(token, 'base64url').toString()
  if (Buffer.from(key).toString('base64url') === token && token !== '') return key
  throw new ServiceException('InvalidArgument', 'The continuation token provided is incorrect')
}
