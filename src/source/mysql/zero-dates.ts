import type { Table, TypedColumn } from '../../core/schema.ts'
import type { TableColumns } from '../../core/source.ts'
import type { Policy } from '../policy.ts'
import { count, tableError } from './faults.ts'
import type { Link } from './link.ts'
import { id, path } from './quote.ts'
import { badDateSql } from './sql-of-column.ts'

export interface ZeroDateSearch {
  readonly link: Link
  readonly policy: Policy
  readonly table: Table
  readonly view: TableColumns
}

/** Asks how many rows hold dates that are zero or do not exist, and which is the first. */
export async function zeroDateError(search: ZeroDateSearch): Promise<Error> {
  const { link, policy, view } = search
  const from = path(link.address.database, view.table)
  const dates = view.columns.filter(
    ({ name, type }) =>
      (type.kind === 'date' || type.kind === 'timestamp') && policy.zeroDates[`${view.table}.${name}`] !== 'null',
  )
  const sums = dates.map((column) => `sum(ifnull(${badDateSql(column)}, 0))`).join(', ')
  const [[rows, ...bad] = []] = await link.rows(`select count(*), ${sums} from ${from}`, [])
  const found = dates.map((column, i) => ({ column, rows: Number(bad[i]) })).filter((each) => each.rows > 0)
  const lines: string[] = []
  for (const each of found) lines.push(await lineOf(search, each, Number(rows)))
  const paths = found.map(({ column }) => `'${view.table}.${column.name}': 'null'`).join(', ')
  return tableError('VALUE_ZERO_DATE', `${view.table}.${found[0]?.column.name}`, {
    what: `${lines[0]}.`,
    lines: lines.slice(1),
    next: `In the config: zeroDates: { ${paths} }. It will be counted in the receipt.`,
  })
}

interface Found {
  readonly column: TypedColumn
  readonly rows: number
}

async function lineOf({ link, table }: ZeroDateSearch, { column, rows }: Found, all: number): Promise<string> {
  const said = `${table.name}.${column.name} holds 0000-00-00 in ${count(rows)} of ${count(all)} rows`
  const keys = table.key.filter((name) => !table.columns.some((each) => each.name === name && each.masked))
  if (keys.length === 0) return said
  const list = keys.map((name) => `left(cast(${id(name)} as char), 60)`).join(', ')
  const order = keys.map(id).join(', ')
  const from = path(link.address.database, table.name)
  const [first = []] = await link.rows(
    `select ${list} from ${from} where ${badDateSql(column)} order by ${order} limit 1`,
    [],
  )
  return `${said}; first: ${keys.map((name, i) => `${name} ${first[i]}`).join(', ')}`
}
