import type { Column, Reference } from '../../core/schema.ts'

/** A table as its CREATE TABLE and ALTER TABLE statements leave it. */
export interface TableDefinition {
  readonly name: string
  columns: readonly ColumnDefinition[]
  /** Empty where there is none. */
  primary: readonly string[]
  readonly uniques: (readonly string[])[]
  readonly references: Reference[]
  readonly comment?: string
  readonly options: TextRules
}

export interface ColumnDefinition extends Omit<Column, 'type'> {
  /** True where the definition itself says so: `id serial`, `id int primary key`. */
  readonly primary?: boolean
  readonly unique?: boolean
}

/** What says how text is stored, of a column, a table or a database. */
export interface TextRules {
  readonly charset?: string
  readonly collation?: string
}

/** Adds the key; a key over a part of a value, or over an expression, is none. */
export function addKey(table: TableDefinition, kind: 'primary' | 'unique', columns: readonly string[] | null): void {
  if (columns === null) return
  if (kind === 'primary') table.primary = columns
  else table.uniques.push(columns)
}
