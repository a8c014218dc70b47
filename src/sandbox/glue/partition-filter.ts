import { ServiceException } from '../protocol/service-exception.ts'

type Column = import('@aws-sdk/client-glue').Column

type Test = (values: readonly string[]) => boolean

/**
 * The filter of GetPartitions: comparisons of partition keys with literals, IN, BETWEEN, LIKE, joined by AND, OR, NOT. Keys of integer
 * types are compared as numbers, all others as text. Fails with InvalidInputException for anything else.
 */
export function partitionFilter(expression: string | undefined, keys: readonly Column[]): Test {
  if (expression === undefined || expression.trim() === '') return () => true
  const parser = new FilterParser(expression, keys)
  return parser.whole()
}

const TOKEN = /\s*(?:('(?:[^']|'')*')|(<>|!=|<=|>=|[=<>(),])|([\w.+-]+|"[^"]*"|`[^`]*`))/gy

class FilterParser {
  readonly #text: string
  readonly #keys: readonly Column[]
  readonly #tokens: readonly string[]
  #at = 0

  constructor(text: string, keys: readonly Column[]) {
    this.#text = text
    this.#keys = keys
    this.#tokens = this.#cut()
  }

  whole(): Test {
    const test = this.#or()
    if (this.#at < this.#tokens.length) throw this.#wrong()
    return test
  }

  #cut(): readonly string[] {
    const tokens: string[] = []
    let end = 0
    for (const match of this.#text.matchAll(TOKEN)) {
      tokens.push(match[0].trim())
      end = match.index + match[0].length
    }
    if (this.#text.slice(end).trim() !== '') throw this.#wrong()
    return tokens
  }

  #wrong(): ServiceException {
    return new ServiceException('InvalidInputException', `Unsupported expression '${this.#text}'`)
  }

  #next(): string {
    const token = this.#tokens[this.#at++]
    if (token === undefined) throw this.#wrong()
    return token
  }

  #take(word: string): boolean {
    if (this.#tokens[this.#at]?.toLowerCase() !== word) return false
    this.#at++
    return true
  }

  #must(word: string): void {
    if (!this.#take(word)) throw this.#wrong()
  }

  #or(): Test {
    let test = this.#and()
    while (this.#take('or')) {
      const [left, right] = [test, this.#and()]
      test = (values) => left(values) || right(values)
    }
    return test
  }

  #and(): Test {
    let test = this.#not()
    while (this.#take('and')) {
      const [left, right] = [test, this.#not()]
      test = (values) => left(values) && right(values)
    }
    return test
  }

  #not(): Test {
    if (this.#take('not')) {
      const test = this.#not()
      return (values) => !test(values)
    }
    if (this.#take('(')) {
      const test = this.#or()
      this.#must(')')
      return test
    }
    return this.#comparison()
  }

  #comparison(): Test {
    const { read, compare } = this.#key(this.#next())
    const negated = this.#take('not')
    const test = this.#rest(read, compare)
    return negated ? (values) => !test(values) : test
  }

  #rest(read: (values: readonly string[]) => string, compare: Compare): Test {
    if (this.#take('in')) {
      this.#must('(')
      const members = [this.#literal()]
      while (this.#take(',')) members.push(this.#literal())
      this.#must(')')
      return (values) => members.some((member) => compare(read(values), member) === 0)
    }
    if (this.#take('between')) {
      const low = this.#literal()
      this.#must('and')
      const high = this.#literal()
      return (values) => compare(read(values), low) >= 0 && compare(read(values), high) <= 0
    }
    if (this.#take('like')) {
      const pattern = likePattern(this.#literal())
      return (values) => pattern.test(read(values))
    }
    const holds = OPERATORS[this.#next()]
    if (!holds) throw this.#wrong()
    const literal = this.#literal()
    return (values) => holds(compare(read(values), literal))
  }

  #key(token: string): { read: (values: readonly string[]) => string; compare: Compare } {
    const name = token.replace(/^["`]|["`]$/g, '').toLowerCase()
    const at = this.#keys.findIndex((key) => key.Name?.toLowerCase() === name)
    if (at < 0) throw this.#wrong()
    const numeric = /int$|^decimal|^long|^short|^byte/.test(this.#keys[at]!.Type ?? '')
    return { read: (values) => values[at] ?? '', compare: numeric ? asNumbers : asText }
  }

  #literal(): string {
    const token = this.#next()
    if (token.startsWith("'")) return token.slice(1, -1).replaceAll("''", "'")
    if (/^date$|^timestamp$/i.test(token)) return this.#literal()
    if (/^[-+]?[\d.]+$/.test(token)) return token
    throw this.#wrong()
  }
}

type Compare = (a: string, b: string) => number

const asText: Compare = (a, b) => (a < b ? -1 : a > b ? 1 : 0)
const asNumbers: Compare = (a, b) => Number(a) - Number(b)

const OPERATORS: Readonly<Record<string, (order: number) => boolean>> = {
  '=': (order) => order === 0,
  '<>': (order) => order !== 0,
  '!=': (order) => order !== 0,
  '<': (order) => order < 0,
  '<=': (order) => order <= 0,
  '>': (order) => order > 0,
  '>=': (order) => order >= 0,
}

const likePattern = (text: string): RegExp =>
  new RegExp(
    `^${text
      .replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
      .replaceAll('%', '.*')
      .replaceAll('_', '.')}$`,
    's',
  )
