import type { ColumnBatch } from './batch.ts'
import type { TypedColumn } from './schema.ts'

/** Runs SQL over Parquet files. Disposing of it breaks off what is running, and waits until that has failed. */
export interface Engine extends AsyncDisposable {
  /**
   * Writes batches to one Parquet file with exactly these columns, and gives the number of rows. All of them are held in memory until they are
   * written. Several files may be landed at once.
   */
  land(columns: readonly TypedColumn[], batches: AsyncIterable<ColumnBatch>, file: string): Promise<number>
  run(sql: string): Promise<void>
  query(sql: string, parameters?: readonly Parameter[]): Promise<Answer>
  /** Writes the rows of a SELECT to one Parquet file; `about` is what the file says of itself. */
  write(select: string, file: string, about?: Readonly<Record<string, string>>): Promise<FileFigures>
  /**
   * Closes the engine to everything but reading these files: from now on `query` takes one SELECT, runs it without any other access to
   * the machine, and fails with QUERY where the SQL is wrong.
   */
  restrict(files: readonly string[]): Promise<void>
  /** Breaks off what is running, which then fails. */
  interrupt(): void
}

export type Parameter = string | number | bigint | boolean | null

/** Rows of an answer; every value as exact text (`12.50`, `2004-01-31`, `true`; bytes as hex), NULL as null. */
export interface Answer {
  readonly columns: readonly { readonly name: string; readonly type: string }[]
  readonly rows: readonly (readonly (string | null)[])[]
}

export interface FileFigures {
  readonly rows: number
  readonly bytes: number
}
