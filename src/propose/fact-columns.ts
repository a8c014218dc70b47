import type { TypedColumn } from '../core/schema.ts'
import { joinLabels, type Labels, labelOf, relationLabel, type Variables } from './label.ts'
import type { ProposedColumn, ProposedDimension, ProposedValue } from './proposal.ts'
import { isHead } from './rank.ts'
import { isExact, isMainDate, isPersonal, isSequence, roleOf } from './role.ts'
import { columnsOf, datesOf, ownColumns, type Relation, type View, type Views } from './view.ts'

export interface FactContext {
  readonly views: Views
  readonly variables: Variables
  /** The dimension of a table; made when it is first asked for. */
  readonly dimensionOf: (table: string) => ProposedDimension
  /** Names of measures: one means the same in all facts. */
  readonly measures: Labels
}

/** A row of the fact's table, or of one of its heads, with what is seen from there. */
export interface Seen {
  readonly path: readonly string[]
  readonly view: View
  /** The tables on the path. */
  readonly through: readonly string[]
}

/** Relations to what a row is about, not to what it is a part of. */
export const things = ({ view }: Pick<Seen, 'view'>, views: Views): readonly Relation[] =>
  view.relations.filter((relation) => relation.table !== view.name && !isHead(view, relation, views))

export const memberColumns = (
  seen: Seen,
  labels: Labels,
  { views, dimensionOf }: FactContext,
): readonly ProposedColumn[] =>
  things(seen, views).map(({ name, table }) => {
    const path = [...seen.path, name]
    const label = labels.take([relationLabel(name), joinLabels(...path.map(relationLabel))], '_key')
    return { label, value: { kind: 'member', dimension: dimensionOf(table).variable, path } }
  })

interface DateColumn {
  readonly column: ProposedColumn
  readonly nullable: boolean
  readonly name: string
}

export const dateColumns = ({ path, view }: Seen, labels: Labels): readonly DateColumn[] =>
  datesOf(view).map(({ name, type, nullable }) => {
    const label = labels.take([labelOf(name), joinLabels(...path.map(labelOf), labelOf(name))], '_key')
    const moment = type.kind === 'timestamp'
    const note = [
      ...(moment ? ['the zone in which your days begin'] : []),
      ...(nullable ? ['NULL: the unknown date'] : []),
    ].join('; ')
    return {
      column: { label, value: { kind: 'date', path, column: name, moment }, ...(note ? { note } : {}) },
      nullable,
      name,
    }
  })

export const mainDate = (dates: readonly DateColumn[]): DateColumn | undefined =>
  dates.find(({ name, nullable }) => !nullable && isMainDate(name)) ??
  dates.find(({ nullable }) => !nullable) ??
  dates.find(({ name }) => isMainDate(name)) ??
  dates[0]

/** Foreign keys to heads, so that heads can be counted, and to rows of the same table. */
export function headKeys(
  view: View,
  labels: Labels,
  shown: readonly ProposedColumn[],
  views: Views,
): readonly ProposedColumn[] {
  const single = view.relations.filter(({ columns }) => columns.length === 1)
  const wanted = single.filter((relation) => isHead(view, relation, views) || relation.table === view.name)
  return [...new Set(wanted.map(({ columns: [column] }) => column!))].map((column) => {
    const there = shown.find(({ value }) => value.kind === 'column' && value.column === column)
    // The name of a key is reserved for it already.
    const label = view.key.includes(column) ? labelOf(column) : labels.take([labelOf(column)])
    return there ?? { label, value: { kind: 'column', path: [], column } }
  })
}

const MOST_OF_HEAD = 4

export function plainColumns({ path, view }: Seen, labels: Labels): readonly ProposedColumn[] {
  const own = path.length === 0
  const dates = new Set(datesOf(view))
  const columns = own
    ? ownColumns(view).filter((column) => isShown(column) && !dates.has(column))
    : columnsOf(view, 'text').slice(0, MOST_OF_HEAD)
  return columns.map((column) => ({
    label: labels.take([labelOf(column.name), joinLabels(...path.map(labelOf), labelOf(column.name))]),
    ...plainValue(column, path),
  }))
}

const isShown = (column: TypedColumn): boolean =>
  roleOf(column) !== 'long' && !isSequence(column.name) && (column.masked === true || !isPersonal(column.name))

function plainValue(column: TypedColumn, path: readonly string[]): { value: ProposedValue; note?: string } {
  const role = roleOf(column)
  const value = { kind: 'column', path, column: column.name } as const
  if (role === 'rate' && isExact(column)) return { value: { ...value, mark: 'rate' } }
  if (role === 'balance') return { value, note: 'a balance: last(…) along a date, never a sum' }
  if (column.type.kind === 'float') return { value, note: 'not exact: decimal(…, 18, 4) makes it a number to sum' }
  return { value }
}
