import type { ColumnBatch } from './batch.ts'
import type { Schema, TypedColumn } from './schema.ts'

/** A MySQL database, or a dump of one. Reads only. */
export interface Source extends AsyncDisposable {
  /** What people see: a file's name, or `mysql://shop:•••@host/db`. Never a secret. */
  readonly label: string
  /** What "equal" is said of in the receipt: `the dump`, `MySQL`. */
  readonly witness: string
  /** How a server is reached and what it is: `TLS 1.3, verified with the RDS CA · MySQL 8.0.39`. Absent for a dump. */
  readonly connection?: string
  schema(): Promise<Schema>
  /** How many digits the values of a decimal column really use, for the message of a refusal; null where no row has a value. */
  digits(table: string, column: string): Promise<DecimalDigits | null>
  /** How the server keeps its tables, by name; absent where there is none to ask. */
  storage?(): Promise<ReadonlyMap<string, TableStorage>>
  /** How a view would be opened, and why so; absent where there is no other way. */
  viewRule?(): Promise<string>
  /** Opens one consistent view of these tables. */
  snapshot(tables: readonly TableColumns[]): Promise<Snapshot>
}

export interface TableStorage {
  /** `InnoDB`, `MyISAM` … */
  readonly engine: string
  /** Rows and indexes on disk, as the server estimates them. */
  readonly bytes: number
}

export interface DecimalDigits {
  readonly before: number
  readonly after: number
  /** The row, counted from 1 in the source's order, that has the most digits in all. */
  readonly row: number
}

/** The columns of one table that a run reads. Their types may have been narrowed or widened by policy. */
export interface TableColumns {
  readonly table: string
  readonly columns: readonly TypedColumn[]
}

/** One consistent view of the source. */
export interface Snapshot extends AsyncDisposable {
  /** Where this view stands: a binlog position, or the digest of a dump. Two views with one position are equal. */
  readonly position: string
  /** How the view was opened, and why so: `one view on 3 connections, by GTIDs: gtid_mode is ON`. Absent where there is no other way. */
  readonly opened?: string
  /** How many chunks may be read at once; absent for one. */
  readonly parallel?: number
  /** Cuts a table into ranges of about `targetRows` rows, in the source's order. */
  chunks(table: string, targetRows: number): AsyncIterable<Chunk>
  /** Rows of one chunk, in the columns that the view was opened with. A batch is valid until the next is asked for. */
  read(chunk: Chunk): AsyncIterable<ColumnBatch>
  /** The source's own answer for the proof, computed apart from `read` and in the same view. */
  aggregate(question: TableQuestion): Promise<TableAnswer>
  /** Zero dates and dates that do not exist, of a column, that were read as NULL. Complete once the table is read. */
  zeroDates(table: string, column: string): number
  /** What was not read as it stands, by policy or by nature: `orders.shipped: 14 zero dates read as NULL`. Complete once all is read. */
  notes(): readonly string[]
  /** How the source itself joins rows; absent where there is no server to ask. */
  readonly joins?: Joins
}

/** A foreign key as it is followed: `columns` of `table` name a row of `to` by `toColumns`, which are unique there. */
export interface Relation {
  readonly table: string
  readonly columns: readonly string[]
  readonly to: string
  readonly toColumns: readonly string[]
}

/** The source's own comparison of keys, in the same view: text by collation, where readers of files compare bytes. */
export interface Joins {
  /**
   * The row of `to` that each of these keys names, where it names one. `keys` are values of `columns` as text, NULL in none; a source
   * that masks a column answers for all of its rows that name a row in another spelling.
   */
  parents(relation: Relation, keys: readonly (readonly string[])[]): Promise<readonly Spelling[]>
  /** How many rows of `table`, NULL in no column of the key, name a row that is not there. */
  orphans(relation: Relation): Promise<number>
}

/** A key as the child writes it and as its parent does, text as it is staged. */
export interface Spelling {
  readonly child: readonly string[]
  readonly parent: readonly string[]
}

export interface Chunk {
  readonly table: string
  /** Number of the chunk within its table, from 0. */
  readonly index: number
  /** What to read; only the snapshot that made it understands it. */
  readonly range: unknown
}

export interface TableQuestion {
  readonly table: string
  /** Also compare the content of every row (`TableAnswer.content`). */
  readonly content: boolean
}

/** Figures of one table, the columns in the order of the view. */
export interface TableAnswer {
  readonly rows: number
  readonly columns: readonly ColumnAnswer[]
  /**
   * Sum over all rows of KEY(row), a decimal string; null unless asked. KEY is the first 15 hex digits of sha256 over the columns' canonical
   * texts, joined by `|`. Canonical text: integers and decimals (all digits of the scale) as written; dates `YYYY-MM-DD`; timestamps
   * `YYYY-MM-DD HH:MM:SS.ffffff` (UTC); booleans `true`, `false`; floats `d.ddddddddddddddddde±XX` (17 decimals, exponent of at least two
   * digits); text with `~` as `~0` and `|` as `~1`; long text and bytes as their own sha256 in lower-case hex; NULL `~N`.
   */
  readonly content: string | null
}

export interface ColumnAnswer {
  readonly nulls: number
  /**
   * Exact decimal string, null where no row has a value. Numbers: their sum. Dates: sum of days, timestamps: of microseconds since
   * 1970-01-01. Booleans: how many are true. Text and bytes: total length in bytes. Floats: always null.
   */
  readonly sum: string | null
  /** Canonical text of the least value; for text the hex (upper case) of its UTF-8 bytes, compared as bytes. Null for bytes and booleans. */
  readonly min: string | null
  readonly max: string | null
}
