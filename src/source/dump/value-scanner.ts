import {
  BACKSLASH,
  CLOSE,
  COMMA,
  DOT,
  DOUBLE_QUOTE,
  lower,
  MINUS,
  NINE,
  OPEN,
  PLUS,
  SINGLE_QUOTE,
  SPACE,
  UNDERSCORE,
  ZERO,
} from './bytes.ts'
import { excerpt, ValueFault } from './faults.ts'

export const NULL_VALUE = 0
export const NUMBER = 1
/** Quoted text, in the character set of the session or of its introducer. */
const QUOTED = 2
/** `0x…`, `x'…'` and `b'…'`: bytes as they are, at the right end of which stands the last digit. */
export const BINARY = 3

const ESCAPES = new Uint8Array(256).map((_, byte) => byte)
for (const [char, byte] of [
  ['0', 0],
  ['b', 8],
  ['t', 9],
  ['n', 10],
  ['r', 13],
  ['Z', 26],
] as const)
  ESCAPES[char.charCodeAt(0)] = byte

/** Reads the values of rows one after the other; the fields describe the last value read, and are overwritten by the next. */
export class ValueScanner {
  kind = NULL_VALUE
  /** The value, without quotes and escapes, is `bytes` from `from` to `to`. */
  bytes: Uint8Array
  from = 0
  to = 0
  /** Whether a byte of a QUOTED value is above 127. */
  high = false
  /** Character set before the quote (`_utf8mb4'…'`), lower case; empty without. */
  introducer = ''
  /** Where the next value is looked for. */
  at: number
  readonly #source: Buffer
  #scratch: Uint8Array = new Uint8Array(1024)

  constructor(source: Buffer, at: number) {
    this.#source = source
    this.bytes = source
    this.at = at
  }

  skipBlanks(): void {
    while (this.#source[this.at]! <= SPACE) this.at++
  }

  /** Takes the `(` of the next row, and the comma before it unless it is a statement's first; false where there is no further row. */
  startRow(first: boolean): boolean {
    this.skipBlanks()
    if (!first) {
      if (this.#source[this.at] !== COMMA) return false
      this.at++
      this.skipBlanks()
    }
    if (this.#source[this.at] !== OPEN) throw this.#unexpected('a row was expected')
    this.at++
    return true
  }

  /** Reads the next value and the `,` or `)` behind it; false when it was the row's last. */
  next(): boolean {
    this.skipBlanks()
    this.#readValue()
    this.skipBlanks()
    const byte = this.#source[this.at]
    if (byte === COMMA) {
      this.at++
      return true
    }
    if (byte !== CLOSE) throw this.#unexpected('a comma or a closing bracket was expected')
    this.at++
    return false
  }

  /** The value as text of Latin letters: for numbers, dates and messages. */
  text(): string {
    return Buffer.from(this.bytes.buffer, this.bytes.byteOffset + this.from, this.to - this.from).toString('latin1')
  }

  #readValue(): void {
    const source = this.#source
    const byte = source[this.at]!
    this.introducer = ''
    if (byte === SINGLE_QUOTE || byte === DOUBLE_QUOTE) this.#readQuoted(byte)
    else if (byte === ZERO && lower(source[this.at + 1]!) === 120) this.#readHex(this.at + 2)
    else if ((byte >= ZERO && byte <= NINE) || byte === MINUS || byte === PLUS || byte === DOT) this.#readNumber()
    else if (byte === UNDERSCORE) this.#readIntroduced()
    else if (lower(byte) === 120 && source[this.at + 1] === SINGLE_QUOTE) this.#closed(this.#readHex(this.at + 2))
    else if (lower(byte) === 98 && source[this.at + 1] === SINGLE_QUOTE) this.#readBits()
    else this.#readWord()
  }

  #readNumber(): void {
    const source = this.#source
    const from = this.at
    let at = from + 1
    for (let byte = source[at]!; (byte >= ZERO && byte <= NINE) || byte === DOT; byte = source[at]!) at++
    if (lower(source[at]!) === 101) {
      at++
      if (source[at] === MINUS || source[at] === PLUS) at++
      for (let byte = source[at]!; byte >= ZERO && byte <= NINE; byte = source[at]!) at++
    }
    this.#found(NUMBER, from, at)
    this.at = at
  }

  #found(kind: number, from: number, to: number): void {
    this.kind = kind
    this.bytes = this.#source
    this.from = from
    this.to = to
  }

  #readQuoted(quote: number): void {
    const source = this.#source
    const from = this.at + 1
    let at = from
    let seen = 0
    for (; ; at++) {
      const byte = source[at]
      if (byte === undefined) throw this.#unexpected('a quote is not closed')
      if (byte === BACKSLASH || byte === quote) break
      seen |= byte
    }
    this.high = seen > 127
    if (source[at] === quote && source[at + 1] !== quote) {
      this.#found(QUOTED, from, at)
      this.at = at + 1
    } else this.#readEscaped(quote, from, at)
  }

  /** Copies a value that holds escapes, which are taken out. */
  #readEscaped(quote: number, from: number, firstEscape: number): void {
    const source = this.#source
    let to = firstEscape - from
    let seen = this.high ? 128 : 0
    let scratch = this.#room(to + 4096)
    scratch.set(source.subarray(from, firstEscape))
    let at = firstEscape
    for (; ; at++) {
      if (to + 2 > scratch.length) scratch = this.#room(scratch.length * 2)
      let byte = source[at]
      if (byte === undefined) throw this.#unexpected('a quote is not closed')
      if (byte === quote) {
        if (source[at + 1] !== quote) break
        at++
      } else if (byte === BACKSLASH) {
        byte = source[++at]
        if (byte === undefined) throw this.#unexpected('a quote is not closed')
        if (byte === 37 || byte === UNDERSCORE) scratch[to++] = BACKSLASH
        byte = ESCAPES[byte]!
      }
      seen |= byte
      scratch[to++] = byte
    }
    this.high = seen > 127
    this.#scratched(QUOTED, to)
    this.at = at + 1
  }

  #scratched(kind: number, length: number): void {
    this.kind = kind
    this.bytes = this.#scratch
    this.from = 0
    this.to = length
  }

  #room(length: number): Uint8Array {
    if (length > this.#scratch.length) {
      const larger = new Uint8Array(length)
      larger.set(this.#scratch)
      this.#scratch = larger
    }
    return this.#scratch
  }

  /** Reads hex digits up to the first byte that is none; an odd first digit stands alone, as in MySQL. */
  #readHex(from: number): number {
    let end = from
    while (hexDigit(this.#source[end]!) >= 0) end++
    const length = (end - from + 1) >> 1
    const scratch = this.#room(length)
    let at = from
    let to = 0
    if ((end - from) % 2 === 1) scratch[to++] = hexDigit(this.#source[at++]!)
    for (; at < end; at += 2) scratch[to++] = (hexDigit(this.#source[at]!) << 4) | hexDigit(this.#source[at + 1]!)
    this.#scratched(BINARY, length)
    this.at = end
    return end
  }

  #closed(end: number): void {
    if (this.#source[end] !== SINGLE_QUOTE) throw this.#unexpected('hex digits were expected')
    this.at = end + 1
  }

  #readBits(): void {
    const from = this.at + 2
    let end = from
    while (this.#source[end] === ZERO || this.#source[end] === ZERO + 1) end++
    const length = (end - from + 7) >> 3
    const scratch = this.#room(length)
    scratch.fill(0, 0, length)
    for (let i = 0; i < end - from; i++) scratch[length - 1 - (i >> 3)]! |= (this.#source[end - 1 - i]! & 1) << (i & 7)
    this.#scratched(BINARY, length)
    this.#closed(end)
  }

  #readIntroduced(): void {
    const from = this.at + 1
    let at = from
    while (/\w/.test(String.fromCharCode(this.#source[at]!))) at++
    const introducer = this.#source.toString('latin1', from, at).toLowerCase()
    this.at = at
    this.skipBlanks()
    const byte = this.#source[this.at]!
    if (byte === UNDERSCORE) throw this.#unexpected('a value was expected')
    this.#readValue()
    if (this.kind !== QUOTED && this.kind !== BINARY) throw this.#unexpected('a value was expected')
    this.introducer = introducer
  }

  #readWord(): void {
    const word = this.#source.toString('latin1', this.at, this.at + 5).toUpperCase()
    if (/^NULL\b/.test(word)) {
      this.kind = NULL_VALUE
      this.at += 4
    } else if (/^(TRUE|FALSE)/.test(word)) {
      const is = word === 'FALSE' ? 0 : 1
      this.#room(1)[0] = ZERO + is
      this.#scratched(NUMBER, 1)
      this.at += is === 1 ? 4 : 5
    } else throw this.#unexpected('this is not a value')
  }

  #unexpected(what: string): ValueFault {
    return new ValueFault(
      'SOURCE_CORRUPT',
      `${what}: ${excerpt(this.#source, this.at, Math.min(this.#source.length, this.at + 40))}`,
    )
  }
}

function hexDigit(byte: number): number {
  if (byte >= ZERO && byte <= NINE) return byte - ZERO
  const letter = byte | 32
  return letter >= 97 && letter <= 102 ? letter - 87 : -1
}
