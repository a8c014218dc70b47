import type { Token } from './sql-tokens.ts'

/** Text that cannot be understood as the statement it claims to be. */
export class SqlFault extends Error {}

const isOpen = (token: Token | undefined): boolean => token?.kind === 'symbol' && token.value === '('
const isClose = (token: Token | undefined): boolean => token?.kind === 'symbol' && token.value === ')'

/** Walks over the tokens of a statement or a part of one. */
export class TokenCursor {
  readonly #tokens: readonly Token[]
  #at = 0

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens
  }

  get done(): boolean {
    return this.#at >= this.#tokens.length
  }

  get next(): Token | undefined {
    return this.#tokens[this.#at]
  }

  /** The keyword `ahead` of the next, or nothing. */
  keyword(ahead = 0): string {
    return this.#tokens[this.#at + ahead]?.keyword ?? ''
  }

  take(): Token {
    const token = this.#tokens[this.#at]
    if (!token) throw new SqlFault('it ends too early')
    this.#at++
    return token
  }

  /** Takes these keywords if they all come next. */
  words(...words: readonly string[]): boolean {
    const all = words.every((word, i) => this.keyword(i) === word)
    if (all) this.#at += words.length
    return all
  }

  /** Takes one of these keywords and gives it, or gives nothing. */
  oneOf(...words: readonly string[]): string {
    const word = this.keyword()
    if (word === '' || !words.includes(word)) return ''
    this.#at++
    return word
  }

  isSymbol(symbol: string): boolean {
    return this.next?.kind === 'symbol' && this.next.value === symbol
  }

  symbol(symbol: string): boolean {
    const is = this.isSymbol(symbol)
    if (is) this.#at++
    return is
  }

  name(): string {
    const token = this.take()
    if (token.kind !== 'name' && token.kind !== 'word') throw new SqlFault(`a name was expected, not ${token.value}`)
    return token.value
  }

  /** `db.table` or `table`. */
  path(): { readonly database?: string; readonly name: string } {
    const name = this.name()
    return this.symbol('.') ? { database: name, name: this.name() } : { name }
  }

  /** The tokens inside the brackets that come next. */
  brackets(): Token[] {
    if (!this.symbol('(')) throw new SqlFault('a ( was expected')
    const start = this.#at
    for (let depth = 1; ; this.#at++) {
      if (this.done) throw new SqlFault('a ( is not closed')
      if (isOpen(this.next)) depth++
      else if (isClose(this.next) && --depth === 0) break
    }
    return this.#tokens.slice(start, this.#at++)
  }

  rest(): Token[] {
    return this.#tokens.slice(this.#at)
  }
}

/** Cuts tokens at their outermost commas. */
export function atCommas(tokens: readonly Token[]): Token[][] {
  const parts: Token[][] = [[]]
  let depth = 0
  for (const token of tokens) {
    if (isOpen(token)) depth++
    else if (isClose(token)) depth--
    if (depth === 0 && token.kind === 'symbol' && token.value === ',') parts.push([])
    else parts.at(-1)!.push(token)
  }
  return parts.filter((part) => part.length > 0)
}
