import type { Engine } from '../../../core/engine.ts'
import { parseS3Uri } from '../../object-store.ts'
import type { Context } from '../../service.ts'
import type { Statement } from '../statement/statement.ts'
import { EngineAhead, type OpenEngine } from './engine-ahead.ts'
import { type Execution, executionsOf, type QueryExecution } from './execution.ts'
import { type Job, Stopped } from './job.ts'
import type { Outcome } from './outcome.ts'
import { CutOff } from './prepared-query.ts'
import { isRefusal, runStatement } from './run-statement.ts'

/** Queries that run at once; others wait. */
const AT_ONCE = 4
/** As long as Athena lets a query run. */
const LONGEST_MS = 30 * 60 * 1000

/** A query to run: everything that was settled when it was asked. */
export interface Asked {
  readonly execution: Execution
  readonly statement: Statement
  readonly database: string
  readonly output: string
  readonly cutoff: number | undefined
}

/** Runs queries one after the other, some at once, and remembers what becomes of them. */
export class Runner {
  readonly #engines: EngineAhead
  readonly #waiting: (() => void)[] = []
  readonly #current = new Map<string, Running>()
  #busy = 0
  #ended = false

  constructor(openEngine: OpenEngine) {
    this.#engines = new EngineAhead(openEngine)
  }

  /** What is known of a query that has not ended. */
  current(id: string): Execution | undefined {
    return this.#current.get(id)?.execution
  }

  start(asked: Asked, context: Context): void {
    const running = new Running(asked.execution)
    this.#current.set(running.id, running)
    executionsOf(context).put(running.id, asked.execution)
    running.ending = this.#run(running, asked, context)
  }

  stop(id: string): void {
    this.#current.get(id)?.stop()
  }

  /** Stops all, and waits until they have said so. */
  async end(): Promise<void> {
    this.#ended = true
    const all = [...this.#current.values()]
    for (const running of all) running.stop()
    await Promise.all(all.map(({ ending }) => ending))
    await this.#engines.end()
  }

  async #run(running: Running, asked: Asked, context: Context): Promise<void> {
    if (this.#busy >= AT_ONCE) await new Promise<void>((resolve) => this.#waiting.push(resolve))
    this.#busy++
    const timer = setTimeout(() => running.expire(), LONGEST_MS)
    timer.unref()
    try {
      running.begin(context.now())
      const job = running.job(asked, { context, engines: this.#engines })
      const outcome = await runStatement(job, asked.statement)
      job.check()
      await running.succeed(outcome, job)
    } catch (error) {
      running.fail(error)
    } finally {
      clearTimeout(timer)
      executionsOf(context).put(running.id, running.ended(context.now()))
      this.#current.delete(running.id)
      this.#busy--
      this.#waiting.shift()?.()
      if (this.#busy === 0 && !this.#ended) this.#engines.prepare(context)
    }
  }
}

type Status = NonNullable<QueryExecution['Status']>

/** One query while it runs. */
class Running {
  execution: Execution
  /** Done when it has ended. */
  ending: Promise<void> = Promise.resolve()
  readonly #queued = performance.now()
  #begun = performance.now()
  #stopped: Error | null = null
  #engine: Engine | null = null

  constructor(execution: Execution) {
    this.execution = execution
  }

  get id(): string {
    return this.execution.query.QueryExecutionId!
  }

  begin(now: Date): void {
    this.#begun = performance.now()
    this.#say({ State: 'RUNNING', SubmissionDateTime: this.execution.query.Status?.SubmissionDateTime ?? now })
  }

  job({ database, output, cutoff }: Asked, around: Pick<Job, 'context' | 'engines'>): Job {
    this.#check()
    return {
      ...around,
      id: this.id,
      workGroup: this.execution.query.WorkGroup ?? 'primary',
      database,
      output,
      cutoff,
      check: () => this.#check(),
      watch: (engine) => {
        this.#engine = engine
      },
    }
  }

  stop(): void {
    this.#stopped ??= new Stopped('Query cancelled by user')
    this.#engine?.interrupt()
  }

  expire(): void {
    this.#stopped ??= new Error('Query timeout')
    this.#engine?.interrupt()
  }

  #check(): void {
    if (this.#stopped) throw this.#stopped
  }

  async succeed(outcome: Outcome, job: Job): Promise<void> {
    const { location, manifest } = await keepAnswer(outcome, job)
    const { query } = this.execution
    this.execution = {
      ...this.execution,
      columns: outcome.columns,
      ...(outcome.updateCount === undefined ? {} : { updateCount: outcome.updateCount }),
      query: {
        ...query,
        ResultConfiguration: {
          ...query.ResultConfiguration,
          ...(location === undefined ? {} : { OutputLocation: location }),
        },
        Statistics: {
          DataScannedInBytes: outcome.scannedBytes ?? 0,
          ...(manifest === undefined ? {} : { DataManifestLocation: manifest }),
        },
      },
    }
    this.#say({ ...query.Status, State: 'SUCCEEDED' })
  }

  fail(error: unknown): void {
    const { Status } = this.execution.query
    const stopped: Error | null = this.#stopped ?? (error instanceof CutOff ? error : null)
    const cancelled = stopped instanceof Stopped || stopped instanceof CutOff
    if (cancelled) this.#say({ ...Status, State: 'CANCELLED', StateChangeReason: stopped.message })
    else this.#failed(stopped?.message ?? reasonOf(error), stopped === null && !isRefusal(error) ? error : null)
  }

  /** `bug` is what none of us foresaw. */
  #failed(reason: string, bug: unknown): void {
    if (bug !== null)
      process.stderr.write(`Athena query ${this.id}: ${bug instanceof Error ? bug.stack : String(bug)}\n`)
    this.#say({
      ...this.execution.query.Status,
      State: 'FAILED',
      StateChangeReason: reason,
      AthenaError: { ErrorCategory: bug === null ? 2 : 1, Retryable: false, ErrorMessage: reason },
    })
  }

  #say(status: Status): void {
    this.execution = { ...this.execution, query: { ...this.execution.query, Status: status } }
  }

  /** The last that is said of it, with its times. */
  ended(now: Date): Execution {
    const { query } = this.execution
    const [queue, all] = [this.#begun - this.#queued, performance.now() - this.#queued].map(Math.round)
    const engine = all! - queue!
    const times = {
      EngineExecutionTimeInMillis: engine,
      TotalExecutionTimeInMillis: all!,
      QueryQueueTimeInMillis: queue!,
      ServiceProcessingTimeInMillis: 0,
    }
    return {
      ...this.execution,
      query: {
        ...query,
        Status: { ...query.Status, CompletionDateTime: now },
        Statistics: { ...query.Statistics, ...times },
      },
    }
  }
}

const reasonOf = (error: unknown): string => {
  if (!isRefusal(error))
    return `GENERIC_INTERNAL_ERROR: ${error instanceof Error ? error.message.split('\n')[0] : 'the query failed'}`
  return error.name === 'ServiceException'
    ? `FAILED: ${(error as Error & { code: string }).code}: ${error.message}`
    : error.message
}

/** Puts a query's answer where its work group wants it. */
async function keepAnswer({ file, lines, written, location }: Outcome, { id, output, context }: Job) {
  const at = (name: string) => ({ ...parseS3Uri(`${output}${id}${name}`)! })
  if (file !== undefined) {
    await context.objects.adopt(at('.csv'), file, 'text/csv')
    return { location: `${output}${id}.csv` }
  }
  if (written !== undefined) {
    await context.objects.put(at('-manifest.csv'), Buffer.from(written.map((uri) => `${uri}\n`).join('')), 'text/csv')
    return { location, manifest: `${output}${id}-manifest.csv` }
  }
  await context.objects.put(at('.txt'), Buffer.from((lines ?? []).map((line) => `${line}\n`).join('')), 'text/plain')
  return { location: location ?? `${output}${id}.txt` }
}
