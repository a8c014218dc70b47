import { StarliftError } from '../core/error.ts'
import type { ColumnType } from '../core/schema.ts'
import type { TableColumns } from '../core/source.ts'
import { path } from '../core/sql.ts'
import type { CheckPlan, FactPlan, NamedColumn, StarPlan } from '../model/plan.ts'
import { countOrphans, proveKeys, refuseFoldedKeys } from '../prove/keys.ts'
import { proveStar as proveSides } from '../prove/prove.ts'
import { proveRegistry } from '../prove/registry.ts'
import { stagedDifferences } from '../prove/stage-difference.ts'
import { compareTable, stagedFigures } from '../prove/stage-proof.ts'
import { collationTwins } from '../prove/twins.ts'
import { type ExpectedColumn, proveTypes } from '../prove/types.ts'
import { noteEnumErrors } from '../stage/enum-errors.ts'
import { type Spelled, spellAsParents } from '../stage/parent-spelling.ts'
import { stageTable } from '../stage/stage-table.ts'
import type { RunContext, StageContext } from './context.ts'

/** The types of what was staged, keys that joins rely on, rows that point nowhere, and text keys that a dump cannot settle. */
export async function proveKeyPlans(context: StageContext): Promise<void> {
  const { engine, plan, reads } = context
  const { notes, resolved } = await joinAsSource(context)
  context.stageNotes = [...context.stageNotes, ...notes]
  for (const { table, columns } of reads)
    for (const schema of ['landed', 'stage']) await proveTypes(engine, [schema, table], columns)
  const unique = await proveKeys(engine, plan.keys)
  context.keyLines = [...unique, ...(await countOrphans(engine, plan.relations, resolved))]
}

/** Text keys: what the source joins by collation is joined by bytes from here on, or refused where there is no server to ask. */
export async function joinAsSource({
  engine,
  plan: { relations },
  schema,
  snapshot: { joins },
}: Pick<RunContext, 'engine' | 'plan' | 'schema' | 'snapshot'>): Promise<Spelled> {
  if (joins) return spellAsParents({ engine, joins, relations, schema })
  await refuseFoldedKeys(engine, relations, schema)
  return { notes: [], resolved: [] }
}

/** Leg one: every table that was read, by the source's own figures. */
export async function proveStage(context: StageContext): Promise<void> {
  const { engine, reads, answers } = context
  const lines = []
  for (const read of reads) {
    const source = await answers.of(read.table)
    const compared = compareTable(read, source, await stagedFigures(engine, read, answers.byContent(read.table)))
    if (compared.some(({ equal }) => !equal)) throw await stageFailure(context, read, compared)
    lines.push(...compared)
    context.stageNotes = [...context.stageNotes, ...(await noteEnumErrors(engine, read))]
  }
  context.stageLines = lines
}

/** Reads the table once more, to name the rows that were staged wrongly. */
async function stageFailure(
  context: StageContext,
  read: TableColumns,
  lines: ReturnType<typeof compareTable>,
): Promise<StarliftError> {
  const { engine, snapshot, scratch, schema } = context
  const staged = `select * from ${path('landed', read.table)}`
  await engine.run(`create or replace table suspect as ${staged}`)
  await stageTable(engine, snapshot, read, { file: (i) => `${scratch}/again-${i}.parquet` })
  const rows = await stagedDifferences(engine, read, schema)
  const figures = lines
    .filter(({ equal }) => !equal)
    .map(({ figure, source, star }) => `${figure}: source ${source ?? 'NULL'}, staged ${star ?? 'NULL'}`)
  return new StarliftError('PROOF_FAILED', {
    operation: 'prove',
    subject: read.table,
    what: `What was staged of ${read.table} does not equal ${context.source.witness}`,
    lines: [...figures, ...rows],
    next: 'Nothing was published. Run again; if it happens again, this is a fault of ours: please report it with these lines.',
  })
}

/** Leg two, and what every reader of the star may rely on: its types. */
export async function proveStar(context: RunContext): Promise<void> {
  const { engine, plan, project, schema } = context
  for (const [table, columns] of publishedColumns(plan)) await proveTypes(engine, ['star', table], columns)
  context.starProofs = await proveSides(engine, { definition: project.definition, plan, schema })
  for (const dimension of plan.dimensions) {
    context.checkLines.push(...(await proveRegistry(engine, dimension, context.base?.keys[dimension.name]?.mark ?? 0)))
  }
  context.warnings = await collationTwins(engine, plan.dimensions)
}

const KEY: ColumnType = { kind: 'integer', bits: 32 }
const NUMBER: ColumnType = { kind: 'integer', bits: 32 }
const TEXT: ColumnType = { kind: 'text' }
const typed = ({ name, expression }: NamedColumn): ExpectedColumn => ({ name, type: expression.type })

/** Columns and types of every published table, in order. */
export function publishedColumns(plan: StarPlan): readonly (readonly [string, readonly ExpectedColumn[]])[] {
  const calendar: readonly (readonly [string, readonly ExpectedColumn[]])[] = plan.calendar
    ? [[plan.calendar.table, [{ name: plan.calendar.key, type: KEY }, ...CALENDAR_COLUMNS]]]
    : []
  return [
    ...plan.dimensions.map(
      ({ table, key, columns }) => [table, [{ name: key, type: KEY }, ...columns.map(typed)]] as const,
    ),
    ...calendar,
    ...plan.facts.map((fact) => [fact.table, factColumns(fact)] as const),
  ]
}

const factColumns = ({ grain, links, columns }: FactPlan): readonly ExpectedColumn[] => [
  ...columns.filter((column) => grain.includes(column)).map(typed),
  ...links.map(({ name }) => ({ name, type: KEY })),
  ...columns.filter((column) => !grain.includes(column)).map(typed),
]

const CALENDAR_COLUMNS: readonly ExpectedColumn[] = [
  { name: 'date', type: { kind: 'date' } },
  { name: 'year', type: NUMBER },
  { name: 'quarter', type: NUMBER },
  { name: 'month', type: NUMBER },
  { name: 'month_name', type: TEXT },
  { name: 'year_month', type: TEXT },
  { name: 'week', type: NUMBER },
  { name: 'iso_year', type: NUMBER },
  { name: 'day', type: NUMBER },
  { name: 'weekday', type: NUMBER },
  { name: 'weekday_name', type: TEXT },
]

/** The model's own checks on the built fact; one that fails stops the run. */
export async function runChecks(context: RunContext, fact: FactPlan): Promise<void> {
  for (const check of fact.checks) {
    const { rows } = await context.engine.query(
      `select *, count(*) over () from (${context.project.dialect.violations(fact, check)}) order by all limit 20`,
    )
    if (rows.length > 0) throw checkFailure(fact, check, rows)
    context.checkLines.push({ check: `${fact.table}: ${check.label}`, failing: 0 })
  }
}

function checkFailure(
  fact: FactPlan,
  { label, at }: CheckPlan,
  rows: readonly (readonly (string | null)[])[],
): StarliftError {
  const grain = fact.grain.map(({ name }) => name)
  return new StarliftError('CHECK_FAILED', {
    operation: 'check',
    subject: fact.table,
    what: `${label} does not hold in ${rows[0]!.at(-1)} ${rows[0]!.at(-1) === '1' ? 'row' : 'rows'} of ${fact.table}   ${at}`,
    lines: rows.map((row) => grain.map((name, i) => `${name} ${row[i]}`).join(', ')),
    next: 'Correct the source, or the check in star.ts. Nothing was published.',
  })
}
