import type { Algorithm } from './digest.ts'

/** What a version says beside its bytes; members as S3 names them. */
export interface ContentHeaders {
  readonly ContentType?: string | undefined
  readonly CacheControl?: string | undefined
  readonly ContentDisposition?: string | undefined
  readonly ContentEncoding?: string | undefined
  readonly ContentLanguage?: string | undefined
  readonly Expires?: string | undefined
  readonly WebsiteRedirectLocation?: string | undefined
  readonly StorageClass?: string | undefined
}

export interface Checksum {
  readonly algorithm: Algorithm
  /** Base64; of composite checksums with the number of parts behind a hyphen. */
  readonly value: string
  readonly type: 'FULL_OBJECT' | 'COMPOSITE'
}

interface Versioned {
  /** `null` where the bucket kept no versions. */
  readonly id: string
  readonly modified: Date
}

export interface ObjectVersion extends Versioned {
  readonly kind: 'object'
  /** Names the version's bytes while they are a draft, or are no longer the newest. */
  readonly data: string
  readonly size: number
  /** Without quotes: MD5 in hex, or of several parts. */
  readonly etag: string
  readonly headers: ContentHeaders
  readonly metadata: Readonly<Record<string, string>>
  readonly tags: Readonly<Record<string, string>>
  readonly checksum?: Checksum | undefined
  /** The sizes of the parts that it was uploaded in. */
  readonly parts?: readonly number[] | undefined
}

export interface DeleteMarker extends Versioned {
  readonly kind: 'marker'
}

export type Version = ObjectVersion | DeleteMarker

/** All that is known of a key. */
export interface KeyRecord {
  readonly key: string
  /** The newest first; never empty. */
  readonly versions: readonly Version[]
  /** The data that stood at the key's path before: what a commit that was broken off needs to be finished. */
  readonly before?: string | undefined
}

/** The version that a key shows, unless it is deleted. */
export const currentOf = (record: KeyRecord | undefined): ObjectVersion | undefined => {
  const newest = record?.versions[0]
  return newest?.kind === 'object' ? newest : undefined
}
