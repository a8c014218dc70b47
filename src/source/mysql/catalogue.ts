import type { Column, Reference, Schema, Table } from '../../core/schema.ts'
import type { TableStorage } from '../../core/source.ts'
import { columnType } from '../column-type.ts'
import type { Link } from './link.ts'
import { path } from './quote.ts'
import type { Cell } from './wire/cells.ts'

const TABLES = `select table_name, table_comment, table_rows from information_schema.tables
where table_schema = ? and table_type in ('BASE TABLE', 'SYSTEM VERSIONED') order by table_name`

const COLUMNS = `select table_name, column_name, column_type, is_nullable, character_set_name, collation_name, column_comment, extra
from information_schema.columns where table_schema = ? order by table_name, ordinal_position`

const UNIQUES = `select table_name, index_name, seq_in_index, column_name, sub_part
from information_schema.statistics where table_schema = ? and non_unique = 0`

const REFERENCES = `select table_name, constraint_name, column_name, referenced_table_name, referenced_column_name
from information_schema.key_column_usage
where table_schema = ? and referenced_table_schema = table_schema order by table_name, constraint_name, ordinal_position`

const STORAGE = `select table_name, engine, ifnull(data_length, 0) + ifnull(index_length, 0) from information_schema.tables
where table_schema = ? and table_type in ('BASE TABLE', 'SYSTEM VERSIONED')`

const PRIMARY = 'PRIMARY'

type Rows = readonly (readonly Cell[])[]

/** The base tables of a database, as its server describes them. */
export async function readCatalogue(link: Link, database: string): Promise<Schema> {
  const [tables, columns, uniques, references] = [
    await link.rows(TABLES, [database]),
    await link.rows(COLUMNS, [database]),
    await link.rows(UNIQUES, [database]),
    await link.rows(REFERENCES, [database]),
  ].map(byTable)
  const orders = await orderOfKeys(link, database, uniques!)
  const rowsOf = (of: ReadonlyMap<string, Rows> | undefined, name: string): Rows => of?.get(name) ?? []
  return {
    database,
    tables: [...tables!].map(([name, [row]]) => {
      const found = rowsOf(columns, name).map(columnOf)
      const keys = uniquesOf(rowsOf(uniques, name), orders.get(name) ?? [])
      return {
        name,
        columns: found,
        ...keysOf(keys, found),
        references: referencesOf(rowsOf(references, name)),
        ...tableFacts(row!),
      }
    }),
  }
}

export async function readStorage(link: Link, database: string): Promise<ReadonlyMap<string, TableStorage>> {
  const rows = await link.rows(STORAGE, [database])
  return new Map(rows.map(([name, engine, bytes]) => [String(name), { engine: String(engine), bytes: Number(bytes) }]))
}

function byTable(rows: Rows): ReadonlyMap<string, Rows> {
  return Map.groupBy(rows, ([table]) => String(table))
}

function tableFacts([, comment, rows]: readonly Cell[]): Pick<Table, 'comment' | 'rows'> {
  return {
    ...(comment === null || comment === '' ? {} : { comment: String(comment) }),
    ...(rows === null || rows === undefined ? {} : { rows: Number(rows) }),
  }
}

function columnOf([, name, declared, nullable, charset, collation, comment, extra]: readonly Cell[]): Column {
  const type = String(declared)
  const marks = String(extra)
  return {
    name: String(name),
    type: columnType(type),
    declared: type,
    nullable: nullable === 'YES',
    ...textRules(type, charset, collation),
    ...(comment === null || comment === '' ? {} : { comment: String(comment) }),
    ...(/\b(virtual|stored|persistent)\b/i.test(marks) ? { generated: true } : {}),
    ...(/\binvisible\b/i.test(marks) ? { invisible: true } : {}),
  }
}

function textRules(declared: string, charset: Cell | undefined, collation: Cell | undefined): Partial<Column> {
  if (declared === 'json') return { charset: 'utf8mb4' }
  if (charset === null || collation === null) return {}
  return { charset: String(charset), collation: String(collation) }
}

interface Unique {
  readonly primary: boolean
  readonly columns: readonly string[]
}

/** MySQL tells the order of keys only here; it matters where a table has several that are not primary. */
async function orderOfKeys(
  link: Link,
  database: string,
  uniques: ReadonlyMap<string, Rows>,
): Promise<ReadonlyMap<string, readonly string[]>> {
  const orders = new Map<string, readonly string[]>()
  for (const [table, rows] of uniques) {
    const names = new Set(rows.map(([, name]) => String(name)).filter((name) => name !== PRIMARY))
    if (names.size < 2) continue
    const shown = await link.rows(`show index from ${path(database, table)}`)
    orders.set(
      table,
      shown.map(([, , name]) => String(name)),
    )
  }
  return orders
}

/** Keys over parts of values or over expressions are of no use. */
function uniquesOf(rows: Rows, order: readonly string[]): Unique[] {
  const rank = (name: string): number => (name === PRIMARY ? -2 : order.indexOf(name))
  return [...Map.groupBy(rows, ([, index]) => String(index))]
    .filter(([, parts]) => parts.every(([, , , column, part]) => column !== null && part === null))
    .toSorted(([a], [b]) => rank(a) - rank(b))
    .map(([index, parts]) => ({
      primary: index === PRIMARY,
      columns: parts.toSorted((a, b) => Number(a[2]) - Number(b[2])).map(([, , , column]) => String(column)),
    }))
}

function keysOf(keys: readonly Unique[], columns: readonly Column[]): Pick<Table, 'key' | 'uniques'> {
  const nullable = new Set(columns.filter((column) => column.nullable).map(({ name }) => name))
  const key = keys.find((each) => each.primary || !each.columns.some((name) => nullable.has(name)))
  const uniques = new Map(keys.map((each) => [JSON.stringify(each.columns), each.columns]))
  return { key: key?.columns ?? [], uniques: [...uniques.values()] }
}

const referencesOf = (rows: Rows): Reference[] =>
  [...Map.groupBy(rows, ([, constraint]) => String(constraint)).values()].map((parts) => ({
    columns: parts.map(([, , column]) => String(column)),
    table: String(parts[0]![3]),
    to: parts.map(([, , , , column]) => String(column)),
  }))
