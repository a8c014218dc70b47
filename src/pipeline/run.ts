import { readdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { isStarliftError, StarliftError } from '../core/error.ts'
import { type Listener, silent } from '../core/progress.ts'
import type { Snapshot, Source } from '../core/source.ts'
import { acquireLease, type Lease } from '../lake/lease.ts'
import { vacuum } from '../lake/retention.ts'
import { newestVersion, type Version } from '../lake/version.ts'
import { closeInterrupted, type RunRecord, readRecord } from '../ledger/ledger.ts'
import { createSchemas } from './build.ts'
import type { RunContext, Untold } from './context.ts'
import { execute } from './handlers.ts'
import { planRun, type RunPlan, summary } from './plan.ts'
import type { Project } from './project.ts'
import { Recorder } from './record.ts'
import { newRunName, scratchFolder } from './scratch.ts'
import type { StarVersion } from './served.ts'
import { planProofs, StageAnswers } from './stage-answers.ts'
import { dependsOnBase, type Step, stepsOf, subjectOf } from './step.ts'

export interface RunOptions {
  /** Compare the content of every table with the source, whatever its size. */
  readonly deep?: boolean
  /** Take the lake from a holder on another machine. */
  readonly takeOver?: boolean
  readonly listener?: Listener
  /** Stops the run at the next step or batch; once a version is published it is announced all the same. */
  readonly signal?: AbortSignal
}

export interface RunResult {
  readonly version: StarVersion
  readonly record: RunRecord<Step>
  /** Catalogs that could not be told; the version is published all the same. */
  readonly untold: readonly Untold[]
}

/** How often a run that loses the race to publish builds again on what the winner published. */
const MOST_ATTEMPTS = 3

/** Reads, builds, proves and publishes one version. Nothing is published unless all of it is proven. */
export async function run(project: Project, options: RunOptions = {}): Promise<RunResult> {
  const name = newRunName()
  await using lease = await acquireLease(project.store, { run: name, takeOver: options.takeOver ?? false }).catch(
    (error: unknown) => withHolder(error, project),
  )
  const recorder = new Recorder(project.store, name)
  try {
    await recorder.change({})
    await cleanUp(project, name)
    const { version, untold } = await runUnderLease(project, { options, name, lease, recorder })
    await recorder.succeeded()
    const ledger = recorder.fault === null ? [] : [{ catalog: 'the ledger', reason: recorder.fault }]
    return { version, untold: [...untold, ...ledger], record: recorder.record }
  } catch (error) {
    await recorder.failed(error)
    throw error
  }
}

/** Says how far the run is that holds the lake. */
async function withHolder(error: unknown, { store }: Project): Promise<never> {
  const record = isStarliftError(error, 'RUN_BUSY') ? await readRecord(store, error.subject).catch(() => null) : null
  if (!record || !isStarliftError(error)) throw error
  const { steps, planned, started } = record
  const last = steps.at(-1)?.step as Step | undefined
  const far = `It has done ${steps.length} of ${planned ?? 'its'} steps in ${Math.round((Date.now() - Date.parse(started)) / 1000)} s`
  throw error.with({ lines: [`${far}${last ? `; the last was ${last.kind} ${subjectOf(last)}`.trimEnd() : ''}.`] })
}

/** Removes what runs that ended without a word left behind. */
async function cleanUp({ store, scratch, keep }: Project, name: string): Promise<void> {
  await closeInterrupted(store, name)
  await vacuum(store, keep)
  const left = await readdir(scratch).catch(() => [])
  for (const folder of left) {
    if (folder.startsWith('run-') || (await isOld(join(scratch, folder))))
      await rm(join(scratch, folder), { recursive: true, force: true })
  }
}

/** Temporary folders of other commands are left alone for a day: their command may still be at work. */
const isOld = (folder: string): Promise<boolean> =>
  stat(folder).then(
    ({ mtimeMs }) => Date.now() - mtimeMs > 86_400_000,
    () => false,
  )

interface Held {
  readonly options: RunOptions
  readonly name: string
  readonly lease: Lease
  readonly recorder: Recorder
}

async function runUnderLease(
  project: Project,
  { options, name, lease, recorder }: Held,
): Promise<Omit<RunResult, 'record'>> {
  await using folder = await scratchFolder(join(project.scratch, `run-${name}`))
  await using source = await project.openSource(folder.path)
  await recorder.change({ source: source.label })
  const planned = await planRun(project, source)
  await using engine = await project.openEngine(folder.path)
  await createSchemas(engine)
  await using snapshot = await source.snapshot(planned.reads)
  await recorder.change({ position: snapshot.position })
  await options.listener?.({ kind: 'planned', planned: summary(planned, source.label, snapshot) })
  const context = newContext({
    project,
    options,
    name,
    lease,
    scratch: folder.path,
    engine,
    source,
    snapshot,
    planned,
    base: await newestVersion(project.store),
  })
  await executeAll(context, { options, recorder })
  return { version: context.version as StarVersion, untold: context.untold }
}

interface Opened {
  readonly project: Project
  readonly options: RunOptions
  readonly name: string
  readonly lease: Lease
  readonly scratch: string
  readonly engine: RunContext['engine']
  readonly source: Source
  readonly snapshot: Snapshot
  readonly planned: RunPlan
  readonly base: Version | null
}

function newContext({
  project,
  options,
  name,
  lease,
  scratch,
  engine,
  source,
  snapshot,
  planned,
  base,
}: Opened): RunContext {
  const { listener = silent, signal, deep = false } = options
  const proofs = planProofs(planned, { deep, contentRows: project.contentRows })
  return {
    ...planned,
    ...{ project, run: name, lease, scratch, engine, source, snapshot, base, deep, proofs },
    answers: new StageAnswers(snapshot, proofs),
    catalogs: project.catalogs(engine),
    onRows: (subject, rows) => {
      refuseStopped(signal, name)
      return listener({ kind: 'rows', subject, rows })
    },
    stagedRows: new Map(),
    stagedBytes: 0,
    stageLines: [],
    keyLines: [],
    stageNotes: [],
    checkLines: [],
    starProofs: [],
    warnings: [],
    changes: [],
    tables: new Map(),
    registries: new Map(),
    version: null,
    untold: [],
  }
}

/** All steps in order; from the first that depends on the version built on, again where another run published meanwhile. */
async function executeAll(
  context: RunContext,
  { options, recorder }: Pick<Held, 'options' | 'recorder'>,
): Promise<void> {
  const steps = stepsOf(
    context.plan,
    context.catalogs.map(({ label }) => label),
  )
  await recorder.change({ planned: steps.length })
  let remaining = steps
  for (let attempt = 1; remaining.length > 0; attempt++) {
    try {
      for (const step of remaining) await executeOne(context, step, { options, recorder })
      return
    } catch (error) {
      if (!isStarliftError(error, 'STORE_EXISTS') || attempt === MOST_ATTEMPTS) throw error
      context.base = await newestVersion(context.project.store)
      context.checkLines = []
      remaining = steps.filter(dependsOnBase)
    }
  }
}

async function executeOne(
  context: RunContext,
  step: Step,
  { options, recorder }: Pick<Held, 'options' | 'recorder'>,
): Promise<void> {
  const { listener = silent, signal } = options
  const subject = subjectOf(step)
  if (context.version === null) refuseStopped(signal, context.run)
  await listener({ kind: 'started', step: step.kind, subject })
  const begun = performance.now()
  const rows = await execute(context, step)
  const ms = Math.round(performance.now() - begun)
  if (step.kind === 'publish') await recorder.published(context.version!.version)
  await recorder.stepDone(step, ms, rows)
  await listener({ kind: 'finished', step: step.kind, subject, ms, ...(rows === undefined ? {} : { rows }) })
}

function refuseStopped(signal: AbortSignal | undefined, run: string): void {
  if (!signal?.aborted) return
  throw new StarliftError('STOPPED', {
    operation: 'run',
    subject: run,
    what: 'The run was stopped',
    next: 'Nothing was published; run again when you like.',
  })
}
