/** Why a query does not run, in the words that Athena puts before its reasons. */
export type FaultKind =
  | 'SYNTAX_ERROR'
  | 'NOT_SUPPORTED'
  | 'TYPE_MISMATCH'
  | 'TYPE_NOT_FOUND'
  | 'FUNCTION_NOT_FOUND'
  | 'TABLE_NOT_FOUND'
  | 'SCHEMA_NOT_FOUND'
  | 'CATALOG_NOT_FOUND'
  | 'TABLE_ALREADY_EXISTS'
  | 'COLUMN_NOT_FOUND'
  | 'COLUMN_TYPE_UNKNOWN'
  | 'DUPLICATE_COLUMN_NAME'
  | 'MISMATCHED_COLUMN_ALIASES'
  | 'INVALID_VIEW'
  | 'INVALID_PARAMETER_USAGE'
  | 'INVALID_TABLE_PROPERTY'
  | 'INVALID_CAST_ARGUMENT'
  | 'NUMERIC_VALUE_OUT_OF_RANGE'
  | 'SUBQUERY_MULTIPLE_ROWS'
  | 'CONSTRAINT_VIOLATION'
  | 'HIVE_BAD_DATA'
  | 'HIVE_CANNOT_OPEN_SPLIT'
  | 'HIVE_PATH_ALREADY_EXISTS'
  | 'HIVE_UNSUPPORTED_FORMAT'
  | 'HIVE_INVALID_PARTITION_VALUE'
  | 'DIVISION_BY_ZERO'
  | 'INVALID_FUNCTION_ARGUMENT'
  | 'EXCEEDED_LOCAL_MEMORY_LIMIT'
  | 'GENERIC_USER_ERROR'
  | 'GENERIC_INTERNAL_ERROR'

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
