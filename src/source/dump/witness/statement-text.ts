import { behindQuote, type DumpText, NeedsMore } from './dump-text.ts'
import type { Setting } from './setting.ts'

const patterns = (end: string) => ({
  nothing: new RegExp(
    `(?:\\s|--\\s[^${end}]*${end}|#[^${end}]*${end}|/\\*(?!M?!)[\\s\\S]*?\\*/|/\\*M?!999999[\\s\\S]*?\\*/)+`,
    'y',
  ),
  delimiter: new RegExp(`delimiter[ \\t]+(\\S+)[^${end}]*${end}`, 'iy'),
  comment: new RegExp(`(?:--\\s|#)[^${end}]*${end}|/\\*(?!M?!(?!999999))[\\s\\S]*?\\*/`, 'y'),
})

const EXECUTABLE = /^\/\*M?!(?!999999)/
/** A comment or a DELIMITER line of which the end is not there. */
const UNFINISHED = /^(?:--\s|#|\/\*(?!M?!(?!999999))|delimiter[ \t])/i

/** Longest thing that must be seen whole before it is known what it is. */
const AHEAD = 64

/** Finds where statements begin and end, by the text alone. */
export class StatementText {
  #delimiter = ';'
  #special = specials(';')
  readonly #dump: DumpText
  readonly #setting: Setting
  #known: ReturnType<typeof patterns> | undefined

  constructor(dump: DumpText, setting: Setting) {
    this.#dump = dump
    this.#setting = setting
  }

  get #patterns(): ReturnType<typeof patterns> {
    this.#known ??= patterns(this.#dump.lineEnd === '\r' ? '\\r' : '\\n')
    return this.#known
  }

  /** Goes to the next statement; false at the end of the dump. */
  begin(): boolean {
    const dump = this.#dump
    for (;;) {
      if (dump.text.length - dump.at < AHEAD && !dump.ended) throw new NeedsMore()
      const before = dump.at
      dump.at += lengthOf(this.#patterns.nothing, dump.text, dump.at)
      if (dump.text.startsWith(this.#delimiter, dump.at)) dump.at += this.#delimiter.length
      const { delimiter } = this.#patterns
      delimiter.lastIndex = dump.at
      const line = delimiter.exec(dump.text)
      if (line) this.#use(line[1]!, delimiter.lastIndex)
      if (dump.at === before) break
    }
    const ahead = dump.text.slice(dump.at, dump.at + AHEAD)
    if (!UNFINISHED.test(ahead)) return ahead !== ''
    if (!dump.ended || ahead.startsWith('/')) throw new NeedsMore()
    return false
  }

  /** Reads to the delimiter, and gives what stands before it. */
  take(): string {
    const { text, at } = this.#dump
    let next = at
    for (;;) {
      this.#special.lastIndex = next
      const found = this.#special.exec(text)
      if (!found) throw new NeedsMore()
      const { index } = found
      if (found[0] === this.#delimiter) {
        this.#dump.at = index + found[0].length
        return text.slice(at, index)
      }
      if (/['"`]/.test(found[0])) next = behindQuote(text, index + 1, found[0], this.#setting.backslashEscapes)
      else if (EXECUTABLE.test(text.slice(index, index + AHEAD))) next = index + 2
      else next = index + lengthOf(this.#patterns.comment, text, index)
      if (next === index) throw new NeedsMore()
    }
  }

  #use(delimiter: string, end: number): void {
    this.#dump.at = end
    this.#delimiter = delimiter
    this.#special = specials(delimiter)
  }
}

const specials = (delimiter: string): RegExp =>
  new RegExp(`${delimiter.replace(/[^\w]/g, '\\$&')}|['"\`#]|--\\s|/\\*`, 'g')

function lengthOf(pattern: RegExp, text: string, at: number): number {
  pattern.lastIndex = at
  return pattern.test(text) ? pattern.lastIndex - at : 0
}
