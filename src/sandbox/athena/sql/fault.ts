/** Why a query does not run, in the words that Athena puts before its reasons. */
export type FaultKind = 'SYNTAX_ERROR' | 'NOT_SUPPORTED' | 'TYPE_MISMATCH' | 'FUNCTION_NOT_FOUND' | 'TABLE_NOT_FOUND'

/** A query that is wrong, or that cannot be translated faithfully: it is refused by name and never guessed at. */
export class QueryFault extends Error {
  readonly kind: FaultKind

  constructor(kind: FaultKind, message: string) {
    super(`${kind}: ${message}`)
    this.kind = kind
  }
}

export const notSupported = (what: string): QueryFault =>
  new QueryFault('NOT_SUPPORTED', `${what} is not translated by this endpoint`)
