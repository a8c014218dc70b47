import type { Source } from '../core/source.ts'
import type { TableOverview } from '../explore/overview.ts'
import { fittedTable, wrapped } from './fit.ts'
import { bytesText, counted, dim, grouped } from './text.ts'

const NO_TABLE = 'There is no table, or none that the user may see.   npx starlift doctor'

/** All tables of the source, one a line, and what is worth knowing of them. */
export function overviewText(source: Pick<Source, 'label' | 'connection'>, tables: readonly TableOverview[]): string {
  const rows = tables.reduce((sum, table) => sum + (table.rows ?? 0), 0)
  const estimated = tables.some(({ exact }) => !exact)
  const head = `${source.label}   ${counted(tables.length, 'table')}, ${estimated ? '~' : ''}${counted(rows, 'row')}`
  const next = dim('npx starlift explore <table>  or  <table>.<column>  shows what is in it.')
  const told = remarks(tables)
  const way = source.connection === undefined ? [] : [dim(source.connection)]
  if (tables.length === 0) return [head, ...way, '', NO_TABLE].join('\n')
  return [head, ...way, '', tableList(tables), ...(told.length > 0 ? ['', ...told] : []), '', next].join('\n')
}

function tableList(tables: readonly TableOverview[]): string {
  const sized = tables.some(({ storage }) => storage !== null)
  const size = ({ storage }: TableOverview): string[] => (sized ? [storage ? bytesText(storage.bytes) : ''] : [])
  return fittedTable({
    head: ['table', 'rows', ...(sized ? ['size'] : []), 'key', 'refers to', 'referred to by'],
    right: [false, true, ...(sized ? [true] : []), false, false, false],
    rows: tables.map((table) => [
      table.table,
      rowsText(table),
      ...size(table),
      table.key.join(', ') || 'none',
      names(table.refersTo),
      names(table.referredToBy),
    ]),
  })
}

/** `~` marks a server's estimate. */
export const rowsText = ({ rows, exact }: TableOverview): string =>
  rows === null ? '?' : `${exact ? '' : '~'}${grouped(rows)}`

const names = (references: readonly { readonly table: string }[]): string =>
  [...new Set(references.map(({ table }) => table))].join(', ')

/** What keeps a table out of a star, or makes its rows unsure; then what the database says of its tables. */
function remarks(tables: readonly TableOverview[]): string[] {
  const keyless = tables.filter(({ key }) => key.length === 0).map(({ table }) => table)
  const loose = tables.filter(({ storage }) => storage !== null && !/^(innodb|rocksdb)$/i.test(storage.engine))
  const lines = [
    keyless.length > 0
      ? wrapped(
          'no key      ',
          `${keyless.join(', ')}: no grain and no dimension until pull.keys of the config names one`,
        )
      : '',
    loose.length > 0
      ? wrapped(
          'not InnoDB  ',
          `${loose.map(({ table, storage }) => `${table} (${storage!.engine})`).join(', ')}: rows are not read as of one moment`,
        )
      : '',
    ...tables
      .filter(({ comment }) => comment !== null)
      .map(({ table, comment }) => wrapped('comment     ', `${table}: ${comment}`)),
  ]
  return lines.filter((line) => line !== '')
}
