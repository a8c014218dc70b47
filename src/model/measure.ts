import { StarliftError } from '../core/error.ts'
import { here } from './capture.ts'
import type { MeasureDefinition } from './definition.ts'
import type { Average, Count, CountDistinct, Extreme, Last, Ratio, Sum } from './value.ts'

/** The same two views of one object as in expression.ts. */
const typed = <M>(measure: MeasureDefinition): M => measure as unknown as M

const KINDS = new Set(['sum', 'count', 'countDistinct', 'min', 'max', 'average', 'last', 'ratio'])

export function measureOf(measure: object): MeasureDefinition {
  const definition = measure as MeasureDefinition
  if (KINDS.has(definition.kind)) return definition
  throw new StarliftError('MODEL_TYPE', {
    operation: 'read the model',
    subject: 'measures',
    what: `Something at ${here()} is not a measure`,
    next: 'Use sum, count, countDistinct, min, max, average, last or ratio.',
  })
}

/** The total of a column of the fact's own. */
export const sum = <const F extends string>(column: F): Sum<F> => typed({ kind: 'sum', column })

/** How many rows. */
export const count = (): Count => typed({ kind: 'count' })

/** How many different values; NULL is none. Never added up over groups. */
export const countDistinct = <const F extends string>(column: F): CountDistinct<F> =>
  typed({ kind: 'countDistinct', column })

export const min = <const F extends string>(column: F): Extreme<F> => typed({ kind: 'min', column })
export const max = <const F extends string>(column: F): Extreme<F> => typed({ kind: 'max', column })

/** Sum over count, NULLs left out. */
export const average = <const F extends string>(column: F): Average<F> => typed({ kind: 'average', column })

/** A balance: summed over everything but time, and at the last day of it. */
export const last = <const F extends string, const D extends string>(column: F, along: D): Last<F, D> =>
  typed({ kind: 'last', column, along })

/** One measure over another: a ratio of sums, never a sum of ratios. */
export const ratio = <const A extends string, const B extends string>(over: A, under: B): Ratio<A, B> =>
  typed({ kind: 'ratio', over: [over, under] })
