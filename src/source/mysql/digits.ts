import type { Table } from '../../core/schema.ts'
import type { DecimalDigits } from '../../core/source.ts'
import type { Link } from './link.ts'
import { id, path } from './quote.ts'

/** The most digits before and behind the point, and the first row, in the order of the key, with the most in all; zeros at the ends do not count. */
export async function decimalDigits(link: Link, table: Table, column: string): Promise<DecimalDigits | null> {
  const order = table.key.length > 0 ? `order by ${table.key.map(id).join(', ')}` : ''
  const text = `trim(leading '-' from cast(${id(column)} as char))`
  const numbered = `select ${text} as t, row_number() over (${order}) as n from ${path(link.address.database, table.name)}`
  const before = `length(trim(leading '0' from substring_index(t, '.', 1)))`
  const after = `if(locate('.', t) > 0, length(trim(trailing '0' from substring_index(t, '.', -1))), 0)`
  const measured = `select n, ${before} as b, ${after} as a from (${numbered}) numbered where t is not null`
  const [most = []] = await link.rows(
    `select max(b), max(a), cast(substring_index(min(concat(lpad(1000 - a - b, 4, '0'), ' ', lpad(n, 20, '0'))), ' ', -1) as unsigned) from (${measured}) measured`,
    [],
  )
  const [b, a, row] = most
  return b === null || b === undefined ? null : { before: Number(b), after: Number(a), row: Number(row) }
}
