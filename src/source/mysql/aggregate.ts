import { createHash } from 'node:crypto'
import type { TypedColumn } from '../../core/schema.ts'
import type { ColumnAnswer, TableAnswer, TableColumns, TableQuestion } from '../../core/source.ts'
import { scientific } from '../dump/witness/number-tally.ts'
import { tableError } from './faults.ts'
import { type FiguresSql, figuresSql } from './figures-sql.ts'
import type { Link } from './link.ts'
import { path } from './quote.ts'
import { around, joined, type Sql, sql } from './sql-of-column.ts'
import type { Cell } from './wire/cells.ts'

export interface Asked {
  readonly link: Link
  readonly view: TableColumns
  readonly question: TableQuestion
  readonly maskKey: string
}

/** More than any sum of keys: a row whose text the server could not make shows in the sum. */
const NO_KEY = `1${'0'.repeat(45)}`
const FAILED = 10n ** 45n

/** The server's own figures of a table. Only floats are put into text here: the server has no exact way. */
export async function askServer(asked: Asked): Promise<TableAnswer> {
  const { link, view, question, maskKey } = asked
  const columns = view.columns.map((column) => figuresSql(column, maskKey))
  const byServer = question.content && columns.every(({ canonical }) => canonical !== null)
  const list = [
    sql('count(*)'),
    ...(byServer ? [keySum(columns)] : [sql('null')]),
    ...columns.flatMap(({ nulls, sum, min, max }) => [nulls, sum, min, max]),
  ]
  const { text, parameters } = joined(list, ', ')
  const from = path(link.address.database, view.table)
  const [row = []] = await link.rows(`select ${text} from ${from}`, parameters)
  const answer = { rows: Number(row[0]), columns: view.columns.map((column, i) => answerOf(column, row, 2 + 4 * i)) }
  for (const [i, each] of answer.columns.entries()) checkMade(view.table, view.columns[i]!, each, answer.rows)
  const content = byServer
    ? checkedSum(view.table, row[1] ?? '0')
    : question.content
      ? await contentHere(asked, columns)
      : null
  return { ...answer, content }
}

const rowText = (columns: readonly FiguresSql[]): Sql =>
  around(
    joined(
      columns.map(({ canonical }) => around(canonical!, (text) => `ifnull(${text}, '~N')`)),
      ', ',
    ),
    (list) => `concat_ws('|', ${list})`,
  )

const keySum = (columns: readonly FiguresSql[]): Sql =>
  around(
    rowText(columns),
    (text) => `cast(sum(ifnull(cast(conv(left(sha2(${text}, 256), 15), 16, 10) as unsigned), ${NO_KEY})) as char)`,
  )

function checkedSum(table: string, cell: Cell): string {
  const sum = BigInt(String(cell))
  if (sum >= FAILED) throw tooLong(table, 'a row')
  return String(sum)
}

const tooLong = (table: string, what: string): Error =>
  tableError('VALUE_INVALID', table, {
    what: `The server could not work with ${what} of ${table}: it is longer than its max_allowed_packet.`,
    next: 'Raise max_allowed_packet of the server.',
  })

function answerOf({ type }: TypedColumn, row: readonly Cell[], at: number): ColumnAnswer {
  const [nulls = null, sum = null, min = null, max = null] = row.slice(at, at + 4)
  return {
    nulls: Number(nulls ?? 0),
    sum: type.kind === 'float' || sum === null ? null : String(sum),
    min: endText(min),
    max: endText(max),
  }
}

function endText(cell: Cell): string | null {
  if (cell === null) return null
  if (Buffer.isBuffer(cell)) return cell.toString('hex').toUpperCase()
  return typeof cell === 'number' ? scientific(cell) : cell
}

/** Where there are values there is a sum and a least: otherwise the server gave up on one. */
function checkMade(table: string, { name, type }: TypedColumn, answer: ColumnAnswer, rows: number): void {
  if (answer.nulls === rows) return
  const ends = type.kind !== 'bytes' && type.kind !== 'boolean'
  const made = (type.kind === 'float' || answer.sum !== null) && (!ends || (answer.min !== null && answer.max !== null))
  if (!made) throw tooLong(table, `a value of ${name}`)
}

/** The content of a table with floats: the server's texts of all other columns and its exact doubles, put together here. */
async function contentHere({ link, view }: Asked, columns: readonly FiguresSql[]): Promise<string> {
  const pieces = columns.map(({ canonical }, i) =>
    canonical === null
      ? sql(`cast(${path(view.columns[i]!.name)} as double)`)
      : around(canonical, (text) => `cast(ifnull(${text}, '~N') as binary)`),
  )
  const { text, parameters } = joined(pieces, ', ')
  const from = path(link.address.database, view.table)
  let total = 0n
  for await (const rows of link.stream(`select ${text} from ${from}`, parameters))
    for (const row of rows) total += keyOf(row, view.table)
  return String(total)
}

function keyOf(row: readonly Cell[], table: string): bigint {
  const hash = createHash('sha256')
  for (const [i, cell] of row.entries()) {
    if (i > 0) hash.update('|')
    if (typeof cell === 'string') throw tooLong(table, 'a value')
    hash.update(typeof cell === 'number' ? scientific(cell) : (cell ?? '~N'))
  }
  return BigInt(`0x${hash.digest('hex').slice(0, 15)}`)
}
