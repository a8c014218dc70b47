import { PassThrough, type Readable, Transform, type TransformCallback } from 'node:stream'
import { ServiceException } from './protocol/service-exception.ts'

const LONGEST_LINE = 16 * 1024

/** Half a request came, and then nothing. */
export class ClientGone extends Error {}

/** What a request's headers say of its body before it comes. */
export interface Announced {
  /** The header that will come as a trailer. */
  readonly trailer?: string | undefined
  /** Of the bytes as sent, in hex. */
  readonly sha256?: string | undefined
  /** Bytes, taken out of their chunks. */
  readonly length?: number | undefined
}

/** The bytes of an upload, and the trailers that came after them once all have been read. */
export interface Upload extends Readable {
  readonly announced: Announced
  readonly trailers: Readonly<Record<string, string>>
}

/** A body that is sent as it is. */
export class Plain extends PassThrough implements Upload {
  readonly trailers = {}
  readonly announced: Announced

  constructor(announced: Announced) {
    super()
    this.announced = announced
  }
}

const incomplete = (): ServiceException =>
  new ServiceException('IncompleteBody', 'The request body terminated unexpectedly')

/**
 * Takes `aws-chunked` apart: `size[;chunk-signature=…]\r\n bytes \r\n … 0\r\n trailer:value\r\n \r\n`. Signatures are not looked at: who may
 * write to the sandbox is whoever can reach it.
 */
export class AwsChunked extends Transform implements Upload {
  readonly trailers: Record<string, string> = {}
  readonly announced: Announced
  #rest: Buffer = Buffer.alloc(0)
  /** Bytes of the current chunk that are still to come, its line end included. */
  #left = 0
  #state: 'size' | 'bytes' | 'trailers' | 'done' = 'size'

  constructor(announced: Announced) {
    super()
    this.announced = announced
  }

  override _transform(chunk: Buffer, _encoding: string, done: TransformCallback): void {
    this.#rest = this.#rest.length === 0 ? chunk : Buffer.concat([this.#rest, chunk])
    try {
      while (this.#step()) {}
      done()
    } catch (error) {
      done(error as Error)
    }
  }

  override _flush(done: TransformCallback): void {
    const ended = this.#state === 'done' || (this.#state === 'trailers' && this.#rest.length === 0)
    done(ended ? null : incomplete())
  }

  #step(): boolean {
    if (this.#state === 'done') return false
    if (this.#state === 'bytes') return this.#takeBytes()
    const line = this.#takeLine()
    if (line === undefined) return false
    if (this.#state === 'trailers') this.#takeTrailer(line)
    else this.#takeSize(line)
    return true
  }

  #takeBytes(): boolean {
    const bytes = this.#rest.subarray(0, Math.max(0, this.#left - 2))
    if (bytes.length > 0) this.push(bytes)
    this.#rest = this.#rest.subarray(bytes.length)
    this.#left -= bytes.length
    if (this.#left > 2 || this.#rest.length < 2) return false
    if (this.#rest[0] !== 13 || this.#rest[1] !== 10) throw incomplete()
    this.#rest = this.#rest.subarray(2)
    this.#state = 'size'
    return true
  }

  #takeLine(): string | undefined {
    const end = this.#rest.indexOf('\r\n')
    if (end < 0 && this.#rest.length > LONGEST_LINE) throw incomplete()
    if (end < 0) return undefined
    const line = this.#rest.subarray(0, end).toString('latin1')
    this.#rest = this.#rest.subarray(end + 2)
    return line
  }

  #takeSize(line: string): void {
    const size = /^[0-9a-fA-F]{1,12}(?=;|$)/.exec(line.trim())?.[0]
    if (size === undefined) throw incomplete()
    this.#left = Number.parseInt(size, 16) + 2
    this.#state = this.#left === 2 ? 'trailers' : 'bytes'
  }

  #takeTrailer(line: string): void {
    const colon = line.indexOf(':')
    if (line === '') this.#state = 'done'
    else if (colon > 0) this.trailers[line.slice(0, colon).trim().toLowerCase()] = line.slice(colon + 1).trim()
  }
}

/** All of a stream; more than `limit` bytes are refused. */
export async function collect(stream: Readable, limit: number): Promise<Buffer> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    size += chunk.length
    if (size > limit)
      throw new ServiceException('RequestEntityTooLarge', `A request may have ${limit} bytes`, { status: 413 })
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}
