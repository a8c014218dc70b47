import { randomBytes } from 'node:crypto'
import { type Resources, resources } from '../../resource.ts'
import type { Context } from '../../service.ts'
import { alreadyThere, notFound } from '../catalog.ts'

export type Job = import('@aws-sdk/client-glue').Job
export type JobRun = import('@aws-sdk/client-glue').JobRun
export type RunState = import('@aws-sdk/client-glue').JobRunState

export const jobs: Resources<Job> = resources({
  collection: 'glue/jobs',
  missing: (id) => notFound(`Job ${id}`),
  taken: (id) => alreadyThere(`Job ${id}`),
})

export const runs: Resources<JobRun> = resources({
  collection: 'glue/runs',
  missing: (id) => notFound(`JobRun ${id}`),
  taken: (id) => alreadyThere(`JobRun ${id}`),
})

const ENDED: readonly (RunState | undefined)[] = ['SUCCEEDED', 'FAILED', 'STOPPED', 'TIMEOUT', 'ERROR']

export const hasEnded = ({ JobRunState }: JobRun): boolean => ENDED.includes(JobRunState)

/** Newest first. */
export const runsOf = (context: Context, job: string): JobRun[] =>
  runs
    .all(context)
    .filter(({ JobName }) => JobName === job)
    .reverse()

/** Whether as many runs are going as the job allows; those that wait do not count. */
export function isFull(context: Context, job: Job): boolean {
  const going = runsOf(context, job.Name!).filter((run) => !hasEnded(run) && run.JobRunState !== 'WAITING')
  return going.length >= (job.ExecutionProperty?.MaxConcurrentRuns ?? 1)
}

/** A run of a job, which must be there. */
export function runOf(context: Context, job: string, id: string): JobRun {
  jobs.found(context, job)
  const run = runs.found(context, id)
  if (run.JobName !== job) throw notFound(`JobRun ${id} of ${job}`)
  return run
}

export const newRunId = (): string => `jr_${randomBytes(32).toString('hex')}`

/** A change of state, with the times that go with it; a run that has ended stays as it is. */
export function tellState(context: Context, id: string, state: RunState, message?: string): JobRun {
  return runs.change(context, id, (run) => {
    if (hasEnded(run)) return run
    const now = context.now()
    const seconds = Math.round((now.getTime() - (run.StartedOn ?? now).getTime()) / 1000)
    return {
      ...run,
      JobRunState: state,
      LastModifiedOn: now,
      ...(message === undefined ? {} : { ErrorMessage: message }),
      ...(hasEnded({ JobRunState: state }) ? { CompletedOn: now, ExecutionTime: seconds } : {}),
    }
  })
}
