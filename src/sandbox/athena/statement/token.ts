import { QueryFault } from '../sql/fault.ts'

/** A piece of a statement. */
export interface Token {
  readonly kind: 'word' | 'name' | 'string' | 'number' | 'mark'
  /** Names and strings without their quotes; words as they are written. */
  readonly value: string
  readonly start: number
  readonly end: number
}

const PIECE =
  /(?<blank>\s+|--[^\n]*|\/\*[\s\S]*?\*\/)|(?<string>'(?:[^']|'')*')|(?<name>"(?:[^"]|"")*"|`(?:[^`]|``)*`)|(?<number>(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)(?![\p{L}_\d])|(?<word>[\p{L}_\d$@][\p{L}\d_$@]*)|(?<mark><=|>=|<>|!=|\|\||->|=>|[^\s])/gu

/** The pieces of a statement, without blanks and comments. */
export function tokens(sql: string): readonly Token[] {
  const found: Token[] = []
  for (const { 0: text, index, groups } of sql.matchAll(PIECE)) {
    const kind = KINDS.find((one) => groups![one] !== undefined)
    if (kind) found.push({ kind, value: contentOf(kind, text), start: index, end: index + text.length })
  }
  const open = found.find(({ kind, value }) => kind === 'mark' && /^['"`]$/.test(value))
  if (open) throw syntaxFault(sql, open.start, `a ${open.value} that nothing closes`)
  return found
}

const KINDS = ['string', 'name', 'number', 'word', 'mark'] as const

function contentOf(kind: Token['kind'], text: string): string {
  if (kind !== 'string' && kind !== 'name') return text
  const quote = text[0]!
  return text.slice(1, -1).replaceAll(quote + quote, quote)
}

/** `line 1:8: …` */
export function syntaxFault(sql: string, at: number, what: string): QueryFault {
  const before = sql.slice(0, at).split('\n')
  return new QueryFault('SYNTAX_ERROR', `line ${before.length}:${before.at(-1)!.length + 1}: ${what}`)
}

/** Puts literals in the places of `?`. Fails where there are more or fewer of them, or one is no literal. */
export function withParameters(sql: string, parameters: readonly string[]): string {
  const places = tokens(sql).filter(({ kind, value }) => kind === 'mark' && value === '?')
  if (places.length !== parameters.length)
    throw new QueryFault(
      'INVALID_PARAMETER_USAGE',
      `Incorrect number of parameters: expected ${places.length} but found ${parameters.length}`,
    )
  const pieces = places.map(
    ({ start }, i) => sql.slice(i === 0 ? 0 : places[i - 1]!.end, start) + literal(parameters[i]!),
  )
  return pieces.join('') + sql.slice(places.at(-1)?.end ?? 0)
}

const TYPED = /^(date|timestamp|decimal|time)$/i
const CONSTANT = /^(true|false|null)$/i

/** One literal: a number, a text, TRUE, FALSE, NULL, or a typed text as DATE '2024-01-31'. */
function literal(text: string): string {
  const [first, second, ...more] = tokens(text)
  const one = first && !second && (first.kind === 'number' || first.kind === 'string' || CONSTANT.test(first.value))
  const typed =
    first && second?.kind === 'string' && more.length === 0 && first.kind === 'word' && TYPED.test(first.value)
  const negative = first?.value === '-' && second?.kind === 'number' && more.length === 0
  if (one || typed) return text.trim()
  if (negative) return `(${text.trim()})`
  throw new QueryFault('INVALID_PARAMETER_USAGE', `An execution parameter must be a literal: ${text.slice(0, 100)}`)
}
