import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { CloudWatchLogsClient, FilterLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs'
import {
  BatchStopJobRunCommand,
  CreateConnectionCommand,
  CreateJobCommand,
  DeleteConnectionCommand,
  DeleteJobCommand,
  GetConnectionCommand,
  GetConnectionsCommand,
  GetJobCommand,
  GetJobRunCommand,
  GetJobRunsCommand,
  GetJobsCommand,
  GetTagsCommand,
  GlueClient,
  ListJobsCommand,
  ResetJobBookmarkCommand,
  StartJobRunCommand,
  TagResourceCommand,
  UntagResourceCommand,
  UpdateConnectionCommand,
  UpdateJobCommand,
} from '@aws-sdk/client-glue'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startSandbox } from '../../src/sandbox/sandbox.ts'
import { clientOptions, refusal } from './start.ts'

const folder = mkdtempSync(join(tmpdir(), 'starlift-jobs-'))
const faults: unknown[] = []
let running: Awaited<ReturnType<typeof startSandbox>>
let glue: GlueClient
beforeAll(async () => {
  running = await startSandbox({
    port: 0,
    folder,
    spark: { program: join(folder, 'no-spark-here') },
    onFault: (error) => faults.push(error),
  })
  glue = new GlueClient(clientOptions(running.url))
})
afterAll(async () => {
  expect(faults).toEqual([])
  glue.destroy()
  await running[Symbol.asyncDispose]()
  rmSync(folder, { recursive: true, force: true })
})

const job = (Name: string, more: object = {}) => ({
  Name,
  Role: 'arn:aws:iam::000000000000:role/glue',
  Command: { Name: 'glueetl', ScriptLocation: 's3://lake/job.py', PythonVersion: '3' },
  ...more,
})
const create = (Name: string, more: object = {}) => glue.send(new CreateJobCommand(job(Name, more)))
const arn = (kind: string, name: string): string => `arn:aws:glue:eu-west-1:000000000000:${kind}/${name}`

async function ended(JobName: string, RunId: string | undefined) {
  for (;;) {
    const { JobRun } = await glue.send(new GetJobRunCommand({ JobName, RunId }))
    if (!['STARTING', 'RUNNING', 'STOPPING', 'WAITING'].includes(JobRun?.JobRunState ?? '')) return JobRun
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}

test('a job is given back as it was sent, no member more; an update replaces all of it', async () => {
  const sent = job('kept', { DefaultArguments: { '--a': '1' }, Connections: { Connections: ['shop'] }, Timeout: 15 })
  await glue.send(new CreateJobCommand({ ...sent, Tags: { team: 'data' } }))
  const { CreatedOn, LastModifiedOn, ...given } = (await glue.send(new GetJobCommand({ JobName: 'kept' }))).Job ?? {}
  expect(given).toEqual(sent)
  expect([CreatedOn, LastModifiedOn].every((date) => date instanceof Date)).toBe(true)
  const { Name: _, ...JobUpdate } = job('', { Description: 'new' })
  await glue.send(new UpdateJobCommand({ JobName: 'kept', JobUpdate }))
  const { Job } = await glue.send(new GetJobCommand({ JobName: 'kept' }))
  expect(Job).toMatchObject({ Description: 'new', CreatedOn })
  expect(Job).not.toHaveProperty('DefaultArguments')
})

test('jobs are listed by page and by tag, and go', async () => {
  await create('listed-1', { Tags: { stage: 'dev' } })
  await create('listed-2')
  expect((await glue.send(new ListJobsCommand({ Tags: { stage: 'dev' } }))).JobNames).toEqual(['listed-1'])
  const first = await glue.send(new GetJobsCommand({ MaxResults: 2 }))
  const rest = await glue.send(new GetJobsCommand({ NextToken: first.NextToken }))
  expect([...first.Jobs!, ...rest.Jobs!].map(({ Name }) => Name)).toEqual(['kept', 'listed-1', 'listed-2'])
  for (let i = 0; i < 2; i++) await glue.send(new DeleteJobCommand({ JobName: 'listed-1' }))
  expect(await refusal(glue.send(new GetJobCommand({ JobName: 'listed-1' })))).toEqual(['EntityNotFoundException', 400])
  expect(await refusal(create('listed-2'))).toEqual(['AlreadyExistsException', 400])
})

test('tags of jobs and connections, and of nothing', async () => {
  const ResourceArn = arn('job', 'kept')
  await glue.send(new TagResourceCommand({ ResourceArn, TagsToAdd: { stage: 'dev' } }))
  await glue.send(new UntagResourceCommand({ ResourceArn, TagsToRemove: ['team'] }))
  expect((await glue.send(new GetTagsCommand({ ResourceArn }))).Tags).toEqual({ stage: 'dev' })
  const none = glue.send(new GetTagsCommand({ ResourceArn: arn('job', 'none') }))
  expect(await refusal(none)).toEqual(['EntityNotFoundException', 400])
})

test('connections are kept, listed without passwords, changed, removed', async () => {
  const ConnectionProperties = { JDBC_CONNECTION_URL: 'jdbc:mysql://h:3306/d', USERNAME: 'u', PASSWORD: 'secret' }
  const ConnectionInput = { Name: 'shop', ConnectionType: 'JDBC' as const, ConnectionProperties }
  await glue.send(new CreateConnectionCommand({ ConnectionInput }))
  const { Connection } = await glue.send(new GetConnectionCommand({ Name: 'shop' }))
  expect(Connection).toMatchObject(ConnectionInput)
  expect(Connection).not.toHaveProperty('Description')
  const listed = await glue.send(new GetConnectionsCommand({ HidePassword: true, Filter: { ConnectionType: 'JDBC' } }))
  expect(listed.ConnectionList?.map((one) => one.ConnectionProperties?.PASSWORD)).toEqual([undefined])
  const changed = { ...ConnectionInput, Description: 'new' }
  await glue.send(new UpdateConnectionCommand({ Name: 'shop', ConnectionInput: changed }))
  expect((await glue.send(new GetConnectionCommand({ Name: 'shop' }))).Connection).toMatchObject(changed)
  await glue.send(new DeleteConnectionCommand({ ConnectionName: 'shop' }))
  const gone = glue.send(new DeleteConnectionCommand({ ConnectionName: 'shop' }))
  expect(await refusal(gone)).toEqual(['EntityNotFoundException', 400])
})

test('without Spark a run fails, says what to install, and is tried as often as the job says', async () => {
  await create('sparkless', { MaxRetries: 2 })
  const { JobRunId } = await glue.send(new StartJobRunCommand({ JobName: 'sparkless' }))
  expect(JobRunId).toMatch(/^jr_[0-9a-f]{64}$/)
  const last = await ended('sparkless', JobRunId).then(() => untilAttempt(2))
  expect(last).toMatchObject({ JobRunState: 'FAILED', PreviousRunId: `${JobRunId}_attempt_1` })
  expect(last?.ErrorMessage).toContain('no-spark-here, which was given as Spark')
  const { JobRuns } = await glue.send(new GetJobRunsCommand({ JobName: 'sparkless' }))
  expect(JobRuns?.map(({ Id }) => Id)).toEqual([`${JobRunId}_attempt_2`, `${JobRunId}_attempt_1`, JobRunId])
  const logs = new CloudWatchLogsClient(clientOptions(running.url))
  const { events } = await logs.send(new FilterLogEventsCommand({ logGroupName: '/aws-glue/jobs/error' }))
  expect(events?.map(({ message }) => message)).toContainEqual(expect.stringMatching(/^LAUNCH ERROR \| There is no/))

  async function untilAttempt(attempt: number) {
    for (;;) {
      const { JobRuns } = await glue.send(new GetJobRunsCommand({ JobName: 'sparkless' }))
      const newest = JobRuns?.[0]
      if (newest?.Attempt === attempt && newest.JobRunState === 'FAILED') return newest
      await new Promise((resolve) => setTimeout(resolve, 50))
    }
  }
})

test('what the sandbox does not do is refused when it is asked for', async () => {
  await create('shell', { Command: { Name: 'pythonshell', ScriptLocation: 's3://lake/job.py' } })
  const code = (call: Promise<unknown>) => refusal(call)
  expect(await code(glue.send(new StartJobRunCommand({ JobName: 'shell' })))).toEqual(['InvalidInputException', 400])
  expect(await code(glue.send(new StartJobRunCommand({ JobName: 'none' })))).toEqual(['EntityNotFoundException', 400])
  expect(await code(glue.send(new ResetJobBookmarkCommand({ JobName: 'kept' })))).toEqual([
    'InvalidInputException',
    400,
  ])
  const { Errors } = await glue.send(new BatchStopJobRunCommand({ JobName: 'kept', JobRunIds: ['jr_none'] }))
  expect(Errors?.[0]?.ErrorDetail?.ErrorCode).toBe('EntityNotFoundException')
})
