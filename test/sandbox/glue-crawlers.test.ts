import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  CreateCrawlerCommand,
  CreateDatabaseCommand,
  CreateJobCommand,
  CreateTableCommand,
  CreateTriggerCommand,
  DeleteCrawlerCommand,
  DeleteTriggerCommand,
  GetCrawlerCommand,
  GetJobRunsCommand,
  GetPartitionsCommand,
  GetTablesCommand,
  GetTriggerCommand,
  GetTriggersCommand,
  GlueClient,
  ListCrawlersCommand,
  ListCrawlsCommand,
  StartCrawlerCommand,
  StartTriggerCommand,
  StopCrawlerCommand,
  type Table,
  UpdateCrawlerCommand,
  UpdateTriggerCommand,
} from '@aws-sdk/client-glue'
import { CreateBucketCommand, DeleteObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3'
import { DuckDBInstance } from '@duckdb/node-api'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { sandboxEngine } from '../../src/config.ts'
import { startSandbox } from '../../src/sandbox/sandbox.ts'
import { clientOptions, refusal } from './start.ts'

const folder = mkdtempSync(join(tmpdir(), 'starlift-crawlers-'))
const faults: unknown[] = []
let running: Awaited<ReturnType<typeof startSandbox>>
let glue: GlueClient
let s3: S3Client
beforeAll(async () => {
  running = await startSandbox({
    port: 0,
    folder: join(folder, 'sandbox'),
    openEngine: sandboxEngine,
    spark: { program: join(folder, 'none') },
    onFault: (error) => faults.push(error),
  })
  glue = new GlueClient(clientOptions(running.url))
  s3 = new S3Client({ ...clientOptions(running.url), forcePathStyle: true })
  await s3.send(new CreateBucketCommand({ Bucket: 'lake' }))
  await glue.send(new CreateDatabaseCommand({ DatabaseInput: { Name: 'crawled' } }))
})
afterAll(async () => {
  expect(faults).toEqual([])
  glue.destroy()
  s3.destroy()
  await running[Symbol.asyncDispose]()
  rmSync(folder, { recursive: true, force: true })
})

async function putParquet(Key: string, select: string): Promise<void> {
  const file = join(folder, 'one.parquet')
  const db = await (await DuckDBInstance.create(':memory:')).connect()
  await db.run(`copy (${select}) to '${file}' (format parquet)`)
  db.closeSync()
  await s3.send(new PutObjectCommand({ Bucket: 'lake', Key, Body: readFileSync(file) }))
}
const put = (Key: string, Body = '') => s3.send(new PutObjectCommand({ Bucket: 'lake', Key, Body }))

const crawler = (Name: string, Path: string, more: object = {}) => ({
  Name,
  Role: 'crawl',
  DatabaseName: 'crawled',
  Targets: { S3Targets: [{ Path }] },
  ...more,
})

async function crawl(Name: string) {
  await glue.send(new StartCrawlerCommand({ Name }))
  for (;;) {
    const { Crawler } = await glue.send(new GetCrawlerCommand({ Name }))
    if (Crawler?.State === 'READY') return Crawler.LastCrawl
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}

const tables = async (Expression: string) =>
  (await glue.send(new GetTablesCommand({ DatabaseName: 'crawled', Expression }))).TableList ?? []
const columns = (table: Table | undefined) =>
  table?.StorageDescriptor?.Columns?.map(({ Name, Type }) => `${Name} ${Type}`)

test('a crawler is given back with what AWS fills in, and is changed member by member', async () => {
  await glue.send(new CreateCrawlerCommand(crawler('kept', 's3://lake/none/', { Schedule: 'cron(0 1 * * ? *)' })))
  const { Crawler } = await glue.send(new GetCrawlerCommand({ Name: 'kept' }))
  expect(Crawler).toMatchObject({
    ...crawler('kept', 's3://lake/none/'),
    State: 'READY',
    RecrawlPolicy: { RecrawlBehavior: 'CRAWL_EVERYTHING' },
    LineageConfiguration: { CrawlerLineageSettings: 'DISABLE' },
    SchemaChangePolicy: { UpdateBehavior: 'UPDATE_IN_DATABASE', DeleteBehavior: 'DEPRECATE_IN_DATABASE' },
    Schedule: { ScheduleExpression: 'cron(0 1 * * ? *)', State: 'NOT_SCHEDULED' },
  })
  expect(Crawler).not.toHaveProperty('LastCrawl')
  await glue.send(new UpdateCrawlerCommand({ Name: 'kept', SchemaChangePolicy: { DeleteBehavior: 'LOG' } }))
  const changed = (await glue.send(new GetCrawlerCommand({ Name: 'kept' }))).Crawler
  expect(changed).toMatchObject({
    Version: 2,
    Role: 'crawl',
    SchemaChangePolicy: { UpdateBehavior: 'UPDATE_IN_DATABASE', DeleteBehavior: 'LOG' },
  })
  expect((await glue.send(new ListCrawlersCommand({}))).CrawlerNames).toEqual(['kept'])
  await glue.send(new DeleteCrawlerCommand({ Name: 'kept' }))
  expect(await refusal(glue.send(new GetCrawlerCommand({ Name: 'kept' })))).toEqual(['EntityNotFoundException', 400])
})

test('a folder is a table, key=value folders are its partitions, and types are the footers’', async () => {
  const all =
    "select 1::int as Id, 2::bigint as big, 3::smallint as s, 1.5::decimal(10,2) as price, date '2024-01-31' as day, timestamp '2024-01-31 12:00:00' as at, 'x' as name, true as yes, 1.5::double as d, 'x'::blob as bytes, [1] as list, {'a': 1} as thing, 7::ubigint as ub, timestamptz '2024-01-31 12:00:00Z' as tz"
  await putParquet('shop/Order Lines/part-0.parquet', all)
  await putParquet('shop/sales/year=2024/country=C%C3%B4te%20d%27Ivoire/a.parquet', 'select 1::int as id')
  await putParquet('shop/sales/year=2023/country=USA/a.parquet', 'select 1::int as id, 2::int as more')
  await put('shop/sales/_SUCCESS')
  await put('shop/_temporary/x.csv', 'a,b')
  await put('shop/old/x.csv', 'a,b')
  const target = { S3Targets: [{ Path: 's3://lake/shop', Exclusions: ['old/**'] }] }
  await glue.send(new CreateCrawlerCommand({ ...crawler('shop', '', { TablePrefix: 'raw_' }), Targets: target }))
  expect(await crawl('shop')).toMatchObject({ Status: 'SUCCEEDED', LogGroup: '/aws-glue/crawlers', LogStream: 'shop' })
  const [lines, sales] = await tables('raw_.*')
  expect([lines?.Name, sales?.Name]).toEqual(['raw_order_lines', 'raw_sales'])
  expect(columns(lines)).toEqual([
    'id int',
    'big bigint',
    's smallint',
    'price decimal(10,2)',
    'day date',
    'at timestamp',
    'name string',
    'yes boolean',
    'd double',
    'bytes binary',
    'list array<int>',
    'thing struct<a:int>',
    'ub bigint',
    'tz timestamp',
  ])
  expect(lines?.StorageDescriptor?.Location).toBe('s3://lake/shop/Order Lines/')
  expect(lines?.Parameters).toMatchObject({ classification: 'parquet', objectCount: '1', recordCount: '1' })
  expect(columns(sales)).toEqual(['id int', 'more int'])
  expect(sales?.PartitionKeys).toEqual([
    { Name: 'year', Type: 'string' },
    { Name: 'country', Type: 'string' },
  ])
  const { Partitions } = await glue.send(new GetPartitionsCommand({ DatabaseName: 'crawled', TableName: 'raw_sales' }))
  expect(Partitions?.map(({ Values }) => Values).toSorted()).toEqual([
    ['2023', 'USA'],
    ['2024', "Côte d'Ivoire"],
  ])
})

test('a second crawl changes what changed, and deals with what is gone as its policy says', async () => {
  await putParquet('shop/Order Lines/part-1.parquet', "select 1::int as id, 'new' as added")
  await s3.send(new DeleteObjectCommand({ Bucket: 'lake', Key: 'shop/sales/year=2023/country=USA/a.parquet' }))
  await s3.send(
    new DeleteObjectCommand({
      Bucket: 'lake',
      Key: 'shop/sales/year=2024/country=C%C3%B4te%20d%27Ivoire/a.parquet',
    }),
  )
  expect(await crawl('shop')).toMatchObject({ Status: 'SUCCEEDED' })
  const [lines, sales] = await tables('raw_.*')
  expect(columns(lines)?.at(-1)).toBe('added string')
  expect(sales?.Parameters).toHaveProperty('DEPRECATED_BY_CRAWLER')
  const { Crawls } = await glue.send(new ListCrawlsCommand({ CrawlerName: 'shop' }))
  expect(Crawls?.map(({ State, Summary }) => [State, JSON.parse(Summary ?? '{}')])).toEqual([
    ['COMPLETED', { TABLE: { ADD: 0, UPDATE: 1, DELETE: 1 } }],
    ['COMPLETED', { TABLE: { ADD: 2, UPDATE: 0, DELETE: 0 } }],
  ])
})

test.each([
  ['text', 's3://lake/shop/old/', 's3://lake/shop/old/x.csv is no Parquet file'],
  ['missing', 's3://no-such-bucket/x/', 'The specified bucket does not exist'],
])('a crawl that cannot be done has failed: %s', async (name, path, why) => {
  await glue.send(new CreateCrawlerCommand(crawler(name, path)))
  const last = await crawl(name)
  expect(last).toMatchObject({ Status: 'FAILED', ErrorMessage: expect.stringContaining(why) })
})

test('a column with two types fails the crawl by name', async () => {
  await putParquet('mixed/a.parquet', 'select 1::int as id')
  await putParquet('mixed/b.parquet', "select 'x' as id")
  await glue.send(new CreateCrawlerCommand(crawler('mixed', 's3://lake/mixed/')))
  expect(await crawl('mixed')).toMatchObject({
    Status: 'FAILED',
    ErrorMessage: expect.stringMatching(/^mixed: the column id/),
  })
})

test('a table of the same name that is somebody’s own stays as it is', async () => {
  const own = {
    Name: 'taken',
    StorageDescriptor: { Location: 's3://lake/own/', Columns: [{ Name: 'a', Type: 'int' }] },
  }
  await glue.send(new CreateTableCommand({ DatabaseName: 'crawled', TableInput: own }))
  await putParquet('twice/x/taken/a.parquet', "select 'x' as name")
  await putParquet('twice/y/taken/a.parquet', 'select 1.5::double as d')
  await glue.send(new CreateCrawlerCommand(crawler('twice', 's3://lake/twice/')))
  expect(await crawl('twice')).toMatchObject({ Status: 'SUCCEEDED' })
  const found = await tables('taken.*')
  expect(found.map(({ Name }) => Name)).toEqual([
    'taken',
    ...found.slice(1).map(() => expect.stringMatching(/^taken_[0-9a-f]{32}$/)),
  ])
  expect(found.map(columns).toSorted()).toEqual([['a int'], ['d double'], ['name string']])
  expect(await crawl('twice')).toMatchObject({ Status: 'SUCCEEDED' })
  expect(await tables('taken.*')).toHaveLength(3)
})

test('what is not S3 is refused when it is started; nothing that does not run can be stopped', async () => {
  const JdbcTargets = [{ ConnectionName: 'shop', Path: 'shop/%' }]
  await glue.send(new CreateCrawlerCommand({ ...crawler('jdbc', ''), Targets: { JdbcTargets } }))
  expect(await refusal(glue.send(new StartCrawlerCommand({ Name: 'jdbc' })))).toEqual(['InvalidInputException', 400])
  expect(await refusal(glue.send(new StopCrawlerCommand({ Name: 'jdbc' })))).toEqual([
    'CrawlerNotRunningException',
    400,
  ])
})

test('triggers are kept as they were sent; on demand they start their jobs, others are refused', async () => {
  const Command = { Name: 'glueetl', ScriptLocation: 's3://lake/none.py' }
  await glue.send(new CreateJobCommand({ Name: 'triggered', Role: 'r', Command }))
  const trigger = {
    Name: 'now',
    Type: 'ON_DEMAND' as const,
    Actions: [{ JobName: 'triggered', Arguments: { '--a': '1' } }],
  }
  await glue.send(new CreateTriggerCommand(trigger))
  const { Trigger } = await glue.send(new GetTriggerCommand({ Name: 'now' }))
  expect(Trigger).toEqual({ ...trigger, State: 'CREATED' })
  await glue.send(new StartTriggerCommand({ Name: 'now' }))
  const { JobRuns } = await glue.send(new GetJobRunsCommand({ JobName: 'triggered' }))
  expect(JobRuns).toMatchObject([{ TriggerName: 'now', Arguments: { '--a': '1' } }])

  const nightly = {
    Name: 'nightly',
    Type: 'SCHEDULED' as const,
    Schedule: 'cron(0 1 * * ? *)',
    Actions: trigger.Actions,
  }
  const active = glue.send(new CreateTriggerCommand({ ...nightly, StartOnCreation: true }))
  expect(await refusal(active)).toEqual(['InvalidInputException', 400])
  await glue.send(new CreateTriggerCommand(nightly))
  expect(await refusal(glue.send(new StartTriggerCommand({ Name: 'nightly' })))).toEqual(['InvalidInputException', 400])
  const TriggerUpdate = { Description: 'at night', Actions: nightly.Actions }
  const { Trigger: changed } = await glue.send(new UpdateTriggerCommand({ Name: 'nightly', TriggerUpdate }))
  expect(changed).toEqual({ Name: 'nightly', Type: 'SCHEDULED', State: 'CREATED', ...TriggerUpdate })
  const dependent = await glue.send(new GetTriggersCommand({ DependentJobName: 'triggered' }))
  expect(dependent.Triggers?.map(({ Name }) => Name)).toEqual(['nightly', 'now'])
  await glue.send(new DeleteTriggerCommand({ Name: 'nightly' }))
  expect(await refusal(glue.send(new GetTriggerCommand({ Name: 'nightly' })))).toEqual(['EntityNotFoundException', 400])
})
