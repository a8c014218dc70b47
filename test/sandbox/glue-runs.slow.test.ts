import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { CloudWatchLogsClient, GetLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs'
import {
  BatchStopJobRunCommand,
  CreateJobCommand,
  GetJobRunCommand,
  GetJobRunsCommand,
  GlueClient,
  type JobRun,
  StartJobRunCommand,
} from '@aws-sdk/client-glue'
import {
  CreateBucketCommand,
  ListObjectsV2Command,
  ListObjectVersionsCommand,
  PutBucketVersioningCommand,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startSandbox } from '../../src/sandbox/sandbox.ts'
import { sparkPython } from '../servers/spark.ts'
import { clientOptions, refusal } from './start.ts'

const folder = mkdtempSync(join(tmpdir(), 'starlift-runs-'))
const faults: unknown[] = []
let python: string
let running: Awaited<ReturnType<typeof startSandbox>>
let glue: GlueClient
let s3: S3Client

async function open(): Promise<void> {
  running = await startSandbox({
    port: 0,
    folder: join(folder, 'sandbox'),
    spark: { program: python },
    onFault: (error) => faults.push(error),
  })
  glue = new GlueClient(clientOptions(running.url))
  s3 = new S3Client({ ...clientOptions(running.url), forcePathStyle: true })
}
async function close(): Promise<void> {
  glue.destroy()
  s3.destroy()
  await running[Symbol.asyncDispose]()
}
beforeAll(async () => {
  python = await sparkPython()
  await open()
  await s3.send(new CreateBucketCommand({ Bucket: 'scripts' }))
})
afterAll(async () => {
  expect(faults).toEqual([])
  await close()
  rmSync(folder, { recursive: true, force: true })
})

const put = (Key: string, Body: string) => s3.send(new PutObjectCommand({ Bucket: 'scripts', Key, Body }))

async function job(Name: string, script: string, more: object = {}): Promise<void> {
  await put(`${Name}.py`, script)
  const Command = { Name: 'glueetl', ScriptLocation: `s3://scripts/${Name}.py` }
  await glue.send(new CreateJobCommand({ Name, Role: 'r', Command, ...more }))
}

const startRun = async (JobName: string, more: object = {}): Promise<string> =>
  (await glue.send(new StartJobRunCommand({ JobName, ...more }))).JobRunId!

const look = async (JobName: string, RunId: string): Promise<JobRun> =>
  (await glue.send(new GetJobRunCommand({ JobName, RunId }))).JobRun!

async function until(name: string, id: string, reached: (run: JobRun) => boolean): Promise<JobRun> {
  for (;;) {
    const run = await look(name, id)
    if (reached(run)) return run
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
}
const ended = ({ JobRunState }: JobRun): boolean => !/ING$/.test(JobRunState ?? 'WAITING')
const toEnd = async (name: string, more: object = {}): Promise<JobRun> => until(name, await startRun(name, more), ended)

async function said(kind: 'output' | 'error', { Id }: JobRun): Promise<string> {
  const logs = new CloudWatchLogsClient(clientOptions(running.url))
  const at = { logGroupName: `/aws-glue/jobs/${kind}`, logStreamName: Id }
  const { events } = await logs.send(new GetLogEventsCommand({ ...at, startFromHead: true }))
  return events?.map(({ message }) => message).join('\n') ?? ''
}

/** What of a run still lives on this machine. */
const processesOf = (id: string): string[] =>
  spawnSync('ps', ['-eo', 'pid=,args='])
    .stdout.toString()
    .split('\n')
    .filter((line) => line.includes(id))

test('arguments: the job’s, over them the run’s, over those what nobody may change', async () => {
  await put('lib/greeting.py', 'def greet(name): return "hello " + name\n')
  const script = `import sys
from greeting import greet
from awsglue.utils import getResolvedOptions
args = getResolvedOptions(sys.argv, ['JOB_NAME', 'a', 'b', 'c-d'])
print(greet(args['JOB_NAME']), args['a'], args['b'], args['c_d'])
print('to stderr', file=sys.stderr)
`
  await job('arguments', script, {
    DefaultArguments: { '--a': '1', '--b': '1', '--extra-py-files': 's3://scripts/lib/greeting.py' },
    NonOverridableArguments: { '--c-d': 'fixed' },
  })
  const run = await toEnd('arguments', { Arguments: { '--b': 'two words', '--c-d': 'mine' } })
  expect(run).toMatchObject({ JobRunState: 'SUCCEEDED', Attempt: 0, Arguments: { '--b': 'two words' } })
  expect(run).not.toHaveProperty('ErrorMessage')
  expect(run.CompletedOn!.getTime()).toBeGreaterThanOrEqual(run.StartedOn!.getTime())
  expect(await said('output', run)).toBe('hello arguments 1 two words fixed')
  expect(await said('error', run)).toMatch(/Spark 3\.5\.6[\s\S]*to stderr/)
  expect(readFileSync(join(running.folder, 'glue/runs', run.Id!, 'output.log'), 'utf8')).toContain('hello')
})

test('Spark reads and writes s3:// in every usual way, and leaves no drafts in the bucket', async () => {
  const Bucket = 'lake'
  await s3.send(new CreateBucketCommand({ Bucket }))
  await s3.send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status: 'Enabled' } }))
  await job('files', readFileSync(new URL('./jobs/s3.py', import.meta.url), 'utf8'))
  const run = await toEnd('files', { Arguments: { '--bucket': Bucket } })
  expect([run.JobRunState, run.ErrorMessage]).toEqual(['SUCCEEDED', undefined])
  const versions = await s3.send(new ListObjectVersionsCommand({ Bucket }))
  const keys = [...versions.Versions!, ...(versions.DeleteMarkers ?? [])].map(({ Key }) => Key)
  expect(keys.filter((key) => /_temporary|\.spark-staging/.test(key!))).toEqual([])
  const broken = await s3.send(new ListObjectsV2Command({ Bucket, Prefix: 'broken' }))
  expect(broken.Contents ?? []).toEqual([])
})

test.each([
  ['raises', 'x = {}\nx["no such key"]', /^KeyError: 'no such key'$/],
  ['exits', 'import sys\nsys.exit("no data today")', /^SystemExit: no data today$/],
  ['syntax', 'def broken(:\n', /^SyntaxError: .*\(syntax\.py, line 1\)$/],
  ['leaves', 'import os\nos._exit(0)', /^Command failed with exit code 0$/],
  ['dies', 'import os, signal\nos.kill(os.getpid(), signal.SIGKILL)', /^Command was ended by SIGKILL$/],
  ['imports', 'import no_such_module', /^ModuleNotFoundError: No module named 'no_such_module'$/],
  [
    'lacks',
    'from awsglue.dynamicframe import DynamicFrame\nDynamicFrame(None, None).relationalize("a", "b")',
    /^NotInSandbox: DynamicFrame\.relationalize is not done by the sandbox/,
  ],
  [
    'argument',
    'import sys\nfrom awsglue.utils import getResolvedOptions\ngetResolvedOptions(sys.argv, ["missing"])',
    /^GlueArgumentError: the following arguments are required: --missing$/,
  ],
])('%s: FAILED, and the run says why', async (name, script, reason) => {
  await job(name, script)
  const run = await toEnd(name)
  expect([run.JobRunState, run.ErrorMessage]).toEqual(['FAILED', expect.stringMatching(reason)])
})

test('a script or library that is not there, a bookmark, a connection that nobody made: FAILED before Spark starts', async () => {
  const message = async (name: string, more: object, script = `s3://scripts/${name}.py`) => {
    const Command = { Name: 'glueetl', ScriptLocation: script }
    await glue.send(new CreateJobCommand({ Name: name, Role: 'r', Command, ...more }))
    const run = await toEnd(name)
    expect(run.JobRunState).toBe('FAILED')
    return run.ErrorMessage
  }
  expect(await message('no-script', {})).toBe('LAUNCH ERROR | There is no object s3://scripts/no-script.py')
  expect(await message('no-bucket', {}, 's3://no-bucket/a.py')).toBe(
    'LAUNCH ERROR | There is no object s3://no-bucket/a.py',
  )
  const marked = { DefaultArguments: { '--job-bookmark-option': 'job-bookmark-enable' } }
  expect(await message('bookmark', marked)).toContain('Job bookmarks are not done by the sandbox')
  expect(await message('unconnected', { Connections: { Connections: ['none'] } })).toContain('Connection none')
})

test('a run that is stopped ends with all its processes; another may run only then', async () => {
  await job(
    'long',
    'from pyspark.sql import SparkSession\nSparkSession.builder.getOrCreate()\nprint("up")\nimport time\ntime.sleep(600)',
  )
  const id = await startRun('long')
  expect(await refusal(startRun('long'))).toEqual(['ConcurrentRunsExceededException', 400])
  const run = await until('long', id, ({ JobRunState }) => JobRunState === 'RUNNING')
  while (!(await said('output', run)).includes('up')) await new Promise((resolve) => setTimeout(resolve, 100))
  expect(processesOf(id).length).toBeGreaterThan(1)
  const stopped = await glue.send(new BatchStopJobRunCommand({ JobName: 'long', JobRunIds: [id] }))
  expect(stopped.SuccessfulSubmissions).toEqual([{ JobName: 'long', JobRunId: id }])
  expect((await until('long', id, ended)).JobRunState).toBe('STOPPED')
  expect(processesOf(id)).toEqual([])
  const again = await glue.send(new BatchStopJobRunCommand({ JobName: 'long', JobRunIds: [id] }))
  expect(again.Errors).toHaveLength(1)
})

test('a run that goes on for longer than it may is ended: TIMEOUT', async () => {
  const run = await toEnd('long', { Timeout: 1 })
  expect(run).toMatchObject({ JobRunState: 'TIMEOUT', Timeout: 1, ErrorMessage: 'Job run exceeded its timeout' })
  expect(run.ExecutionTime).toBeGreaterThanOrEqual(60)
  expect(processesOf(run.Id!)).toEqual([])
})

test('a job that fails at first is tried again; runs that may wait do', async () => {
  const flag = join(folder, 'tried')
  const script = `import os\nif not os.path.exists(${JSON.stringify(flag)}):\n  open(${JSON.stringify(flag)}, 'w').close()\n  raise RuntimeError('first')\n`
  await job('flaky', script, { MaxRetries: 1, JobRunQueuingEnabled: true })
  const first = await startRun('flaky')
  const second = await startRun('flaky')
  expect((await look('flaky', second)).JobRunState).toBe('WAITING')
  expect(await until('flaky', first, ended)).toMatchObject({
    JobRunState: 'FAILED',
    ErrorMessage: 'RuntimeError: first',
  })
  expect((await until('flaky', `${first}_attempt_1`, ended)).JobRunState).toBe('SUCCEEDED')
  expect((await until('flaky', second, ended)).JobRunState).toBe('SUCCEEDED')
})

test('a sandbox that ends takes its runs along, and says so at its next start', async () => {
  const id = await startRun('long')
  await until('long', id, ({ JobRunState }) => JobRunState === 'RUNNING')
  await close()
  expect(processesOf(id)).toEqual([])
  await open()
  expect(await look('long', id)).toMatchObject({
    JobRunState: 'FAILED',
    ErrorMessage: 'The sandbox was ended while this run was under way',
  })
  const { JobRuns } = await glue.send(new GetJobRunsCommand({ JobName: 'long' }))
  expect(JobRuns?.map(({ JobRunState }) => JobRunState)).toEqual(['FAILED', 'TIMEOUT', 'STOPPED'])
})
