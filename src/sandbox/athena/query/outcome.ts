import type { ColumnInfo } from './execution.ts'

/** What a statement came to. */
export interface Outcome {
  readonly columns: readonly ColumnInfo[]
  /** The answer, line by line, of statements that are no queries. */
  readonly lines?: readonly string[]
  /** The answer as a finished CSV file, which is moved to where it belongs. */
  readonly file?: string
  readonly updateCount?: number
  readonly scannedBytes?: number
  /** Addresses of the files that were written. */
  readonly written?: readonly string[]
  /** Where the answer is, if not in a file of its own. */
  readonly location?: string
}

export const NOTHING: Outcome = { columns: [], lines: [] }

/** A column of an answer that Hive wrote. */
export const textColumn = (name: string): ColumnInfo => ({
  CatalogName: 'hive',
  SchemaName: '',
  TableName: '',
  Name: name,
  Label: name,
  Type: 'string',
  Precision: 0,
  Scale: 0,
  Nullable: 'UNKNOWN',
  CaseSensitive: false,
})
