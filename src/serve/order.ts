import type { FactPlan, MeasurePlan } from '../model/plan.ts'
import type { AnswerRow, Asked } from './asked.ts'
import { compareDecimals, decimalOf } from './decimal.ts'
import { unknownColumn, wrongQuestion } from './question-error.ts'
import type { ResolvedQuestion } from './resolve.ts'
import { compareTexts } from './text-order.ts'

export interface OrderKey {
  readonly name: string
  /** Greatest first. */
  readonly down: boolean
  /** Whether values are compared as numbers. */
  readonly numeric: boolean
}

/**
 * The order asked, then the paths, so that no two rows stand anywhere by chance. Without one: by the paths, or where only some rows are
 * wanted those with the most of the first measure.
 */
export function orderOf(asked: Asked, { by, measures, parts }: ResolvedQuestion): readonly OrderKey[] {
  const wanted = typeof asked.order === 'string' ? [asked.order] : (asked.order ?? [])
  const said = wanted.length > 0 ? wanted : asked.limit === undefined ? [] : [`-${measures[0]}`]
  const keys = said.map((each) => ({ name: each.replace(/^-/, ''), down: each.startsWith('-') }))
  for (const { name } of keys)
    if (!by.includes(name) && !measures.includes(name)) throw unknownColumn(name, [...by, ...measures])
  const numeric = (name: string): boolean =>
    parts.some(
      ({ by: paths, measures: own, fact }) =>
        paths.some((path) => path.name === name && isNumber(path.type.kind)) ||
        own.some((one) => one.name === name && !isTextual(one.plan, fact)),
    )
  const rest = by.filter((name) => !keys.some((key) => key.name === name)).map((name) => ({ name, down: false }))
  return [...keys, ...rest].map((key) => ({ ...key, numeric: numeric(key.name) }))
}

const isNumber = (kind: string): boolean => kind === 'integer' || kind === 'decimal' || kind === 'float'

/** The least and greatest of a text or day is one. */
function isTextual({ column, definition }: MeasurePlan, fact: FactPlan): boolean {
  if (definition.kind !== 'min' && definition.kind !== 'max') return false
  const own = fact.columns.find(({ name }) => name === column)
  return own !== undefined && !isNumber(own.expression.type.kind) && own.expression.type.kind !== 'boolean'
}

/** Rows in order, NULL last whichever way it runs; text by its bytes. */
export function sortRows(rows: readonly AnswerRow[], order: readonly OrderKey[], limit?: number): readonly AnswerRow[] {
  const sorted = rows.toSorted((a, b) => {
    for (const { name, down, numeric } of order) {
      const [left, right] = [a.values[name] ?? null, b.values[name] ?? null]
      if (left === right) continue
      if (left === null) return 1
      if (right === null) return -1
      const difference = numeric ? numbers(left, right) : compareTexts(left, right)
      if (difference !== 0) return down ? -difference : difference
    }
    return 0
  })
  return limit === undefined ? sorted : sorted.slice(0, limit)
}

const numbers = (a: string, b: string): number =>
  /^-?[\d.]+$/.test(a) && /^-?[\d.]+$/.test(b) ? compareDecimals(decimalOf(a), decimalOf(b)) : Number(a) - Number(b)

export function checkLimit({ limit }: Asked): void {
  if (limit === undefined || (Number.isSafeInteger(limit) && limit > 0)) return
  throw wrongQuestion('limit', `A limit of ${limit} is none`, 'Give a whole number above 0.')
}
