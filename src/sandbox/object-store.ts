import type { Readable } from 'node:stream'

/** An object as other services see it: a plain file. */
export interface StoredObject {
  readonly key: string
  /** The file, absolute; an engine may read it in place and must not write it. */
  readonly file: string
  readonly size: number
  /** With its quotes, as S3 gives it. */
  readonly etag: string
  readonly modified: Date
}

export interface ObjectLocation {
  readonly bucket: string
  readonly key: string
}

/**
 * What S3 keeps, for the services beside it; in process, with S3's own rules of versions and listing. A bucket that is not there is
 * ServiceException NoSuchBucket. Folders `s3://bucket/prefix/` are the objects whose keys begin so.
 */
export interface ObjectStore {
  hasBucket(bucket: string): boolean
  /** Objects below a prefix, in the order of their keys' bytes. */
  list(bucket: string, prefix: string): readonly StoredObject[]
  find(at: ObjectLocation): StoredObject | undefined
  /** Writes an object whole. */
  put(at: ObjectLocation, body: Uint8Array | Readable, contentType?: string): Promise<StoredObject>
  /** Makes a finished file an object; the file is moved away from where it was, and must be on the same disk as the folder. */
  adopt(at: ObjectLocation, file: string, contentType?: string): Promise<StoredObject>
  remove(at: ObjectLocation): void
  /** A new path below the sandbox's folder for a file that will be adopted; what is left there goes at the next start. */
  draft(): string
}

/** `s3://bucket/some/key` in its parts; undefined where it is none. */
export function parseS3Uri(uri: string): ObjectLocation | undefined {
  const match = /^s3[an]?:\/\/([^/]+)\/?(.*)$/s.exec(uri)
  return match ? { bucket: match[1]!, key: match[2]! } : undefined
}
