import { isTyped, type Schema, type Table, type TypedColumn, tableOf } from '../core/schema.ts'
import type { SchemaTable, SchemaTables } from '../model/definition.ts'
import { isAudit, isSecret, type Role, roleOf } from './role.ts'

/** A foreign key under its name in schema.ts. */
export interface Relation {
  readonly name: string
  readonly columns: readonly string[]
  readonly table: string
}

/** A table as a proposal sees it: what of it can be used, and for what. */
export interface View {
  readonly name: string
  readonly key: readonly string[]
  /** Columns with an exact home. */
  readonly columns: readonly TypedColumn[]
  readonly relations: readonly Relation[]
  /** Relations of other tables that lead here. */
  readonly incoming: number
  readonly rows: number
}

export type Views = ReadonlyMap<string, View>

/** What can be used of a schema. Of tables whose names differ in case alone only the first is kept: engines take them for one. */
export function viewsOf(schema: Schema, tables: SchemaTables): Views {
  const kept = schema.tables.filter(
    ({ name }, i) => schema.tables.findIndex((other) => other.name.toLowerCase() === name.toLowerCase()) === i,
  )
  const names = new Set(kept.map(({ name }) => name))
  const relations = new Map(kept.map((table) => [table.name, relationsOf(schema, table, tables[table.name]!, names)]))
  const incoming = (name: string): number =>
    [...relations].reduce(
      (sum, [from, all]) => sum + (from === name ? 0 : all.filter(({ table }) => table === name).length),
      0,
    )
  return new Map(
    kept.map((table) => {
      const { key } = tables[table.name]!
      const columns = table.columns.filter(isTyped)
      const usable = key.length > 0 && key.every((name) => canBeKey(columns.find((column) => column.name === name)))
      return [
        table.name,
        {
          name: table.name,
          key: usable ? key : [],
          columns,
          relations: relations.get(table.name)!,
          incoming: incoming(table.name),
          rows: table.rows ?? 0,
        },
      ]
    }),
  )
}

const canBeKey = (column: TypedColumn | undefined): boolean => column !== undefined && column.type.kind !== 'float'

function relationsOf(schema: Schema, table: Table, { refs }: SchemaTable, names: ReadonlySet<string>): Relation[] {
  const read = (of: string, column: string): boolean =>
    tableOf(schema, of)?.columns.some((each) => each.name === column && isTyped(each)) ?? false
  const list = (given: string | readonly string[]): readonly string[] => (typeof given === 'string' ? [given] : given)
  return Object.entries(refs).flatMap(([name, [from, to, far]]) => {
    const columns = list(from)
    const usable =
      names.has(to) &&
      columns.every((column) => read(table.name, column)) &&
      (far === undefined || list(far).every((column) => read(to, column)))
    return usable ? [{ name, columns, table: to }] : []
  })
}

/** Columns that say something: neither key of the table's own making, nor foreign key, nor secret, nor when a row was written. */
export const ownColumns = ({ columns, relations, key }: View): readonly TypedColumn[] =>
  columns.filter(
    (column) =>
      !relations.some((relation) => relation.columns.includes(column.name)) &&
      !key.includes(column.name) &&
      !isSecret(column.name) &&
      !(isDate(column) && isAudit(column.name)),
  )

const isDate = (column: TypedColumn): boolean => ['date', 'moment'].includes(roleOf(column))

export const columnsOf = (view: View, ...roles: readonly Role[]): readonly TypedColumn[] =>
  ownColumns(view).filter((column) => roles.includes(roleOf(column)))

/** Dates of what happened, those of the key too. */
export const datesOf = ({ columns, relations }: View): readonly TypedColumn[] =>
  columns.filter(
    (column) =>
      isDate(column) && !isAudit(column.name) && !relations.some((relation) => relation.columns.includes(column.name)),
  )

/** Relations to other tables. */
export const outgoing = ({ name, relations }: View): readonly Relation[] =>
  relations.filter(({ table }) => table !== name)
