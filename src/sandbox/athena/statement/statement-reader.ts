import { QueryFault } from '../sql/fault.ts'
import { syntaxFault, type Token, tokens } from './token.ts'

/** A table or view as a statement names it, in lower case. */
export interface QualifiedName {
  readonly database?: string
  readonly name: string
}

/** Goes through the pieces of one statement. Fails with SYNTAX_ERROR, which says where. */
export class StatementReader {
  readonly sql: string
  readonly #all: readonly Token[]
  #at = 0

  constructor(sql: string) {
    this.sql = sql
    const all = tokens(sql)
    const end = all.findLastIndex(({ value, kind }) => !(kind === 'mark' && value === ';'))
    this.#all = all.slice(0, end + 1)
    if (this.#all.some(({ value, kind }) => kind === 'mark' && value === ';'))
      throw new QueryFault('SYNTAX_ERROR', 'Only one sql statement is allowed')
  }

  get token(): Token | undefined {
    return this.#all[this.#at]
  }

  get ended(): boolean {
    return this.#at >= this.#all.length
  }

  /** Takes these words or marks if they come next, in any case. */
  take(...words: readonly string[]): boolean {
    const matches = words.every((word, i) => isSaid(this.#all[this.#at + i], word))
    if (matches) this.#at += words.length
    return matches
  }

  need(...words: readonly string[]): void {
    if (!this.take(...words)) throw this.fault(words.join(' ').toUpperCase())
  }

  next(...kinds: readonly Token['kind'][]): string {
    const token = this.token
    if (!token || !kinds.includes(token.kind))
      throw this.fault(kinds[0] === 'string' ? 'a text in single quotes' : 'a name')
    this.#at++
    return token.value
  }

  identifier(): string {
    return this.next('name', 'word', 'number')
  }

  string(): string {
    return this.next('string')
  }

  /** `t`, `db.t` or `awsdatacatalog.db.t`. */
  qualified(): QualifiedName {
    const parts = [this.identifier()]
    while (this.take('.')) parts.push(this.identifier())
    const [name = '', database, catalog] = parts.map((part) => part.toLowerCase()).reverse()
    if (parts.length > 3 || (catalog !== undefined && catalog !== 'awsdatacatalog'))
      throw new QueryFault('CATALOG_NOT_FOUND', `Catalog '${catalog}' does not exist`)
    return { name, ...(database === undefined ? {} : { database }) }
  }

  /** `( item, item … )` */
  list<Item>(read: () => Item): readonly Item[] {
    this.need('(')
    const items = [read()]
    while (this.take(',')) items.push(read())
    this.need(')')
    return items
  }

  /** All that is left, as it is written. */
  rest(): string {
    const from = this.token
    if (!from) throw this.fault('a query')
    this.#at = this.#all.length
    return this.sql.slice(from.start, this.#all.at(-1)!.end)
  }

  /** What stands in the parentheses that come next, as it is written. */
  enclosed(): string {
    this.need('(')
    const from = this.#at
    let depth = 1
    for (; depth > 0; this.#at++) {
      if (this.ended) throw this.fault(')')
      if (isSaid(this.token, '(')) depth++
      if (isSaid(this.token, ')')) depth--
    }
    return this.sql.slice(this.#all[from]!.start, this.#all[this.#at - 2]?.end ?? 0)
  }

  /** A type in Hive's spelling, up to where it ends. */
  type(): string {
    const from = this.token
    if (!from) throw this.fault('a type')
    let depth = 0
    let end = from.end
    while (!this.ended) {
      const { kind, value } = this.token!
      if (kind === 'string') break
      if (depth === 0 && end !== from.end && !(kind === 'mark' && /^[<(]$/.test(value))) break
      if (depth === 0 && kind === 'mark' && /^[,)]$/.test(value)) break
      if (kind === 'mark') depth += depthOf(value)
      end = this.token!.end
      this.#at++
      if (depth === 0 && !(this.token?.kind === 'mark' && /^[<(]$/.test(this.token.value))) break
    }
    return this.sql.slice(from.start, end).replaceAll(/\s+/g, '').replaceAll('`', '').toLowerCase()
  }

  end<Result>(result: Result): Result {
    if (!this.ended) throw this.fault('the end of the statement')
    return result
  }

  fault(expected: string): QueryFault {
    const token = this.token
    if (!token) return syntaxFault(this.sql, this.sql.length, `the statement ends where ${expected} is expected`)
    return syntaxFault(
      this.sql,
      token.start,
      `mismatched input '${this.sql.slice(token.start, token.end)}'. Expecting: ${expected}`,
    )
  }
}

const isSaid = (token: Token | undefined, word: string): boolean =>
  token !== undefined &&
  (token.kind === 'word' || token.kind === 'mark') &&
  token.value.toUpperCase() === word.toUpperCase()

const depthOf = (mark: string): number => ({ '<': 1, '(': 1, '>': -1, ')': -1, '<>': 0 })[mark] ?? 0
