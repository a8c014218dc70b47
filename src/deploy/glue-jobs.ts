import { StarliftError } from '../core/error.ts'

type JobRun = import('@aws-sdk/client-glue').JobRun

/** One run of a job, as Glue tells it. */
export interface RunOfJob {
  readonly id: string
  /** STARTING, RUNNING, SUCCEEDED, FAILED, STOPPED, TIMEOUT … */
  readonly state: string
  readonly isOver: boolean
  /** Why it did not end well. */
  readonly message: string | null
  /** ISO 8601, UTC. */
  readonly started: string
  /** How long it was paid for. */
  readonly seconds: number
  /** Data processing units at work in each second. */
  readonly units: number
}

/** Jobs of Glue, by the SDK, which only those install who use AWS. */
export interface GlueJobs {
  /** Where a job's script stands, `s3://…`; null where there is no such job. */
  scriptOf(job: string): Promise<string | null>
  /** Starts a run; gives its id. */
  start(job: string, args: Readonly<Record<string, string>>): Promise<string>
  run(job: string, id: string): Promise<RunOfJob>
  /** The newest runs, newest first; none where there is no such job. */
  runs(job: string, most: number): Promise<readonly RunOfJob[]>
}

export async function openGlueJobs(): Promise<GlueJobs> {
  const sdk = await import('@aws-sdk/client-glue').catch((cause: unknown) => Promise.reject(missing(cause)))
  const region = process.env.AWS_REGION ?? process.env.AWS_DEFAULT_REGION ?? 'us-east-1'
  const client = new sdk.GlueClient({ region })
  return {
    async scriptOf(JobName) {
      const found = await client.send(new sdk.GetJobCommand({ JobName })).catch(unlessAbsent)
      return found?.Job?.Command?.ScriptLocation ?? null
    },
    async start(JobName, args) {
      const command = new sdk.StartJobRunCommand({ JobName, Arguments: { ...args } })
      const { JobRunId = '' } = await client
        .send(command)
        .catch((error: Error) => Promise.reject(notStarted(JobName, error)))
      return JobRunId
    },
    run: async (JobName, RunId) =>
      runOf((await client.send(new sdk.GetJobRunCommand({ JobName, RunId }))).JobRun ?? {}),
    async runs(JobName, MaxResults) {
      const found = await client.send(new sdk.GetJobRunsCommand({ JobName, MaxResults })).catch(unlessAbsent)
      return (found?.JobRuns ?? []).map(runOf)
    },
  }
}

const runOf = ({ Id = '', JobRunState = 'STARTING', ErrorMessage, StartedOn, ...run }: JobRun): RunOfJob => ({
  id: Id,
  state: JobRunState,
  isOver: !['STARTING', 'RUNNING', 'STOPPING', 'WAITING'].includes(JobRunState),
  message: ErrorMessage ?? null,
  started: (StartedOn ?? new Date()).toISOString(),
  seconds: run.ExecutionTime ?? 0,
  units: run.MaxCapacity ?? (run.NumberOfWorkers ?? 0) * (UNITS[run.WorkerType ?? ''] ?? 1),
})

/** Data processing units of a worker. */
const UNITS: Readonly<Record<string, number>> = { 'G.025X': 0.25, 'G.1X': 1, 'G.2X': 2, 'G.4X': 4, 'G.8X': 8 }

/** What Glue takes for a unit in an hour, in USD, by its public price list of November 2026; a run counts for a minute at least. */
const UNIT_HOUR = 0.44

/** What a run costs, in USD. */
export const costOf = ({ units, seconds }: Pick<RunOfJob, 'units' | 'seconds'>): number =>
  (units * Math.max(60, seconds) * UNIT_HOUR) / 3600

const missing = (cause: unknown): StarliftError =>
  new StarliftError('CONFIG', {
    operation: 'use Glue',
    subject: '@aws-sdk/client-glue',
    what: 'Running on AWS needs the AWS SDK, which is not installed',
    next: 'npm install @aws-sdk/client-glue @aws-sdk/client-s3',
    cause,
  })

const unlessAbsent = (error: Error): undefined => {
  if (error.name !== 'EntityNotFoundException') throw error
}

function notStarted(job: string, error: Error): StarliftError {
  const details = { operation: 'start', subject: job, lines: [`${error.name}: ${error.message}`], cause: error }
  if (error.name === 'ConcurrentRunsExceededException')
    return new StarliftError('RUN_BUSY', {
      ...details,
      what: `A run of ${job} is under way`,
      next: 'npx starlift status  shows it; start again when it has ended.',
    })
  return new StarliftError('JOB_MISSING', {
    ...details,
    what: `${job} was not started`,
    next: 'npx starlift deploy  writes its files, and says how to make it.',
  })
}
