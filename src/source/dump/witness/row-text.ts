import { behindQuote, type DumpText, NeedsMore } from './dump-text.ts'

/** A value as the dump has it, one character a byte; null is NULL. */
export interface Written {
  readonly kind: 'number' | 'quoted' | 'bytes'
  readonly text: string
  /** `_utf8mb4` before a quote, without its line; empty without. */
  readonly introducer: string
}

/** Text that is no row. */
export class NotARow extends Error {}

const FIRST = /\s*\(/y
const FURTHER = /\s*,\s*\(/y
const VALUE =
  /\s*(?:(null)|(?!0x)([-+]?[\d.]+(?:e[-+]?\d+)?)|(true)|(false)|(?:_(\w+)\s*)?(?:0x([\da-f]*)|x'([\da-f]*)'|b'([01]*)'|(['"])))/iy
const BEHIND = /\s*([,)])/y

/** Characters that a value may need to be told from the end of the text. */
const AHEAD = 32

/** Reads the values of the row that begins at the dump's place; `wanted` says by position which matter. Null when no
 * row begins there. */
export function takeRow(dump: DumpText, wanted: readonly boolean[], first: boolean): (Written | null)[] | null {
  const { text } = dump
  const begin = first ? FIRST : FURTHER
  begin.lastIndex = dump.at
  if (!begin.test(text)) {
    if (text.length - dump.at < AHEAD && !dump.ended) throw new NeedsMore()
    return null
  }
  const row: (Written | null)[] = []
  let at = begin.lastIndex
  for (let more = true; more; ) {
    if (text.length - at < AHEAD && !dump.ended) throw new NeedsMore()
    at = takeValue(text, at, row, wanted[row.length] === true)
    BEHIND.lastIndex = at
    const behind = BEHIND.exec(text)
    if (!behind && text.length - at < AHEAD) throw new NeedsMore()
    if (!behind) throw new NotARow(text.slice(at, at + 40))
    more = behind[1] === ','
    at = BEHIND.lastIndex
  }
  if (row.length !== wanted.length) throw new NotARow(`${row.length} values, not ${wanted.length}`)
  dump.at = at
  return row
}

function takeValue(text: string, at: number, row: (Written | null)[], wanted: boolean): number {
  VALUE.lastIndex = at
  const match = VALUE.exec(text)
  if (!match) throw text.length - at < AHEAD ? new NeedsMore() : new NotARow(text.slice(at, at + 40))
  const end = VALUE.lastIndex
  if (match[9] !== undefined) {
    const behind = behindQuote(text, end, match[9])
    row.push(wanted ? quoted(text.slice(end, behind - 1), match[9], match[5]) : null)
    return behind
  }
  if (end === text.length) throw new NeedsMore()
  row.push(wanted ? unquoted(match) : null)
  return end
}

function quoted(inside: string, quote: string, introducer = ''): Written {
  const text = inside.includes('\\') || inside.includes(quote) ? unescaped(inside, quote) : inside
  return { kind: 'quoted', text, introducer: introducer.toLowerCase() }
}

const MEANINGS = new Map([
  ['n', '\n'],
  ['t', '\t'],
  ['r', '\r'],
  ['b', '\b'],
  ['0', '\0'],
  ['Z', '\u001a'],
  ['%', '\\%'],
  ['_', '\\_'],
])

/** The second pattern's doubled quote stands only in values that a double quote surrounds. */
const unescaped = (inside: string, quote: string): string =>
  inside.replace(quote === "'" ? /\\([\s\S])|''/g : /\\([\s\S])|""/g, (_, char: string | undefined) =>
    char === undefined ? quote : (MEANINGS.get(char) ?? char),
  )

function unquoted(match: RegExpExecArray): Written | null {
  const [, isNull, number, isTrue, isFalse, introducer = '', hex, quotedHex, bits] = match
  if (isNull !== undefined) return null
  if (number !== undefined) return { kind: 'number', text: number, introducer: '' }
  if (isTrue !== undefined || isFalse !== undefined)
    return { kind: 'number', text: isTrue === undefined ? '0' : '1', introducer: '' }
  const digits = bits === undefined ? (hex ?? quotedHex ?? '') : bitsAsHex(bits)
  const even = digits.length % 2 === 0 ? digits : `0${digits}`
  return { kind: 'bytes', text: Buffer.from(even, 'hex').toString('latin1'), introducer: introducer.toLowerCase() }
}

const bitsAsHex = (bits: string): string =>
  bits === ''
    ? ''
    : BigInt(`0b${bits}`)
        .toString(16)
        .padStart(2 * Math.ceil(bits.length / 8), '0')
