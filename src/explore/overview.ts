import type { Reference, Schema, Table } from '../core/schema.ts'
import type { TableStorage } from '../core/source.ts'

/** A table as its source describes it; no row was read for this. */
export interface TableOverview {
  readonly table: string
  readonly comment: string | null
  readonly rows: number | null
  /** A dump counts its rows; a server estimates them. */
  readonly exact: boolean
  /** How the server keeps it; null for a dump. */
  readonly storage: TableStorage | null
  readonly key: readonly string[]
  readonly uniques: readonly (readonly string[])[]
  readonly refersTo: readonly Reference[]
  readonly referredToBy: readonly { readonly table: string; readonly columns: readonly string[] }[]
}

export const overviewOf = (
  schema: Schema,
  storage: ReadonlyMap<string, TableStorage> | null,
): readonly TableOverview[] => schema.tables.map((table) => tableOverview(table, schema, storage))

function tableOverview(
  table: Table,
  { tables }: Schema,
  storage: ReadonlyMap<string, TableStorage> | null,
): TableOverview {
  return {
    table: table.name,
    comment: table.comment ?? null,
    rows: table.rows ?? null,
    exact: storage === null,
    storage: storage?.get(table.name) ?? null,
    key: table.key,
    uniques: table.uniques,
    refersTo: table.references,
    referredToBy: tables.flatMap(({ name, references }) =>
      references.filter((each) => each.table === table.name).map(({ columns }) => ({ table: name, columns })),
    ),
  }
}
