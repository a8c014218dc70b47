import type { ColumnType } from '../core/schema.ts'
import { path as qualified } from '../core/sql.ts'
import type { FactPlan, MeasurePlan } from '../model/plan.ts'
import { divided } from './decimal.ts'
import { type Figure, sumOfLastDay } from './fact-sql.ts'

/** How a measure comes from figures of the engine: whole sums and counts, which divide only here and never add up again. */
export interface Computation {
  readonly figures: readonly Figure[]
  /** The measure's value from those figures, exact text. */
  value(cells: readonly (string | null)[]): string | null
  readonly type: ColumnType
  /** Whether the first figure is the value itself, so that the engine may sort by it. */
  readonly plain: boolean
}

/** Digits that a ratio has after the point, and an average beyond those of its column; rounded half away from zero. */
export const RATIO_SCALE = 6
export const AVERAGE_DIGITS = 4

const COUNT: ColumnType = { kind: 'integer', bits: 64 }

const plain = (figure: Figure, type: ColumnType): Computation => ({
  figures: [figure],
  value: ([cell]) => cell ?? null,
  type,
  plain: true,
})

export function computationOf({ name, definition, column }: MeasurePlan, fact: FactPlan): Computation {
  const own = fact.columns.find((one) => one.name === column)
  const value = qualified('f', column ?? '')
  switch (definition.kind) {
    case 'count':
      return plain({ sql: 'count(*)' }, COUNT)
    case 'ratio':
      return ratioOf(definition.over, name, fact)
    case 'countDistinct':
      return plain(
        { sql: own ? `count(distinct ${value})` : `count(distinct case when ${value} > 0 then ${value} end)` },
        COUNT,
      )
    case 'min':
    case 'max':
      return plain({ sql: `${definition.kind}(${value})` }, own!.expression.type)
    case 'average':
      return averageOf(value, own!.expression.type)
    case 'last':
      return plain(
        { sql: sumOfLastDay(column!), along: fact.links.find(({ label }) => label === definition.along)! },
        summed(own!.expression.type),
      )
    default:
      return plain({ sql: `sum(${value})` }, summed(own!.expression.type))
  }
}

const scaleOf = (type: ColumnType): number => (type.kind === 'decimal' ? type.scale : 0)
const summed = (type: ColumnType): ColumnType => ({ kind: 'decimal', precision: 38, scale: scaleOf(type) })

function averageOf(value: string, type: ColumnType): Computation {
  const scale = scaleOf(type) + AVERAGE_DIGITS
  return {
    figures: [{ sql: `sum(${value})` }, { sql: `count(${value})` }],
    value: ([sum, count]) => divided(sum, count, scale),
    type: { kind: 'decimal', precision: 38, scale },
    plain: false,
  }
}

function ratioOf(over: readonly [string, string], name: string, fact: FactPlan): Computation {
  const [top, bottom] = over.map((part) => {
    const found = fact.measures.find((one) => one.name === part)
    if (!found || found.name === name) throw new Error(`the ratio ${name} has no measure ${part}`)
    return computationOf(found, fact)
  }) as [Computation, Computation]
  const cut = top.figures.length
  return {
    figures: [...top.figures, ...bottom.figures],
    value: (cells) => divided(top.value(cells.slice(0, cut)), bottom.value(cells.slice(cut)), RATIO_SCALE),
    type: { kind: 'decimal', precision: 38, scale: RATIO_SCALE },
    plain: false,
  }
}
