import type { Context } from '../service.ts'
import { all, asked } from './asked.ts'

type GetJobs = import('@aws-sdk/client-glue').GetJobsCommandOutput
type GetJobRuns = import('@aws-sdk/client-glue').GetJobRunsCommandOutput
type GetCrawlers = import('@aws-sdk/client-glue').GetCrawlersCommandOutput
type JobRun = import('@aws-sdk/client-glue').JobRun

const RUNS = 20

/** Jobs with their last runs, newest first. */
export async function jobsOf(context: Context): Promise<object[] | undefined> {
  const jobs = await all(async (NextToken) => {
    const read = await asked<GetJobs>(context, { service: 'glue', operation: 'GetJobs', input: { NextToken } })
    return read && { items: read.Jobs, next: read.NextToken }
  })
  if (!jobs) return undefined
  return Promise.all(
    jobs.map(async ({ Name, Command, GlueVersion }) => ({
      name: Name,
      script: Command?.ScriptLocation,
      version: GlueVersion,
      runs: await runsOf(context, Name),
    })),
  )
}

async function runsOf(context: Context, JobName: string | undefined): Promise<object[]> {
  const input = { JobName, MaxResults: RUNS }
  const read = await asked<GetJobRuns>(context, { service: 'glue', operation: 'GetJobRuns', input })
  return (read?.JobRuns ?? []).map(shownRun)
}

const shownRun = (run: JobRun): object => ({
  id: run.Id,
  state: run.JobRunState,
  attempt: run.Attempt ?? 0,
  started: run.StartedOn,
  ended: run.CompletedOn,
  seconds: run.ExecutionTime,
  error: run.ErrorMessage,
  arguments: run.Arguments,
})

export async function crawlersOf(context: Context): Promise<object[] | undefined> {
  const crawlers = await all(async (NextToken) => {
    const read = await asked<GetCrawlers>(context, { service: 'glue', operation: 'GetCrawlers', input: { NextToken } })
    return read && { items: read.Crawlers, next: read.NextToken }
  })
  return crawlers?.map(({ Name, State, DatabaseName, LastCrawl, Targets }) => ({
    name: Name,
    state: State,
    database: DatabaseName,
    last: LastCrawl?.Status,
    started: LastCrawl?.StartTime,
    error: LastCrawl?.ErrorMessage,
    targets: Targets?.S3Targets?.map(({ Path }) => Path),
  }))
}
