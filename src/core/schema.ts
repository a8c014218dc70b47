/**
 * The type of a column where we hold it. There are no unsigned types: each MySQL type has one exact home, widened where it must be
 * (`int unsigned` is 64 bits, `bigint unsigned` is decimal(20,0)), because readers of Parquet disagree about unsigned.
 */
export type ColumnType =
  | { readonly kind: 'boolean' | 'date' | 'text' | 'bytes' }
  | { readonly kind: 'integer'; readonly bits: 8 | 16 | 32 | 64 }
  | { readonly kind: 'float'; readonly bits: 32 | 64 }
  | { readonly kind: 'decimal'; readonly precision: number; readonly scale: number }
  | { readonly kind: 'timestamp'; readonly zone: 'utc' | 'none' }

/** A type with no exact home. The column may exist; using it is an error that says `reason` and offers `remedy`. */
export interface Refusal {
  readonly kind: 'refused'
  readonly code: 'TYPE_OVERFLOW' | 'TYPE_REFUSED' | 'POLICY'
  readonly reason: string
  readonly remedy: string
}

export interface Column {
  readonly name: string
  readonly type: ColumnType | Refusal
  /** As the source declares it, lower case, without NULL and defaults: `decimal(10,2)`, `int unsigned`, `enum('a','b')`. */
  readonly declared: string
  readonly nullable: boolean
  /** Absent for columns that hold no text. */
  readonly charset?: string
  /** Absent for columns that hold no text, or where the source does not say. */
  readonly collation?: string
  readonly comment?: string
  readonly generated?: boolean
  readonly invisible?: boolean
  /** Its values never leave the reader: each is replaced by a keyed digest of 16 hex digits. */
  readonly masked?: boolean
}

/** A foreign key: `columns` of this table name one row of `table` by its unique columns `to`. */
export interface Reference {
  readonly columns: readonly string[]
  readonly table: string
  readonly to: readonly string[]
}

export interface Table {
  readonly name: string
  readonly columns: readonly Column[]
  /** The primary key, or else the first unique key over NOT NULL columns; empty where there is neither. */
  readonly key: readonly string[]
  /** Every unique key, the primary key among them. */
  readonly uniques: readonly (readonly string[])[]
  readonly references: readonly Reference[]
  readonly comment?: string
  /** How many rows the source says there are; absent where it does not say. */
  readonly rows?: number
}

export interface Schema {
  /** The database's name, or what a dump calls it; empty where nothing says. */
  readonly database: string
  readonly tables: readonly Table[]
}

/** A column whose type has an exact home. */
export interface TypedColumn extends Column {
  readonly type: ColumnType
}

export const isTyped = (column: Column): column is TypedColumn => column.type.kind !== 'refused'

/** Text and bytes of unbounded length: the proof hashes each such value alone before it hashes the row. */
export const isLong = (column: Column): boolean =>
  column.type.kind === 'bytes' || (column.type.kind === 'text' && !/^(var)?char|^enum|^set/.test(column.declared))

export const columnOf = (table: Table, name: string): Column | undefined =>
  table.columns.find((column) => column.name === name)

export const tableOf = (schema: Schema, name: string): Table | undefined =>
  schema.tables.find((table) => table.name === name)

const INTEGERS = { 8: 'tinyint', 16: 'smallint', 32: 'integer', 64: 'bigint' }

/** How people write the type: `decimal(10,2)`, `integer`, `text`. */
export function typeText(type: ColumnType): string {
  switch (type.kind) {
    case 'integer':
      return INTEGERS[type.bits]
    case 'float':
      return type.bits === 32 ? 'float' : 'double'
    case 'decimal':
      return `decimal(${type.precision},${type.scale})`
    case 'timestamp':
      return type.zone === 'utc' ? 'timestamp with time zone' : 'timestamp'
    default:
      return type.kind
  }
}
