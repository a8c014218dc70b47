import { createHash } from 'node:crypto'
import { createReadStream, createWriteStream, existsSync } from 'node:fs'
import { mkdir, open, rename, rm, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { StarliftError } from '../../core/error.ts'
import type { Store } from '../../core/store.ts'
import { type Bucket, nameOf, openS3, type S3, statusOf, storeFailure } from './client.ts'

export interface S3StoreOptions extends Bucket {
  /** A folder for copies of objects that an engine reads. */
  readonly cache: string
}

/** Files beyond this go up in parts. */
const WHOLE = 512 << 20
const PART = 64 << 20

/** A lake in a bucket. `create` is S3's conditional write, which exactly one of several wins. */
export function s3Store(options: S3StoreOptions): Store {
  let opened: Promise<S3> | undefined
  const bucket = new LakeBucket(options, () => {
    opened ??= openS3()
    return opened
  })
  return {
    label: `s3://${options.bucket}/${options.prefix}`.replace(/\/$/, ''),
    read: (path) => bucket.read(path),
    create: (path, bytes) => bucket.create(path, bytes),
    replace: (path, bytes) => bucket.put(path, bytes),
    upload: (path, file) => bucket.upload(path, file),
    list: (prefix) => bucket.list(prefix),
    remove: (path) => bucket.remove(path),
    room: async () => null,
    fetch: (path) => bucket.fetch(path),
  }
}

class LakeBucket {
  readonly #options: S3StoreOptions
  readonly #open: () => Promise<S3>

  constructor(options: S3StoreOptions, open: () => Promise<S3>) {
    this.#options = options
    this.#open = open
  }

  #at(path: string): { Bucket: string; Key: string } {
    return { Bucket: this.#options.bucket, Key: `${this.#options.prefix}${path}` }
  }

  async #guard<T>(action: string, path: string, work: (s3: S3) => Promise<T>): Promise<T> {
    const { bucket, prefix } = this.#options
    try {
      return await work(await this.#open())
    } catch (error) {
      throw storeFailure(error, action, `arn:aws:s3:::${bucket}/${prefix}${path}`)
    }
  }

  read(path: string): Promise<Uint8Array | null> {
    return this.#guard('GetObject', path, async ({ sdk, client }) => {
      try {
        const { Body } = await client.send(new sdk.GetObjectCommand(this.#at(path)))
        return (await Body?.transformToByteArray()) ?? new Uint8Array()
      } catch (error) {
        if (nameOf(error) === 'NoSuchKey') return null
        throw error
      }
    })
  }

  async create(path: string, bytes: Uint8Array): Promise<void> {
    if (await this.#guard('PutObject', path, (s3) => this.#createFirst(s3, path, bytes))) return
    // What was sent twice because an answer was lost is ours all the same.
    const found = await this.read(path)
    if (found !== null && Buffer.compare(found, bytes) === 0) return
    throw new StarliftError('STORE_EXISTS', {
      operation: 'create',
      subject: path,
      what: `${path} is there already`,
      next: 'Another run was first; run again to build on what it published.',
    })
  }

  /** False where an object is there already. */
  async #createFirst({ sdk, client }: S3, path: string, bytes: Uint8Array): Promise<boolean> {
    for (let attempt = 1; ; attempt++) {
      try {
        await client.send(new sdk.PutObjectCommand({ ...this.#at(path), Body: bytes, IfNoneMatch: '*' }))
        return true
      } catch (error) {
        if (statusOf(error) === 412) return false
        // Two at once: S3 says that one of them should try again.
        if (statusOf(error) !== 409 || attempt === 5) throw error
      }
    }
  }

  put(path: string, bytes: Uint8Array): Promise<void> {
    return this.#guard('PutObject', path, async ({ sdk, client }) => {
      await client.send(new sdk.PutObjectCommand({ ...this.#at(path), Body: bytes }))
    })
  }

  async upload(path: string, file: string): Promise<void> {
    const { size } = await stat(file)
    await this.#guard('PutObject', path, (s3) =>
      size <= WHOLE ? this.#uploadWhole(s3, path, { file, size }) : this.#uploadParts(s3, path, { file, size }),
    )
    await rm(file, { force: true })
  }

  async #uploadWhole({ sdk, client }: S3, path: string, { file, size }: { file: string; size: number }): Promise<void> {
    const Body = createReadStream(file)
    await client.send(new sdk.PutObjectCommand({ ...this.#at(path), Body, ContentLength: size }))
  }

  async #uploadParts({ sdk, client }: S3, path: string, { file, size }: { file: string; size: number }): Promise<void> {
    const at = this.#at(path)
    const { UploadId } = await client.send(new sdk.CreateMultipartUploadCommand(at))
    try {
      await using handle = await open(file, 'r')
      const Parts: { ETag: string | undefined; PartNumber: number }[] = []
      for (let from = 0; from < size; from += PART) {
        const { buffer, bytesRead } = await handle.read(Buffer.alloc(Math.min(PART, size - from)), 0, undefined, from)
        const PartNumber = Parts.length + 1
        const part = { ...at, UploadId, PartNumber, Body: buffer.subarray(0, bytesRead) }
        Parts.push({ ETag: (await client.send(new sdk.UploadPartCommand(part))).ETag, PartNumber })
      }
      await client.send(new sdk.CompleteMultipartUploadCommand({ ...at, UploadId, MultipartUpload: { Parts } }))
    } catch (error) {
      await client.send(new sdk.AbortMultipartUploadCommand({ ...at, UploadId })).catch(() => {})
      throw error
    }
  }

  list(prefix: string): Promise<readonly string[]> {
    return this.#guard('ListBucket', prefix, async ({ sdk, client }) => {
      const { Bucket, Key } = this.#at(prefix)
      const paths: string[] = []
      let ContinuationToken: string | undefined
      do {
        const page = await client.send(new sdk.ListObjectsV2Command({ Bucket, Prefix: Key, ContinuationToken }))
        for (const object of page.Contents ?? []) paths.push((object.Key ?? '').slice(this.#options.prefix.length))
        ContinuationToken = page.NextContinuationToken
      } while (ContinuationToken !== undefined)
      return paths.sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)))
    })
  }

  remove(path: string): Promise<void> {
    return this.#guard('DeleteObject', path, async ({ sdk, client }) => {
      await client.send(new sdk.DeleteObjectCommand(this.#at(path)))
    })
  }

  /** A copy is known by the object's own ETag, and serves until the object is another. It appears whole or not at all. */
  async fetch(path: string): Promise<string> {
    const { cache } = this.#options
    const { ETag = '' } = await this.#guard('GetObject', path, ({ sdk, client }) =>
      client.send(new sdk.HeadObjectCommand(this.#at(path))),
    )
    const copy = join(
      cache,
      `${createHash('sha256')
        .update(`${JSON.stringify(this.#at(path))} ${ETag}`)
        .digest('hex')}.parquet`,
    )
    if (existsSync(copy)) return copy
    await mkdir(dirname(copy), { recursive: true })
    const draft = `${copy}.${process.pid}.draft`
    await this.#guard('GetObject', path, async ({ sdk, client }) => {
      const { Body, ContentLength } = await client.send(new sdk.GetObjectCommand(this.#at(path)))
      await pipeline(Body as Readable, createWriteStream(draft))
      const { size } = await stat(draft)
      if (size !== ContentLength)
        throw Object.assign(new Error(`${size} of ${ContentLength} bytes came`), { code: 'ECUT' })
    })
    await rename(draft, copy)
    return copy
  }
}
