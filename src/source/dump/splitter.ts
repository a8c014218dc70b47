import {
  BACKSLASH,
  BACKTICK,
  DOUBLE_QUOTE,
  HASH,
  MINUS,
  type NEWLINE,
  OPEN,
  type RETURN,
  SINGLE_QUOTE,
  SLASH,
  SPACE,
  STAR,
} from './bytes.ts'

/** One statement of a dump, without its delimiter and without the comments before it. */
export interface Statement {
  /** Valid until the splitter gets its next bytes. */
  readonly bytes: Buffer
  /** Where it starts in the dump. */
  readonly offset: number
  /** How many `(` it has outside quotes and comments. */
  readonly brackets: number
}

/** What changes how quotes are read. */
export interface QuoteRules {
  readonly ansiQuotes: boolean
  readonly backslashEscapes: boolean
}

const NORMAL = 0
const LINE_COMMENT = 1
const BLOCK_COMMENT = 2

/** Bytes that must be known after the one that is looked at: `/*M!999999`, a delimiter, `delimiter `. */
const LOOKAHEAD = 16

/**
 * Cuts the bytes of a dump into statements. Comments that a server runs are left as they stand. Quotes, comments and DELIMITER are
 * honoured as the mysql client does. Holds one statement at a time, however the bytes arrive.
 */
export class Splitter {
  readonly #rules: QuoteRules
  readonly #lineEnd: number
  readonly #special = new Uint8Array(256)
  #window: Buffer = Buffer.alloc(0)
  #length = 0
  /** Where the window starts in the dump. */
  #base: number
  #at = 0
  /** Start of the statement's content in the window; -1 before any. */
  #content = -1
  #brackets = 0
  #state: number = NORMAL
  #delimiter: Buffer = Buffer.from(';')

  /** `rules` is asked again at each statement; `base` is where the first bytes stand in the file. */
  constructor(rules: QuoteRules, lineEnd: typeof NEWLINE | typeof RETURN, base: number) {
    this.#rules = rules
    this.#lineEnd = lineEnd
    this.#base = base
    this.#setDelimiter(';')
  }

  /** Takes more bytes and gives the statements that are whole now. */
  *push(bytes: Uint8Array): Generator<Statement> {
    this.#append(bytes)
    yield* this.#scan(this.#length - LOOKAHEAD)
  }

  /** Takes the end of the dump; true when it ends between statements. */
  *end(): Generator<Statement, { readonly whole: boolean; readonly offset: number }> {
    yield* this.push(Buffer.alloc(LOOKAHEAD, SPACE))
    const between = this.#content < 0 && (this.#state === NORMAL || this.#state === LINE_COMMENT)
    return { whole: between, offset: this.#base + Math.max(0, this.#content) }
  }

  #append(bytes: Uint8Array): void {
    const keepFrom = this.#content >= 0 ? Math.min(this.#content, this.#at) : this.#at
    const kept = this.#length - keepFrom
    if (kept + bytes.length > this.#window.length) {
      const larger = Buffer.allocUnsafe(Math.max(1 << 20, 2 * (kept + bytes.length)))
      this.#window.copy(larger, 0, keepFrom, this.#length)
      this.#window = larger
    } else if (keepFrom > 0) this.#window.copyWithin(0, keepFrom, this.#length)
    this.#window.set(bytes, kept)
    this.#length = kept + bytes.length
    this.#base += keepFrom
    this.#at -= keepFrom
    if (this.#content >= 0) this.#content -= keepFrom
  }

  #setDelimiter(delimiter: string): void {
    this.#delimiter = Buffer.from(delimiter, 'latin1')
    this.#special.fill(0)
    for (const byte of [SINGLE_QUOTE, DOUBLE_QUOTE, BACKTICK, HASH, MINUS, SLASH, OPEN, this.#delimiter[0]!])
      this.#special[byte] = 1
  }

  *#scan(limit: number): Generator<Statement> {
    while (this.#at < limit) {
      if (this.#state === NORMAL) {
        this.#skipPlain(limit)
        if (this.#at >= limit) return
        if (this.#isDelimiter()) yield* this.#take()
        else if (!this.#passSpecial()) return
      } else if (this.#state === LINE_COMMENT) this.#skipLine(limit)
      else if (this.#state === BLOCK_COMMENT) this.#skipBlock(limit)
      else this.#skipQuoted(limit)
    }
  }

  /** Moves on to the next byte that may change something, and notes where the statement's content starts. */
  #skipPlain(limit: number): void {
    const window = this.#window
    const special = this.#special
    let at = this.#at
    if (this.#content < 0) {
      while (at < limit && window[at]! <= SPACE) at++
      this.#at = at
      if (at >= limit || special[window[at]!] === 1) return
      if (!this.#startsDelimiterLine(at)) this.#content = at
      else return
    }
    while (at < limit && special[window[at]!] === 0) at++
    this.#at = at
  }

  #isDelimiter(): boolean {
    const { length } = this.#delimiter
    for (let i = 0; i < length; i++) if (this.#window[this.#at + i] !== this.#delimiter[i]) return false
    return true
  }

  *#take(): Generator<Statement> {
    const start = this.#content
    const end = this.#at
    const brackets = this.#brackets
    this.#at = end + this.#delimiter.length
    this.#content = -1
    this.#brackets = 0
    if (start >= 0) yield { bytes: this.#window.subarray(start, end), offset: this.#base + start, brackets }
  }

  /** Acts on a special byte that is no delimiter; false when more bytes are needed first. */
  #passSpecial(): boolean {
    const at = this.#at
    const byte = this.#window[at]!
    if (this.#content < 0 && this.#startsDelimiterLine(at)) return this.#readDelimiter()
    if (byte === HASH || (byte === MINUS && this.#window[at + 1] === MINUS && this.#window[at + 2]! <= SPACE)) {
      this.#state = LINE_COMMENT
      this.#at = at + 1
      return true
    }
    if (byte === SLASH && this.#window[at + 1] === STAR && !this.#isExecutable(at)) {
      this.#state = BLOCK_COMMENT
      this.#at = at + 2
      return true
    }
    if (this.#content < 0) this.#content = at
    if (byte === SINGLE_QUOTE || byte === DOUBLE_QUOTE || byte === BACKTICK) this.#state = byte
    else if (byte === OPEN) this.#brackets++
    this.#at = at + 1
    return true
  }

  /** Version 999999 is newer than any server: a comment to all of them (mariadb-dump's sandbox line). */
  #isExecutable(at: number): boolean {
    return /^\/\*M?!(?!999999)/.test(this.#window.toString('latin1', at, at + 10))
  }

  #startsDelimiterLine(at: number): boolean {
    return (this.#window[at]! | 32) === 100 && /^delimiter[ \t]/i.test(this.#window.toString('latin1', at, at + 10))
  }

  #readDelimiter(): boolean {
    const end = this.#window.subarray(0, this.#length).indexOf(this.#lineEnd, this.#at)
    if (end < 0) return false
    const delimiter = this.#window.toString('latin1', this.#at + 10, end).trim()
    if (delimiter !== '') this.#setDelimiter(delimiter)
    this.#at = end + 1
    return true
  }

  #skipLine(limit: number): void {
    const end = this.#window.subarray(0, limit).indexOf(this.#lineEnd, this.#at)
    this.#at = end < 0 ? limit : end + 1
    if (end >= 0) this.#state = NORMAL
  }

  #skipBlock(limit: number): void {
    const end = this.#window.subarray(0, limit + 1).indexOf('*/', this.#at, 'latin1')
    this.#at = end < 0 ? limit : end + 2
    if (end >= 0) this.#state = NORMAL
  }

  #skipQuoted(limit: number): void {
    const window = this.#window
    const quote = this.#state
    const identifier = quote === BACKTICK || (quote === DOUBLE_QUOTE && this.#rules.ansiQuotes)
    const escapeByte = identifier || !this.#rules.backslashEscapes ? quote : BACKSLASH
    let at = this.#at
    for (;;) {
      while (at < limit && window[at] !== quote && window[at] !== escapeByte) at++
      if (at >= limit) break
      if (window[at] === quote && window[at + 1] !== quote) {
        this.#state = NORMAL
        at++
        break
      }
      at += 2
    }
    this.#at = at
  }
}
