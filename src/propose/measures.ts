import { joinLabels, type Labels, labelOf } from './label.ts'
import type { ProposedColumn, ProposedMeasure } from './proposal.ts'
import { isExact, isQuantity, roleOf } from './role.ts'
import type { View } from './view.ts'

export interface Measured {
  readonly view: View
  readonly columns: readonly ProposedColumn[]
  /** Keys of the rows that the fact's are parts of. */
  readonly heads: readonly ProposedColumn[]
  /** Measures of all facts so far. */
  readonly names: Labels
  readonly variable: string
}

/** Sums of what adds up, heads counted, and what one unit brought; the count of rows where there is nothing else. */
export function measuresOf(measured: Measured): readonly ProposedMeasure[] {
  const { columns, heads, view } = measured
  const sums = columns.filter((column) => addsUp(column, view)).map(({ label }) => measure(measured, 'sum', label))
  const counts = heads
    .filter(({ value }) => value.kind === 'column' && view.relations.some((one) => leadsAway(one, view, value.column)))
    .map(({ label }) => measure(measured, 'countDistinct', label, countName(measured, label)))
  const all = [...sums, ...counts, ...unitPrice(measured, sums)]
  return all.length > 0 ? all : [measure(measured, 'count', '', 'count')]
}

const leadsAway = (relation: View['relations'][number], view: View, column: string): boolean =>
  relation.table !== view.name && relation.columns.includes(column)

function addsUp({ value }: ProposedColumn, { columns }: View): boolean {
  if (value.kind === 'product') return true
  if (value.kind !== 'column' || value.path.length > 0) return false
  const column = columns.find(({ name }) => name === value.column)!
  return isExact(column) && roleOf(column) === 'additive'
}

function measure(
  { names, variable }: Measured,
  kind: ProposedMeasure['kind'],
  over: string,
  wanted = over,
): ProposedMeasure {
  return { name: names.take([wanted, joinLabels(variable, wanted)]), kind, over: over === '' ? [] : [over] }
}

const countName = ({ view }: Measured, label: string): string => {
  const relation = view.relations.find(({ columns }) => columns.some((column) => labelOf(column) === label))
  return labelOf(relation?.table ?? '') || label
}

function unitPrice(
  { columns, names, view, variable }: Measured,
  sums: readonly ProposedMeasure[],
): readonly ProposedMeasure[] {
  const product = columns.find(({ value }) => value.kind === 'product')
  const quantity = columns.find(({ value }) => {
    const column = value.kind === 'column' && value.path.length === 0 ? value.column : undefined
    return column !== undefined && isQuantity(view.columns.find(({ name }) => name === column)!)
  })
  const of = (column: ProposedColumn | undefined) => sums.find(({ over }) => over[0] === column?.label)?.name
  const [amount, units] = [of(product), of(quantity)]
  if (amount === undefined || units === undefined) return []
  return [{ name: names.take(['unitPrice', joinLabels(variable, 'unitPrice')]), kind: 'ratio', over: [amount, units] }]
}
