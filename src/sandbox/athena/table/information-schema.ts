import { text } from '../../../core/sql.ts'
import type { Context } from '../../service.ts'
import { QueryFault } from '../sql/fault.ts'
import { trinoText } from '../type/data-type.ts'
import { allColumns, databaseNames, type Table, tablesIn } from './glue-table.ts'

const CATALOG = 'awsdatacatalog'

interface Relation {
  readonly columns: readonly string[]
  rows(context: Context): Promise<readonly (readonly (string | number)[])[]>
}

const everyTable = async (context: Context): Promise<readonly (readonly [database: string, table: Table])[]> => {
  const found: [string, Table][] = []
  for (const database of await databaseNames(context))
    for (const table of await tablesIn(context, database)) found.push([database, table])
  return found
}

const isView = ({ TableType }: Table): boolean => TableType === 'VIRTUAL_VIEW'

const RELATIONS: Readonly<Record<string, Relation>> = {
  schemata: {
    columns: ['catalog_name', 'schema_name'],
    rows: async (context) => (await databaseNames(context)).map((name) => [CATALOG, name]),
  },
  tables: {
    columns: ['table_catalog', 'table_schema', 'table_name', 'table_type'],
    rows: async (context) =>
      (await everyTable(context)).map(([database, table]) => [
        CATALOG,
        database,
        table.Name ?? '',
        isView(table) ? 'VIEW' : 'BASE TABLE',
      ]),
  },
  views: {
    columns: ['table_catalog', 'table_schema', 'table_name', 'view_definition'],
    rows: async (context) =>
      (await everyTable(context))
        .filter(([, table]) => isView(table))
        .map(([database, table]) => [CATALOG, database, table.Name ?? '', table.ViewOriginalText ?? '']),
  },
  columns: {
    columns: [
      'table_catalog',
      'table_schema',
      'table_name',
      'column_name',
      'ordinal_position',
      'column_default',
      'is_nullable',
      'data_type',
    ],
    rows: async (context) =>
      (await everyTable(context)).flatMap(([database, table]) =>
        allColumns(table).map(({ name, type }, i) => [
          CATALOG,
          database,
          table.Name ?? '',
          name,
          i + 1,
          '',
          'YES',
          trinoText(type),
        ]),
      ),
  },
}

/** What tools ask about the catalog, as a SELECT of its rows. Fails with TABLE_NOT_FOUND. */
export async function informationSelect(context: Context, name: string): Promise<string> {
  const relation = Object.hasOwn(RELATIONS, name) ? RELATIONS[name] : undefined
  if (!relation) throw new QueryFault('TABLE_NOT_FOUND', `Table '${CATALOG}.information_schema.${name}' does not exist`)
  const rows = await relation.rows(context)
  const columns = relation.columns.map((column) => `"${column}"`).join(', ')
  const literal = (value: string | number): string => (typeof value === 'number' ? `${value}::BIGINT` : text(value))
  const empty = relation.columns.map((column) => (column === 'ordinal_position' ? '0::BIGINT' : "''"))
  const values = [empty, ...rows.map((row) => row.map(literal))].map((row) => `(${row.join(', ')})`)
  const list = relation.columns.map((column) =>
    column === 'column_default' ? `nullif("${column}", '') as "${column}"` : `"${column}"`,
  )
  return `select ${list.join(', ')} from (values ${values.join(', ')}) as relation (${columns}) where "${relation.columns[0]}" <> ''`
}
