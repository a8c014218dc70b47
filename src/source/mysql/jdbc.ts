import { columnOf, type Schema, type TypedColumn, tableOf } from '../../core/schema.ts'
import type { Relation, TableColumns } from '../../core/source.ts'
import { parseDeclaration } from '../declaration.ts'
import { figuresSql, timeMicros } from './figures-sql.ts'
import { equal } from './joins.ts'
import { id } from './quote.ts'
import { badDateSql, goodDateSql, textSql } from './sql-of-column.ts'

/** What a JDBC client sends for one table: everything comes as text, which no driver turns into a type of its own. */
// A type, so that it can be written out as data by whoever knows nothing of it.
export type JdbcTable = {
  readonly table: string
  /** SELECT of the columns in order: text; hexadecimal digits for bytes; doubles for floats. */
  readonly read: string
  /** SELECT of one row: rows, content, then NULLs, sum, least and most of each column; `TableAnswer` says what each is. */
  readonly ask: string
  /** Dates of a column that are zero or do not exist, as a SELECT of one count; only of columns that can hold such. */
  readonly badDates: readonly { readonly column: string; readonly count: string }[]
}

/** The statements of a table for a job that reads by JDBC. Columns that are masked cannot be read so: their key would stand in the job. */
export function jdbcTable({ table, columns }: TableColumns): JdbcTable {
  const from = id(table)
  const figures = columns.map((column) => figuresSql(column, ''))
  const asked = figures.flatMap(({ nulls, sum, min, max }, i) => {
    const ends = [min, max].map(({ text }) => (columns[i]!.type.kind === 'text' ? `hex(${text})` : text))
    return [nulls.text, sum.text, ...ends]
  })
  return {
    table,
    read: `select ${columns.map((column) => `${readSql(column)} as ${id(column.name)}`).join(', ')} from ${from}`,
    ask: `select ${['cast(count(*) as char)', contentOf(figures), ...asked].map((value, i) => `${value} as f${i}`).join(', ')} from ${from}`,
    badDates: columns
      .filter(({ type }) => type.kind === 'date' || type.kind === 'timestamp')
      .map((column) => ({
        column: column.name,
        count: `select cast(count(*) as char) as n from ${from} where ${badDateSql(column)}`,
      })),
  }
}

function readSql(column: TypedColumn): string {
  const name = id(column.name)
  switch (column.type.kind) {
    case 'text':
      return textSql(column, '').text
    case 'bytes':
      return `hex(${name})`
    case 'float':
      return `cast(${name} as double)`
    case 'date':
    case 'timestamp':
      return `cast(${goodDateSql(column)} as char)`
    default:
      if (parseDeclaration(column.declared).name === 'time') return `cast(${timeMicros(column.name)} as char)`
      return `cast(${/^bit/.test(column.declared) ? `${name} + 0` : name} as char)`
  }
}

/** As the live source asks it; a row whose text the server could not make shows as a sum beyond all others. */
function contentOf(figures: readonly ReturnType<typeof figuresSql>[]): string {
  if (figures.some(({ canonical }) => canonical === null)) return 'null'
  const row = figures.map(({ canonical }) => `ifnull(${canonical!.text}, '~N')`).join(', ')
  const key = `cast(conv(left(sha2(concat_ws('|', ${row}), 256), 15), 16, 10) as unsigned)`
  return `cast(sum(ifnull(${key}, 1${'0'.repeat(45)})) as char)`
}

/** How many rows of a relation name no row to the server's own comparison, as a SELECT of one count. */
export function jdbcOrphans({ table, columns, to, toColumns }: Relation, schema: Schema): string {
  const column = (of: string, name: string): TypedColumn => columnOf(tableOf(schema, of)!, name) as TypedColumn
  const sides = columns.map((name, i) => ({ child: column(table, name), parent: column(to, toColumns[i]!) }))
  const present = sides.map(({ child }) => `c.${id(child.name)} is not null`).join(' and ')
  return `select cast(count(*) as char) as n from ${id(table)} as c where ${present} and not exists (select 1 from ${id(to)} as p where ${equal(sides)})`
}

/** Why columns cannot be read by JDBC: a key for masks would stand in the job, and Spark rounds what has more digits than the config allows. */
export const notByJdbc = ({ table, columns }: TableColumns): readonly string[] =>
  columns.flatMap((column) => {
    if (column.masked) return [`${table}.${column.name} is masked`]
    const { name, sizes } = parseDeclaration(column.declared)
    const narrowed = name === 'decimal' && column.type.kind === 'decimal' && column.type.scale < (sizes[1] ?? 0)
    return narrowed ? [`${table}.${column.name} has more digits than its type in the config`] : []
  })
