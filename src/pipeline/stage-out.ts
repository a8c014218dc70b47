import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import { type Listener, silent } from '../core/progress.ts'
import { path } from '../core/sql.ts'
import type { Store } from '../core/store.ts'
import { createSchemas } from './build.ts'
import type { RunContext, StageContext } from './context.ts'
import { stage } from './handlers.ts'
import { digest } from './intact.ts'
import { planRun, type RunPlan, summary } from './plan.ts'
import type { Project } from './project.ts'
import { proveKeyPlans, proveStage } from './prove.ts'
import { modelHash } from './publish.ts'
import { newRunName, scratchFolder } from './scratch.ts'
import { planProofs, StageAnswers } from './stage-answers.ts'

/** What `stage.json` says of staged rows: where they are from, that they equal it, and which files they are. */
export interface StagedRows {
  readonly format: 1
  /** sha256 of the plan they were staged for. */
  readonly model: string
  readonly source: { readonly label: string; readonly witness: string; readonly position: string }
  /** Who computed each side of `lines`. */
  readonly by: string
  readonly lines: RunContext['stageLines']
  readonly notes: readonly string[]
  /** As the plan's sources are numbered. */
  readonly tables: readonly StagedTable[]
}

interface StagedTable {
  readonly table: string
  readonly rows: number
  readonly files: readonly { readonly path: string; readonly sha256: string; readonly bytes: number }[]
}

export interface StageOptions {
  readonly deep?: boolean
  readonly listener?: Listener
}

/**
 * Reads the source in one view, proves that what was read equals it, and puts the rows into a store, for a job that has no view of its own.
 * `stage.json` is written last: without it nothing is staged.
 */
export async function stageOut(project: Project, store: Store, options: StageOptions = {}): Promise<StagedRows> {
  const { deep = false, listener = silent } = options
  await using folder = await scratchFolder(join(project.scratch, `stage-${newRunName()}`))
  await using source = await project.openSource(folder.path)
  const planned = await planRun(project, source)
  await using engine = await project.openEngine(folder.path)
  await createSchemas(engine)
  await using snapshot = await source.snapshot(planned.reads)
  await listener({ kind: 'planned', planned: summary(planned, source.label, snapshot) })
  const onRows = (subject: string, rows: number) => listener({ kind: 'rows', subject, rows })
  const proofs = planProofs(planned, { deep, contentRows: project.contentRows })
  const context: StageContext = {
    ...planned,
    ...EMPTY(),
    project,
    deep,
    scratch: folder.path,
    engine,
    source,
    snapshot,
    proofs,
    answers: new StageAnswers(snapshot, proofs),
    onRows,
  }
  for (const { table } of planned.reads) await stageOne(context, table, listener)
  await proveKeyPlans(context)
  await proveStage(context)
  return await handOver(context, planned, store)
}

const EMPTY = () => ({
  stagedRows: new Map<string, number>(),
  stagedBytes: 0,
  stageLines: [],
  keyLines: [],
  stageNotes: [],
})

async function stageOne(context: StageContext, table: string, listener: Listener): Promise<void> {
  await listener({ kind: 'started', step: 'stage', subject: table })
  const begun = performance.now()
  const rows = await stage(context, table)
  await listener({ kind: 'finished', step: 'stage', subject: table, rows, ms: Math.round(performance.now() - begun) })
}

/** The rows as the joins see them, text keys as their parents spell them. */
async function handOver(context: StageContext, { plan }: RunPlan, store: Store): Promise<StagedRows> {
  const tables: StagedTable[] = []
  for (const [at, { table }] of plan.sources.entries()) {
    const file = join(context.scratch, `out-${at}.parquet`)
    const { rows } = await context.engine.write(`from ${path('stage', table)}`, file)
    const target = {
      path: `tables/${at}/part-00000.parquet`,
      sha256: await digest(file),
      bytes: (await stat(file)).size,
    }
    await store.upload(target.path, file)
    tables.push({ table, rows, files: [target] })
  }
  const staged = describe(context, tables)
  await store.replace('stage.json', Buffer.from(`${JSON.stringify(staged, null, 2)}\n`))
  return staged
}

function describe(context: StageContext, tables: readonly StagedTable[]): StagedRows {
  const { plan, source, snapshot, stageNotes, stageLines } = context
  return {
    format: 1,
    model: modelHash(plan),
    source: { label: source.label, witness: source.witness, position: snapshot.position },
    by: `${source.witness}, read apart from the rows, against the staged files`,
    lines: stageLines,
    notes: [...snapshot.notes(), ...stageNotes],
    tables,
  }
}
