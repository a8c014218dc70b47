import type { Node } from './definition.ts'
import type { NamedColumn } from './plan.ts'
import type { Reading } from './reading.ts'

/** A table whose rows a fact or a dimension is made of. */
interface OfTable {
  readonly table: string
  readonly at: string
}

/** Columns of the table's key that none of these expressions shows as they stand. */
export function hiddenKey({ table, at }: OfTable, reading: Reading, shown: readonly Node[]): readonly [string, Node][] {
  const isShown = (key: string) =>
    shown.some((node) => node.op === 'column' && node.path.length === 0 && node.column === key)
  return reading
    .key(table, at)
    .filter((key) => !isShown(key))
    .map((column) => [column, { op: 'column', path: [], column, at }])
}

/** The published columns that hold the table's key, in the key's order. */
export const keyAmong = (
  { table, at }: OfTable,
  reading: Reading,
  columns: readonly NamedColumn[],
): readonly NamedColumn[] =>
  reading.key(table, at).map((key) => columns.find(({ expression }) => holds(expression, key))!)

const holds = (expression: NamedColumn['expression'], key: string): boolean =>
  expression.op === 'column' && expression.alias === 't0' && expression.column === key
