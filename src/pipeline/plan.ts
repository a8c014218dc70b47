import { isStarliftError, type StarliftError } from '../core/error.ts'
import type { PlannedRun } from '../core/progress.ts'
import { columnOf, type Schema, type TypedColumn, tableOf } from '../core/schema.ts'
import type { Source, TableColumns } from '../core/source.ts'
import { compileStar } from '../model/compile.ts'
import type { StarPlan } from '../model/plan.ts'
import type { Project } from './project.ts'
import { withKey } from './suggest-key.ts'

/** What a run would do. */
export interface RunPlan {
  readonly schema: Schema
  readonly plan: StarPlan
  readonly reads: readonly TableColumns[]
}

/** Asks the source what it has and resolves the model against it; reads no rows, save to say what would mend a refusal. */
export async function planRun(project: Project, source: Source): Promise<RunPlan> {
  const schema = await source.schema()
  try {
    const plan = compileStar(project.definition, schema, project.assumptions)
    return { schema, plan, reads: plan.sources.map(({ table, columns }) => readOf(schema, table, columns)) }
  } catch (error) {
    if (isStarliftError(error, 'TYPE_OVERFLOW')) throw await withDigits(error, source)
    throw isStarliftError(error, 'MODEL_NO_KEY') ? await withKey(error, { project, source, schema }) : error
  }
}

/** The run in numbers. */
export function summary(
  { schema, plan }: RunPlan,
  source: string,
  { position = '', opened }: { readonly position?: string; readonly opened?: string | undefined },
): PlannedRun {
  const rows = plan.sources.map(({ table }) => tableOf(schema, table)!.rows)
  return {
    source,
    position,
    ...(opened === undefined ? {} : { view: opened }),
    dimensions: plan.dimensions.length + (plan.calendar ? 1 : 0),
    facts: plan.facts.length,
    tables: plan.sources.length,
    tablesInSource: schema.tables.length,
    rows: rows.reduce<number | null>((sum, count) => (sum === null || count === undefined ? null : sum + count), 0),
  }
}

const readOf = (schema: Schema, table: string, columns: readonly string[]): TableColumns => ({
  table,
  columns: columns.map((name) => columnOf(tableOf(schema, table)!, name) as TypedColumn),
})

/** Adds what the column's values really need, and the policy that keeps them. */
async function withDigits(error: StarliftError, source: Source): Promise<StarliftError> {
  const dot = error.subject.lastIndexOf('.')
  const found = await source.digits(error.subject.slice(0, dot), error.subject.slice(dot + 1))
  if (!found) return error
  const { before, after, row } = found
  const narrow = before + after <= 38 ? `'decimal(${before + after},${after})'  keeps all of today's values;  ` : ''
  return error.with({
    lines: [
      `Longest value found: ${before} digits before, ${after} after the point (row ${row.toLocaleString('en-US')}).`,
    ],
    next: `In the config:  types: { '${error.subject}': … }   ${narrow}'text'  keeps any value.`,
  })
}
