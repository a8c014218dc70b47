import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import { StarliftError } from '../core/error.ts'
import { stageTable } from '../stage/stage-table.ts'
import { buildCalendar, buildDimension, buildTable, checkRoom } from './build.ts'
import type { RunContext, StageContext } from './context.ts'
import { proveKeyPlans, proveStage, proveStar, runChecks } from './prove.ts'
import { announce, publish } from './publish.ts'
import { type Step, subjectOf } from './step.ts'

type Handler<K extends Step['kind']> = (
  context: RunContext,
  step: Extract<Step, { kind: K }>,
) => Promise<number | undefined>

/** What each step does; a number is how many rows it gave. */
const handlers: { readonly [K in Step['kind']]: Handler<K> } = {
  stage: (context, { table }) => stage(context, table),
  keys: async (context) => {
    await checkRoom(context, context.stagedBytes)
    return done(proveKeyPlans(context))
  },
  'prove-stage': (context) => done(proveStage(context)),
  dimension: (context, { name }) => buildDimension(context, context.plan.dimensions.find((one) => one.name === name)!),
  calendar: (context) => buildCalendar(context, context.plan),
  fact: (context, { name, table }) => {
    const fact = context.plan.facts.find((one) => one.name === name)!
    return buildTable(context, table, context.project.dialect.fact(fact, context.plan))
  },
  check: (context, { fact }) => done(runChecks(context, context.plan.facts.find((one) => one.name === fact)!)),
  'prove-star': (context) => done(proveStar(context)),
  publish: (context) => done(publish(context)),
  announce: (context, { catalog }) => tell(context, catalog),
}

/** Runs a step. Where the model writes SQL of its own, an engine that does not take it is no fault of ours. */
export async function execute(context: RunContext, step: Step): Promise<number | undefined> {
  try {
    return await (handlers[step.kind] as Handler<Step['kind']>)(context, step)
  } catch (error) {
    throw BUILDING.has(step.kind) ? asModelFault(error, context, subjectOf(step)) : error
  }
}

const BUILDING: ReadonlySet<Step['kind']> = new Set(['dimension', 'calendar', 'fact'])

function asModelFault(error: unknown, { plan }: RunContext, table: string): unknown {
  if (error instanceof StarliftError || plan.escapes.length === 0) return error
  return new StarliftError('MODEL_TYPE', {
    operation: 'build',
    subject: table,
    what: `${table} cannot be built, and the model writes SQL of its own`,
    lines: [
      ...plan.escapes,
      String((error as Error).message)
        .replace(/^[^:]*: /, '')
        .split('\n')[0]!,
    ],
    next: 'Correct that SQL in star.ts.',
    cause: error,
  })
}

async function done(action: Promise<void>): Promise<undefined> {
  await action
}

/** The version is published by now: a catalog that cannot be told is a warning, and no failure of the run. */
async function tell(context: RunContext, catalog: string): Promise<undefined> {
  try {
    await announce(context, catalog)
  } catch (error) {
    context.untold.push({ catalog, reason: String((error as Error).message) })
  }
}

/** Lands a table's rows; gives how many. */
export async function stage(context: StageContext, table: string): Promise<number> {
  const at = context.reads.findIndex((read) => read.table === table)
  const files: string[] = []
  const file = (index: number): string => {
    files[index] = join(context.scratch, 'stage', `${at}-${String(index).padStart(5, '0')}.parquet`)
    return files[index]
  }
  const rows = await stageTable(context.engine, context.snapshot, context.reads[at]!, {
    file,
    onRows: (count) => context.onRows(table, count),
  })
  for (const one of files) context.stagedBytes += (await stat(one)).size
  context.stagedRows.set(table, rows)
  return rows
}
