import { mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { Context } from '../../service.ts'
import { hasEnded, isFull, type Job, type JobRun, jobs, runs, runsOf, tellState } from './job-store.ts'
import { LaunchError, prepare } from './launch.ts'
import { type RunLog, runLog } from './run-log.ts'
import { type ScriptProcess, startScript } from './script-process.ts'
import { findSpark, type SparkOptions } from './spark.ts'

/** Runs jobs' scripts, and tells their runs' states. */
export interface JobRunner {
  /** Begins a run that has been put down as STARTING. */
  start(context: Context, run: JobRun): void
  /** Whether there was something to stop. */
  stop(context: Context, run: JobRun): boolean
  /** No run is going in a sandbox that has just begun. */
  begin(context: Context): void
  end(): Promise<void>
}

type Ending = 'STOPPED' | 'TIMEOUT' | 'FAILED'

/** A run that is going. */
interface Going {
  readonly context: Context
  process?: ScriptProcess
  /** Set where it was not left to end by itself. */
  ending?: Ending
  done: Promise<void>
}

const MINUTE_MS = 60_000
const DEFAULT_MINUTES = 2880
const LONGEST_MS = 2 ** 31 - 1
const SANDBOX_ENDED = 'The sandbox was ended while this run was under way'

export function jobRunner(options: SparkOptions): JobRunner {
  const going = new Map<string, Going>()

  const launch = async (context: Context, run: JobRun, own: Going): Promise<void> => {
    const id = run.Id!
    const folder = join(context.folder, 'glue', 'runs', id)
    mkdirSync(folder, { recursive: true })
    const logs = (['output', 'error'] as const).map((kind) => runLog(context, { folder, id, kind })) as [RunLog, RunLog]
    const problem = await execute(context, run, { own, folder, logs })
    await Promise.all(logs.map((log) => log.end()))
    for (const draft of ['files', 'staging', 'local', 'warehouse'])
      rmSync(join(folder, draft), { recursive: true, force: true })
    conclude(context, id, own.ending, problem)
  }

  const execute = async (context: Context, run: JobRun, place: Place): Promise<string | undefined> => {
    const { own, folder, logs } = place
    try {
      const job = jobs.found(context, run.JobName!)
      const spark = await findSpark(options, process.env)
      if (typeof spark === 'string') throw new LaunchError(spark)
      const command = prepare({ context, job, run, spark, options, folder })
      if (own.ending) return undefined
      own.process = startScript(command, { folder, logs })
      tellState(context, run.Id!, 'RUNNING')
      return await limited(own, own.process.ended, minutesOf(job, run) * MINUTE_MS)
    } catch (error) {
      const message = `LAUNCH ERROR | ${error instanceof Error ? error.message : String(error)}`
      await logs[1].write(message)
      return message
    }
  }

  const next = (context: Context, name: string): void => {
    const job = jobs.get(context, name)
    const waiting = runsOf(context, name).findLast(({ JobRunState }) => JobRunState === 'WAITING')
    if (job && waiting && !isFull(context, job)) runner.start(context, tellState(context, waiting.Id!, 'STARTING'))
  }

  const runner: JobRunner = {
    start(context, run) {
      const own: Going = { context, done: Promise.resolve() }
      going.set(run.Id!, own)
      own.done = launch(context, run, own).then(
        () => {
          going.delete(run.Id!)
          if (!own.ending || own.ending !== 'FAILED') {
            retry(context, run.Id!, runner)
            next(context, run.JobName!)
          }
        },
        (error: unknown) => {
          going.delete(run.Id!)
          conclude(context, run.Id!, own.ending, `The sandbox failed: ${String(error)}`)
        },
      )
    },
    stop(context, run) {
      if (hasEnded(run)) return false
      const own = going.get(run.Id!)
      tellState(context, run.Id!, own ? 'STOPPING' : 'STOPPED')
      if (own) endBy(own, 'STOPPED')
      return true
    },
    begin(context) {
      for (const run of runs.all(context)) if (!hasEnded(run)) tellState(context, run.Id!, 'FAILED', SANDBOX_ENDED)
    },
    async end() {
      for (const own of going.values()) endBy(own, 'FAILED')
      await Promise.all([...going.values()].map(({ done }) => done))
    },
  }
  return runner
}

interface Place {
  readonly own: Going
  readonly folder: string
  readonly logs: readonly [RunLog, RunLog]
}

const minutesOf = (job: Job, run: JobRun): number => run.Timeout ?? job.Timeout ?? DEFAULT_MINUTES

function endBy(own: Going, ending: Ending): void {
  own.ending ??= ending
  own.process?.kill()
}

async function limited<Result>(own: Going, ended: Promise<Result>, ms: number): Promise<Result> {
  const timer = setTimeout(() => endBy(own, 'TIMEOUT'), Math.min(ms, LONGEST_MS))
  try {
    return await ended
  } finally {
    clearTimeout(timer)
  }
}

/** SUCCEEDED is for the one case in which the script came to its end and nobody ended it. */
function conclude(context: Context, id: string, ending: Ending | undefined, problem: string | undefined): void {
  if (ending === 'STOPPED') tellState(context, id, 'STOPPED')
  else if (ending === 'TIMEOUT') tellState(context, id, 'TIMEOUT', 'Job run exceeded its timeout')
  else if (ending === 'FAILED') tellState(context, id, 'FAILED', SANDBOX_ENDED)
  else if (problem !== undefined) tellState(context, id, 'FAILED', problem)
  else tellState(context, id, 'SUCCEEDED')
}

/** A run that failed is begun again as often as its job says; each attempt is a run of its own. */
function retry(context: Context, id: string, runner: JobRunner): void {
  const run = runs.get(context, id)
  const job = run && jobs.get(context, run.JobName!)
  if (run?.JobRunState !== 'FAILED' || (run.Attempt ?? 0) >= (job?.MaxRetries ?? 0)) return
  const { ErrorMessage: _, CompletedOn: _completed, ...same } = run
  const Attempt = (run.Attempt ?? 0) + 1
  const now = context.now()
  const again: JobRun = {
    ...same,
    Id: `${id.replace(/_attempt_\d+$/, '')}_attempt_${Attempt}`,
    Attempt,
    PreviousRunId: id,
    StartedOn: now,
    LastModifiedOn: now,
    JobRunState: 'STARTING',
    ExecutionTime: 0,
  }
  runner.start(context, runs.add(context, again.Id!, again))
}
