import { setTimeout as sleep } from 'node:timers/promises'
import { ERRORS, type ErrorCode, StarliftError } from '../core/error.ts'
import type { Listener } from '../core/progress.ts'
import type { Store } from '../core/store.ts'
import type { GlueJobs, RunOfJob } from '../deploy/glue-jobs.ts'
import { servedVersion } from '../lake/version.ts'
import { type RunRecord, readRecords } from '../ledger/ledger.ts'
import type { StarVersion } from './served.ts'
import { type Step, subjectOf } from './step.ts'

export interface RemoteRun {
  readonly store: Store
  readonly jobs: GlueJobs
  readonly job: string
  readonly args: Readonly<Record<string, string>>
  readonly listener: Listener
  /** Milliseconds between two looks. */
  readonly every: number
}

export interface RemoteResult {
  readonly version: StarVersion
  readonly record: RunRecord<Step>
  readonly run: RunOfJob
}

/** Starts the star's job in Glue, tells what its ledger tells, and gives the version that it published. Fails as the run has failed. */
export async function runRemote(remote: RemoteRun): Promise<RemoteResult> {
  const { jobs, job, args, every, listener } = remote
  const id = await jobs.start(job, args)
  let told = 0
  for (;;) {
    const run = await jobs.run(job, id)
    const record = await recordOf(remote.store, id)
    told = await tell(record, told, listener)
    if (run.isOver) return await ended(remote.store, run, record)
    await sleep(every)
  }
}

const recordOf = async (store: Store, id: string): Promise<RunRecord<Step> | undefined> =>
  ((await readRecords(store)) as RunRecord<Step>[]).find(({ jobRun }) => jobRun === id)

/** Tells the steps that ended since; gives how many have been told. */
async function tell(record: RunRecord<Step> | undefined, told: number, listener: Listener): Promise<number> {
  const steps = record?.steps ?? []
  for (const { step, ms, rows } of steps.slice(told)) {
    const subject = subjectOf(step)
    await listener({ kind: 'finished', step: step.kind, subject, ms, ...(rows === undefined ? {} : { rows }) })
  }
  return steps.length
}

async function ended(store: Store, run: RunOfJob, record: RunRecord<Step> | undefined): Promise<RemoteResult> {
  if (run.state === 'SUCCEEDED' && record?.version)
    return { run, record, version: (await servedVersion(store)) as StarVersion }
  const error = record?.error
  if (error && error.code in ERRORS)
    throw new StarliftError(error.code as ErrorCode, {
      operation: 'run on AWS',
      subject: run.id,
      what: error.what,
      lines: error.lines,
      next: error.next,
    })
  throw new StarliftError('JOB_FAILED', {
    operation: 'run on AWS',
    subject: run.id,
    what: `The run ended as ${run.state}`,
    lines: [run.message ?? error?.what ?? 'Glue says no more.'],
    next: `aws logs tail of the run's error log says more; its stream is ${run.id}.`,
  })
}
