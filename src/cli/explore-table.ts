import { type Column, isTyped, type TypedColumn, typeText } from '../core/schema.ts'
import type { TableOverview } from '../explore/overview.ts'
import type { ColumnProfile, TableProfile } from '../explore/profile.ts'
import { rowsText } from './explore-overview.ts'
import { cut, fittedTable, PAGE, wrapped } from './fit.ts'
import { bold, bytesText, counted, dim, grouped, warn, width } from './text.ts'

export interface TablePage {
  readonly overview: TableOverview
  readonly columns: readonly Column[]
  /** Columns that the config keeps in the source. */
  readonly hidden: number
  readonly profile: TableProfile | null
  /** The columns that were read; values of `sample` stand in their order. */
  readonly read: readonly TypedColumn[]
  readonly sample: readonly (readonly (string | null)[])[]
  readonly tooMany: string | null
}

/** A table's columns with what is in them, where it refers to and from where, and its first rows. */
export function tableText(page: TablePage): string {
  const parts = [headText(page), columnsText(page), remarks(page).join('\n'), referencesText(page), sampleText(page)]
  return parts.filter((part) => part !== '').join('\n\n')
}

function headText({ overview, profile, tooMany }: TablePage): string {
  const { table, comment, key, storage } = overview
  const rows = profile ? counted(profile.rows, 'row') : `${rowsText(overview)} rows`
  const kept = storage ? [`${storage.engine}, ${bytesText(storage.bytes)}`] : []
  const head = [`${bold(table)}   ${rows}`, key.length > 0 ? `key ${key.join(', ')}` : 'no key', ...kept].join(' · ')
  return [
    head,
    ...(comment === null ? [] : [dim(wrapped('', comment))]),
    ...(tooMany === null ? [] : [warn(wrapped('', tooMany))]),
  ].join('\n')
}

function columnsText({ overview, columns, profile }: TablePage): string {
  const found = new Map(profile?.columns.map((column) => [column.name, column]))
  return fittedTable({
    head: ['column', 'declared', 'staged as', 'part of', 'NULL', 'distinct', 'least', 'greatest'],
    right: [false, false, false, false, true, true, false, false],
    rows: columns.map((column) => [
      column.name,
      column.declared,
      isTyped(column) ? (column.masked ? 'masked' : typeText(column.type)) : 'refused',
      partsOf(overview, column.name),
      nullsText(column, found.get(column.name)),
      ...figuresText(found.get(column.name)),
    ]),
  })
}

function nullsText({ nullable }: Column, found: ColumnProfile | undefined): string {
  if (!nullable) return 'never'
  return found ? grouped(found.nulls) : ''
}

const figuresText = (found: ColumnProfile | undefined): string[] =>
  found ? [grouped(found.distinct), shown(found.min), shown(found.max)] : ['', '', '']

/** Blanks at an end cannot be seen; where there are any, quotes show them. */
export const shown = (value: string | null): string =>
  value === null ? '' : value === '' || value !== value.trim() ? `'${value}'` : value

function partsOf({ key, uniques, refersTo }: TableOverview, name: string): string {
  const unique = uniques.some((columns) => columns.length === 1 && columns[0] === name)
  const own = key.includes(name) ? ['key'] : unique ? ['unique'] : []
  const to = refersTo.filter(({ columns }) => columns.includes(name)).map(({ table }) => `→ ${table}`)
  return [...own, ...to].join(' ')
}

function remarks({ columns, hidden, profile }: TablePage): string[] {
  const zero = (profile?.columns ?? []).filter(({ days }) => days !== null && days.zero > 0)
  return [
    ...zero.map(({ name, days }) =>
      wrapped(
        'zero dates  ',
        `${name}: ${grouped(days!.zero)}, read as NULL here; a run needs zeroDates of the config`,
      ),
    ),
    ...columns.flatMap(({ name, type }) =>
      type.kind === 'refused' ? [wrapped('refused     ', `${name}: ${type.reason}; ${type.remedy}`)] : [],
    ),
    ...(hidden > 0
      ? [wrapped('not shown   ', `${counted(hidden, 'column')} that may not leave the source (columns: drop)`)]
      : []),
    ...columns
      .filter(({ comment }) => comment !== undefined)
      .map(({ name, comment }) => wrapped('comment     ', `${name}: ${comment}`)),
  ]
}

function referencesText({ overview: { table, refersTo, referredToBy } }: TablePage): string {
  const tuple = (columns: readonly string[]): string => (columns.length === 1 ? columns[0]! : `(${columns.join(', ')})`)
  return [
    ...refersTo.map((each) => wrapped('refers to       ', `${tuple(each.columns)} → ${each.table}.${tuple(each.to)}`)),
    ...referredToBy.map((each) => wrapped('referred to by  ', `${each.table}.${tuple(each.columns)} → ${table}`)),
  ].join('\n')
}

/** A column a line and a row beside the other, because tables have more columns than a page. */
function sampleText({ read, sample }: TablePage): string {
  if (sample.length === 0 || read.length === 0) return ''
  const label = Math.min(24, Math.max(...read.map(({ name }) => width(name))))
  const most = Math.floor((PAGE - label) / sample.length) - 2
  const cells = sample.map((row) => row.map((value) => cut(value === null ? 'NULL' : shown(value), most)))
  const widths = cells.map((row) => Math.max(...row.map(width)))
  const line = (name: string, i: number): string => {
    const values = cells.map((row, j) => {
      const text = sample[j]![i] === null ? dim(row[i]!) : row[i]!
      return text + ' '.repeat(widths[j]! - width(row[i]!))
    })
    return `${dim(cut(name, label).padEnd(label))}  ${values.join('  ')}`.trimEnd()
  }
  return [`The first ${counted(sample.length, 'row')}`, ...read.map(({ name }, i) => line(name, i))].join('\n')
}
