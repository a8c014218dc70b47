import { wireFault } from './packets.ts'

const NULL = 251

/** Reads a packet from its start: integers little endian, texts behind their lengths. */
export class Reader {
  readonly bytes: Buffer
  at = 0

  constructor(bytes: Uint8Array) {
    this.bytes = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length)
  }

  get done(): boolean {
    return this.at >= this.bytes.length
  }

  /** An integer of up to 6 bytes. */
  integer(width: number): number {
    this.#check(width)
    this.at += width
    return this.bytes.readUIntLE(this.at - width, width)
  }

  /** A length, or a number that is written as lengths are; null where the value is NULL. */
  length(): number | null {
    const first = this.integer(1)
    if (first < NULL) return first
    if (first === NULL) return null
    if (first === 252) return this.integer(2)
    if (first === 253) return this.integer(3)
    if (first !== 254) throw malformed()
    const low = this.integer(4)
    return low + this.integer(4) * 4294967296
  }

  /** The bytes behind a length; null for NULL. A view. */
  value(): Buffer | null {
    const length = this.length()
    return length === null ? null : this.raw(length)
  }

  raw(length: number): Buffer {
    this.#check(length)
    this.at += length
    return this.bytes.subarray(this.at - length, this.at)
  }

  #check(length: number): void {
    if (this.at + length > this.bytes.length) throw malformed()
  }
}

export const malformed = (): Error =>
  wireFault('PROTOCOL_LENGTH', 'a packet is shorter or longer than what it says it holds')

/** A length as the protocol writes it, for values of less than 16 MB. */
export const lengthBytes = (length: number): number[] =>
  length < NULL
    ? [length]
    : length < 65536
      ? [252, length & 255, length >> 8]
      : [253, length & 255, (length >> 8) & 255, length >> 16]
