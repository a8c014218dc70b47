import { fold, mayFold } from '../core/collation.ts'
import type { Engine } from '../core/engine.ts'
import { StarliftError } from '../core/error.ts'
import { id, path } from '../core/sql.ts'
import type { DimensionPlan, NamedColumn } from '../model/plan.ts'

/**
 * Values of a dimension's text attributes that are one group in MySQL and several here, because they differ only by case, accents or
 * trailing blanks. A warning with the mending; an error where the model declares the attribute clean.
 */
export async function collationTwins(engine: Engine, dimensions: readonly DimensionPlan[]): Promise<readonly string[]> {
  const warnings: string[] = []
  for (const dimension of dimensions) {
    for (const column of dimension.columns.filter(mayHaveTwins)) {
      const twins = await twinsOf(engine, dimension, column)
      if (twins.length > 0) warnings.push(reportTwins(dimension, column, twins))
    }
  }
  return warnings
}

/** Whether an attribute can hold values that MySQL takes for one. */
export const mayHaveTwins = ({ expression, collation }: NamedColumn): boolean =>
  expression.type.kind === 'text' && mayFold(collation)

async function twinsOf(
  engine: Engine,
  dimension: DimensionPlan,
  { name }: NamedColumn,
): Promise<readonly (readonly string[])[]> {
  const column = id(name)
  const { rows } = await engine.query(
    `select min(${column}), max(${column}), cast(count(distinct rtrim(${column})) as varchar) from ${path('star', dimension.table)}
     where ${column} is not null group by ${fold(column)} having count(distinct ${column}) > 1 order by 1 limit 20`,
  )
  return rows as readonly (readonly string[])[]
}

function reportTwins(dimension: DimensionPlan, { label }: NamedColumn, twins: readonly (readonly string[])[]): string {
  const [one, other] = twins[0]!
  const mending = twins.every(([, , trimmed]) => trimmed === '1') ? 'trim()' : 'upper()'
  const what = `${dimension.name}.${label}: '${one}' and '${other}' may be one group in MySQL and are two here${twins.length > 1 ? `, and ${twins.length - 1} more` : ''}`
  if (dimension.clean.includes(label)) {
    throw new StarliftError('CHECK_FAILED', {
      operation: 'check',
      subject: `${dimension.name}.${label}`,
      what: `${what}, and the model declares it clean`,
      next: `Use ${mending} at ${dimension.at}, or correct the source.`,
    })
  }
  return `${what}; ${mending} at ${dimension.at} makes them one`
}
