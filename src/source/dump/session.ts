import type { QuoteRules } from './splitter.ts'
import type { Token } from './sql-tokens.ts'
import { atCommas, TokenCursor } from './token-cursor.ts'

/** Modes of MySQL and MariaDB that make `"` a quote of names. */
const ANSI = /\b(ANSI|ANSI_QUOTES|DB2|MAXDB|MSSQL|ORACLE|POSTGRESQL)\b/i

/** The settings of the connection that would load the dump, as its SET statements leave them. */
export class Session implements QuoteRules {
  readonly #values = new Map<string, string>()

  get ansiQuotes(): boolean {
    return ANSI.test(this.#values.get('sql_mode') ?? '')
  }

  get backslashEscapes(): boolean {
    return !/\bNO_BACKSLASH_ESCAPES\b/i.test(this.#values.get('sql_mode') ?? '')
  }

  /** The character set that the bytes of the dump are in; empty where nothing says. */
  get charset(): string {
    return (this.#values.get('character_set_client') ?? '').toLowerCase()
  }

  /** The zone in which TIMESTAMP values are written; empty where nothing says. */
  get timeZone(): string {
    return (this.#values.get('time_zone') ?? '').toUpperCase()
  }

  /** Carries out `SET …`; what follows the word SET. */
  set(tokens: readonly Token[]): void {
    for (const assignment of atCommas(tokens)) this.#assign(new TokenCursor(assignment))
  }

  #assign(cursor: TokenCursor): void {
    if (cursor.words('NAMES') || cursor.words('CHARACTER', 'SET') || cursor.words('CHARSET')) {
      this.#store('character_set_client', cursor.done ? undefined : this.#valueOf(cursor.take()))
      return
    }
    if (cursor.oneOf('GLOBAL', 'PERSIST', 'PERSIST_ONLY', 'PASSWORD', 'TRANSACTION', 'ROLE', 'DEFAULT', 'STATEMENT'))
      return
    cursor.oneOf('SESSION', 'LOCAL')
    if (cursor.done) return
    const name = variableName(cursor.take().value)
    cursor.symbol(':')
    if (!cursor.symbol('=') || cursor.done) return
    const value = cursor.take()
    this.#store(name, cursor.done ? this.#valueOf(value) : undefined)
  }

  #valueOf(token: Token): string | undefined {
    return token.kind === 'variable' ? this.#values.get(variableName(token.value)) : token.value
  }

  /** A value that is not known, or DEFAULT, is what the session began with. */
  #store(name: string, value: string | undefined): void {
    if (value === undefined || value.toUpperCase() === 'DEFAULT') this.#values.delete(name)
    else this.#values.set(name, value)
  }
}

const variableName = (text: string): string => text.toLowerCase().replace(/^@@(?:(?:session|local)\.)?/, '')
