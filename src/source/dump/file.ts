import { createWriteStream } from 'node:fs'
import type { FileHandle } from 'node:fs/promises'
import { mkdir, open, rm } from 'node:fs/promises'
import { basename, join } from 'node:path'
import type { Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGunzip, createZstdDecompress } from 'node:zlib'
import { dumpError } from './faults.ts'

const PIECE = 4 << 20

/** An open dump, as the plain bytes that a server would be given. */
export interface DumpFile extends AsyncDisposable {
  /** The base name of the file that was asked for. */
  readonly label: string
  /** Plain bytes. */
  readonly size: number
  /** Where the text starts: behind a byte order mark. */
  readonly start: number
  bytes(): AsyncIterable<Buffer>
  read(start: number, end: number): Promise<Buffer>
  /** Fails with SOURCE_CHANGED when the file is no longer the one that was opened. */
  unchanged(): Promise<void>
}

type Compression = 'gzip' | 'zstd' | 'none'

/** Opens a dump, compressed or not (told by its first bytes, not by its name); `scratch` holds the plain bytes of a compressed one. */
export async function openDumpFile(path: string, scratch: string): Promise<DumpFile> {
  const handle = await openHandle(path)
  const compression = compressionOf(await firstBytes(handle))
  if (compression === 'none') return new OpenFile(handle, path, await sizeOf(handle))
  await mkdir(scratch, { recursive: true })
  const plain = join(scratch, `${basename(path)}.${process.pid}.${Date.now().toString(36)}.sql`)
  try {
    await pipeline(handle.createReadStream(), decompressor(compression, path), createWriteStream(plain))
    const unpacked = await open(plain, 'r')
    return new OpenFile(unpacked, path, await sizeOf(unpacked), () => rm(plain, { force: true }))
  } catch (cause) {
    await rm(plain, { force: true })
    throw broken(path, compression, cause)
  }
}

/** How a file is compressed, by its first bytes; fails with SOURCE_MISSING where it cannot be opened. */
export async function compressionAt(path: string): Promise<Compression> {
  const handle = await openHandle(path)
  return firstBytes(handle)
    .then(compressionOf)
    .finally(() => handle.close())
}

async function openHandle(path: string): Promise<FileHandle> {
  try {
    const handle = await open(path, 'r')
    if ((await handle.stat()).isFile()) return handle
    await handle.close()
    throw new Error('not a file')
  } catch (cause) {
    throw dumpError({
      code: 'SOURCE_MISSING',
      subject: path,
      what: `The dump ${path} cannot be opened.`,
      next: 'Check the path of the dump in the config.',
      cause,
    })
  }
}

async function firstBytes(handle: FileHandle): Promise<Buffer> {
  const { buffer, bytesRead } = await handle.read(Buffer.alloc(4), 0, 4, 0)
  return buffer.subarray(0, bytesRead)
}

const sizeOf = async (handle: FileHandle): Promise<number> => (await handle.stat()).size

function compressionOf(head: Buffer): Compression {
  if (head[0] === 0x1f && head[1] === 0x8b) return 'gzip'
  return head.length === 4 && head.readUInt32LE() === 0xfd2fb528 ? 'zstd' : 'none'
}

function decompressor(compression: Compression, path: string): Transform {
  if (compression === 'gzip') return createGunzip()
  if (typeof createZstdDecompress === 'function') return createZstdDecompress()
  throw dumpError({
    code: 'SOURCE_MISSING',
    subject: path,
    what: 'This Node cannot read zstd.',
    next: 'Decompress the dump with zstd -d, or use Node 22.15 or newer.',
  })
}

function broken(path: string, compression: Compression, cause: unknown): Error {
  const { code } = cause as NodeJS.ErrnoException
  if (code === 'ENOSPC') return noRoom(path, cause)
  if (code === undefined || !/^Z_|^ZSTD_|^ERR_ZLIB/.test(code)) return cause as Error
  return dumpError({
    code: 'SOURCE_CORRUPT',
    subject: basename(path),
    what: `The dump is not whole: its ${compression} data ends too early or is damaged.`,
    next: 'Copy or make the dump again.',
    cause,
  })
}

const noRoom = (path: string, cause: unknown): Error =>
  dumpError({
    code: 'LAKE_FULL',
    subject: basename(path),
    what: 'There is no room to unpack the dump.',
    next: 'Make room, or unpack the dump elsewhere and name the plain file.',
    cause,
  })

const CHANGED = ['size', 'mtimeMs', 'ino'] as const

class OpenFile implements DumpFile {
  readonly label: string
  readonly size: number
  start = 0
  readonly #handle: FileHandle
  readonly #remove: () => Promise<void>
  #opened: Readonly<Record<(typeof CHANGED)[number], number>> | undefined

  constructor(handle: FileHandle, path: string, size: number, remove = async (): Promise<void> => {}) {
    this.#handle = handle
    this.label = basename(path)
    this.size = size
    this.#remove = remove
  }

  async *bytes(): AsyncIterable<Buffer> {
    await this.#prepare()
    const piece = Buffer.allocUnsafe(PIECE)
    for (let at = this.start; at < this.size; ) {
      const { bytesRead } = await this.#handle.read(piece, 0, Math.min(PIECE, this.size - at), at)
      if (bytesRead === 0) throw this.#changed()
      yield piece.subarray(0, bytesRead)
      at += bytesRead
    }
    await this.unchanged()
  }

  async read(start: number, end: number): Promise<Buffer> {
    const bytes = Buffer.allocUnsafe(end - start)
    for (let at = 0; at < bytes.length; ) {
      const { bytesRead } = await this.#handle.read(bytes, at, bytes.length - at, start + at)
      if (bytesRead === 0) throw this.#changed()
      at += bytesRead
    }
    return bytes
  }

  async unchanged(): Promise<void> {
    const now = await this.#handle.stat()
    this.#opened ??= now
    if (now.size !== this.size || CHANGED.some((field) => now[field] !== this.#opened![field])) throw this.#changed()
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#handle.close()
    await this.#remove()
  }

  async #prepare(): Promise<void> {
    await this.unchanged()
    const head = await this.read(0, Math.min(4, this.size))
    if (head.length >= 2 && (head.readUInt16LE() === 0xfeff || head.readUInt16BE() === 0xfeff)) throw this.#utf16()
    this.start = head.length >= 3 && head.readUIntBE(0, 3) === 0xefbbbf ? 3 : 0
  }

  #utf16(): Error {
    return dumpError({
      code: 'SOURCE_ENCODING',
      subject: this.label,
      what: 'The dump is UTF-16, which a shell made of it.',
      next: 'Dump again with --result-file=dump.sql instead of > dump.sql.',
    })
  }

  #changed(): Error {
    return dumpError({
      code: 'SOURCE_CHANGED',
      subject: this.label,
      what: 'The dump changed while it was read.',
      next: 'Run again when nothing writes to it.',
    })
  }
}
