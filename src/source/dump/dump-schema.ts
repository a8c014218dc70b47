import type { Column, ColumnType, Refusal, Schema, Table } from '../../core/schema.ts'
import { columnType } from '../column-type.ts'
import type { DumpDatabase, DumpTable } from './database.ts'
import type { ColumnDefinition } from './definition.ts'

/** The schema of one database of a dump; `utc` is whether its TIMESTAMPs are known to be UTC by other means than the dump's. */
export const dumpSchema = (database: DumpDatabase, utc: boolean): Schema => ({
  database: database.name,
  tables: [...database.tables.values()].map((table) => tableOf(table, utc)),
})

function tableOf(table: DumpTable, utc: boolean): Table {
  const { definition } = table
  const columns = definition.columns.map((column) => columnOf(column, table, utc))
  const uniques = unique(
    [definition.primary, ...definition.uniques].filter((key) => key.length > 0).map(spelledAs(columns)),
  )
  const required = (key: readonly string[]): boolean =>
    key.every((name) => columns.some((column) => column.name === name && !column.nullable))
  return {
    name: definition.name,
    columns,
    key: definition.primary.length > 0 ? uniques[0]! : (uniques.find(required) ?? []),
    uniques,
    references: definition.references.map((each) => ({ ...each, columns: spelledAs(columns)(each.columns) })),
    ...(definition.comment === undefined ? {} : { comment: definition.comment }),
    rows: table.extents.reduce((rows, extent) => rows + extent.rows, 0),
  }
}

/** Column names are told apart without case; a key may spell them otherwise than the column does. */
const spelledAs =
  (columns: readonly Column[]) =>
  (names: readonly string[]): readonly string[] =>
    names.map((name) => columns.find((column) => column.name.toLowerCase() === name.toLowerCase())?.name ?? name)

const unique = (keys: readonly (readonly string[])[]): (readonly string[])[] => [
  ...new Map(keys.map((key) => [JSON.stringify(key), key])).values(),
]

function columnOf(definition: ColumnDefinition, table: DumpTable, utc: boolean): Column {
  const { primary: _, unique: __, comment, ...column } = definition
  const key = table.definition.primary.some((name) => name.toLowerCase() === column.name.toLowerCase())
  return {
    ...column,
    ...(comment === undefined || comment === '' ? {} : { comment }),
    nullable: column.nullable && !key,
    type: typeIn(definition, table, utc),
  }
}

function typeIn(column: ColumnDefinition, table: DumpTable, utc: boolean): ColumnType | Refusal {
  const type = columnType(column.declared)
  const absent = absence(column, table)
  if (absent) return absent
  const zoned = type.kind === 'timestamp' && type.zone === 'utc'
  if (!zoned || utc || !table.otherZone) return type
  return refusal(
    "the dump does not say that its TIMESTAMPs are UTC (SET TIME_ZONE='+00:00')",
    "make the dump with --tz-utc, or say timeZone: '+00:00' if they are UTC",
  )
}

/** A column whose values are not in the dump. */
function absence(column: ColumnDefinition, { heads }: DumpTable): Refusal | undefined {
  const named = (names: readonly string[] | null): boolean =>
    names === null ? column.invisible !== true : names.some((name) => name.toLowerCase() === column.name.toLowerCase())
  if ([...heads.values()].every(named)) return undefined
  const why = column.generated
    ? 'is generated, and the dump leaves its values out'
    : 'is left out by INSERTs of the dump'
  const remedy = column.generated
    ? 'say its expression in the model instead'
    : 'make the dump with mysqldump --complete-insert'
  return refusal(`${column.name} ${why}`, remedy)
}

const refusal = (reason: string, remedy: string): Refusal => ({ kind: 'refused', code: 'TYPE_REFUSED', reason, remedy })
