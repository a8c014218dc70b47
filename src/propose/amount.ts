import type { TypedColumn } from '../core/schema.ts'
import { digitsOf } from '../model/typing.ts'
import { things } from './fact-columns.ts'
import type { Labels } from './label.ts'
import type { ProposedColumn } from './proposal.ts'
import { isCost, isExact, isListPrice, isPrice, isQuantity } from './role.ts'
import { ownColumns, type View, type Views } from './view.ts'

/** Quantity times price, and times what the thing cost where its dimension says so. */
export function amountColumns(view: View, labels: Labels, views: Views): readonly ProposedColumn[] {
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
