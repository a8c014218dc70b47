import type { TypedColumn } from '../core/schema.ts'
import { singular, snakeCase } from '../model/name.ts'
import { digitsOf } from '../model/typing.ts'
import { privateNotes, shownKeys } from './dimension.ts'
import { joinLabels, Labels, labelOf, relationLabel, type Variables } from './label.ts'
import { measuresOf } from './measures.ts'
import type { ProposedColumn, ProposedDimension, ProposedFact, ProposedValue } from './proposal.ts'
import { isHead } from './rank.ts'
import {
  isCost,
  isExact,
  isListPrice,
  isMainDate,
  isPersonal,
  isPrice,
  isQuantity,
  isSequence,
  roleOf,
} from './role.ts'
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

/** One row per row of the table: its dates, its members, what it says of itself and what can be summed. */
export function proposeFact(view: View, variable: string, context: FactContext): ProposedFact {
  const labels = new Labels()
  const rows = [{ path: [], view, through: [] }, ...headsOf(view, context.views)]
  const members = rows.flatMap((seen) => memberColumns(seen, labels, context))
  const dates = rows.flatMap((seen) => dateColumns(seen, labels))
  const keys = shownKeys(view, labels)
  const heads = headKeys(view, labels, keys, context.views)
  const plain = rows.flatMap((seen) => plainColumns(seen, labels))
  const amounts = amountColumns(view, labels, context.views)
  const ids = [...keys, ...heads.filter((head) => !keys.includes(head))]
  const columns = [...members, ...dates.map(({ column }) => column), ...ids, ...plain, ...amounts]
  return {
    variable,
    table: view.name,
    grain: view.key,
    row: rowName(view, context.variables),
    columns,
    on: mainDate(dates)?.column.label ?? null,
    measures: measuresOf({ view, columns, heads, names: context.measures, variable }),
    reaches: [...new Set(rows.flatMap((seen) => reachesOf(seen, context.views)))],
    notes: privateNotes(view),
  }
}

/** Rows that the fact's are parts of: order lines are parts of orders. Heads of heads too. */
function headsOf(
  from: View,
  views: Views,
  path: readonly string[] = [],
  through: readonly string[] = [],
): readonly Seen[] {
  return from.relations
    .filter((relation) => isHead(from, relation, views) && !through.includes(relation.table))
    .flatMap(({ name, table }) => {
      const head = { path: [...path, name], view: views.get(table)!, through: [...through, table] }
      return [head, ...(head.path.length < DEEPEST ? headsOf(head.view, views, head.path, head.through) : [])]
    })
}

const DEEPEST = 3

const things = ({ view }: Pick<Seen, 'view'>, views: Views): readonly Relation[] =>
  view.relations.filter((relation) => relation.table !== view.name && !isHead(view, relation, views))

const memberColumns = (seen: Seen, labels: Labels, { views, dimensionOf }: FactContext): readonly ProposedColumn[] =>
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

const dateColumns = ({ path, view }: Seen, labels: Labels): readonly DateColumn[] =>
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

const mainDate = (dates: readonly DateColumn[]): DateColumn | undefined =>
  dates.find(({ name, nullable }) => !nullable && isMainDate(name)) ??
  dates.find(({ nullable }) => !nullable) ??
  dates.find(({ name }) => isMainDate(name)) ??
  dates[0]

/** Foreign keys to heads, so that heads can be counted, and to rows of the same table. */
function headKeys(
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

function plainColumns({ path, view }: Seen, labels: Labels): readonly ProposedColumn[] {
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

/** Quantity times price, and times what the thing cost where its dimension says so. */
function amountColumns(view: View, labels: Labels, views: Views): readonly ProposedColumn[] {
  const exact = ownColumns(view).filter(isExact)
  const quantity = exact.find(isQuantity)
  const prices = exact.filter((column) => isPrice(column) && !isCost(column))
  const price = prices.find(({ name }) => !isListPrice(name)) ?? prices[0]
  if (!quantity || !price || !fits(quantity, price)) return []
  const by = { path: [], column: quantity.name }
  const product = (path: readonly string[], column: string) =>
    ({ kind: 'product', quantity: by, price: { path, column } }) as const
  const amount = { label: labels.take(['amount', 'lineAmount']), value: product([], price.name) }
  const cost = costOf(view, quantity, views)
  if (!cost) return [amount]
  return [amount, { label: labels.take(['cost', 'lineCost']), value: product(cost.path, cost.column), note: cost.note }]
}

function costOf(
  view: View,
  quantity: TypedColumn,
  views: Views,
): { path: string[]; column: string; note: string } | null {
  for (const { name, table } of things({ view }, views)) {
    const found = views
      .get(table)!
      .columns.find((column) => isExact(column) && isCost(column) && fits(quantity, column))
    if (found) return { path: [name], column: found.name, note: `at what ${table} says today` }
  }
  return null
}

const MOST_DIGITS = 38
const fits = (a: TypedColumn, b: TypedColumn): boolean =>
  (digitsOf(a.type)?.precision ?? 99) + (digitsOf(b.type)?.precision ?? 99) <= MOST_DIGITS

function rowName({ name }: View, variables: Variables): string {
  const wanted = labelOf(singular(name)).replace(/_+([A-Za-z\d])/g, (_, next: string) => next.toUpperCase())
  const part = /(line|item|detail)$/i.exec(wanted)
  const row =
    part && snakeCase(wanted) !== part[1]!.toLowerCase()
      ? part[1]!.toLowerCase() === 'item'
        ? 'item'
        : 'line'
      : wanted
  return row === '' || variables.has(row) ? 'row' : row
}

/** `orders → customers → employees`: what the fact's row is a part of, what that leads to, and where that leads first. */
function reachesOf({ view, through }: Seen, views: Views): readonly string[] {
  return things({ view }, views).map(({ table }) =>
    [...through, ...chain(views.get(table)!, views, [table])].join(' → '),
  )
}

function chain(view: View, views: Views, seen: readonly string[]): readonly string[] {
  const next = view.relations.find(({ table }) => !seen.includes(table))
  return next ? chain(views.get(next.table)!, views, [...seen, next.table]) : seen
}
