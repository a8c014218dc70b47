import { pageOf } from '../../paging.ts'
import { ServiceException } from '../../protocol/service-exception.ts'
import type { Context, Operations } from '../../service.ts'
import { hasEnded, isFull, type Job, type JobRun, jobs, newRunId, runOf, runs, runsOf } from './job-store.ts'
import type { JobRunner } from './runner.ts'

type StartInput = Partial<import('@aws-sdk/client-glue').StartJobRunRequest>

const MOST = 200

const notDone = (what: string): ServiceException =>
  new ServiceException('InvalidInputException', `${what} is not done by the sandbox.`)

export const runOperations = (runner: JobRunner): Operations<typeof import('@aws-sdk/client-glue')> => ({
  StartJobRun: (input, context) => ({ JobRunId: startRun(runner, context, input) }),

  GetJobRun: ({ JobName, RunId }, context) => ({ JobRun: current(context, runOf(context, JobName, RunId)) }),

  GetJobRuns({ JobName, NextToken, MaxResults = MOST }, context) {
    jobs.found(context, JobName)
    const { items, next } = pageOf(runsOf(context, JobName), { token: NextToken, size: MaxResults })
    return { JobRuns: items.map((run) => current(context, run)), NextToken: next }
  },

  BatchStopJobRun({ JobName, JobRunIds }, context) {
    const failures = JobRunIds.map((id) => ({ id, failure: stopFailure(runner, context, { JobName, id }) }))
    const SuccessfulSubmissions = failures.flatMap(({ id: JobRunId, failure }) =>
      failure ? [] : [{ JobName, JobRunId }],
    )
    const Errors = failures.flatMap(({ id: JobRunId, failure }) =>
      failure ? [{ JobName, JobRunId, ErrorDetail: { ErrorCode: failure.code, ErrorMessage: failure.message } }] : [],
    )
    return { SuccessfulSubmissions, Errors }
  },

  GetJobBookmark() {
    throw notDone('Keeping job bookmarks')
  },

  ResetJobBookmark() {
    throw notDone('Keeping job bookmarks')
  },
})

/** Puts a run down and begins it; gives its id. */
export function startRun(
  runner: JobRunner,
  context: Context,
  { JobName = '', ...input }: StartInput,
  TriggerName?: string,
): string {
  const job = jobs.found(context, JobName)
  refuseKind(job)
  if (input.JobRunId !== undefined) throw notDone('Resuming a run (JobRunId)')
  const full = isFull(context, job)
  const queued = input.JobRunQueuingEnabled ?? job.JobRunQueuingEnabled ?? false
  if (full && !queued)
    throw new ServiceException('ConcurrentRunsExceededException', `Concurrent runs exceeded for ${JobName}`)
  const run = newRun(context, job, { ...input, TriggerName })
  runs.add(context, run.Id!, full ? { ...run, JobRunState: 'WAITING' } : run)
  if (!full) runner.start(context, run)
  return run.Id!
}

function refuseKind({ Command }: Job): void {
  const kind = Command?.Name ?? 'glueetl'
  if (kind !== 'glueetl') throw notDone(`Running jobs of the command ${kind}, other than glueetl (Spark)`)
}

function newRun(
  context: Context,
  job: Job,
  input: Omit<StartInput, 'JobName'> & { TriggerName: string | undefined },
): JobRun {
  const now = context.now()
  const { Arguments, TriggerName } = input
  return {
    Id: newRunId(),
    Attempt: 0,
    ...(TriggerName === undefined ? {} : { TriggerName }),
    JobName: job.Name,
    StartedOn: now,
    LastModifiedOn: now,
    JobRunState: 'STARTING',
    ...(Arguments === undefined ? {} : { Arguments }),
    PredecessorRuns: [],
    ExecutionTime: 0,
    Timeout: input.Timeout ?? job.Timeout ?? 2880,
    MaxCapacity: input.MaxCapacity ?? job.MaxCapacity,
    WorkerType: input.WorkerType ?? job.WorkerType,
    NumberOfWorkers: input.NumberOfWorkers ?? job.NumberOfWorkers,
    LogGroupName: '/aws-glue/jobs',
    GlueVersion: job.GlueVersion,
    ExecutionClass: input.ExecutionClass ?? job.ExecutionClass,
  }
}

/** With the seconds that have gone by so far. */
function current(context: Context, run: JobRun): JobRun {
  if (hasEnded(run) || !run.StartedOn) return run
  return { ...run, ExecutionTime: Math.round((context.now().getTime() - run.StartedOn.getTime()) / 1000) }
}

function stopFailure(
  runner: JobRunner,
  context: Context,
  { JobName, id }: { readonly JobName: string; readonly id: string },
): ServiceException | undefined {
  try {
    if (runner.stop(context, runOf(context, JobName, id))) return undefined
    return new ServiceException('InvalidInputException', `JobRun ${id} has ended already`)
  } catch (error) {
    if (error instanceof ServiceException) return error
    throw error
  }
}
