import {
  CreateWorkGroupCommand,
  GetQueryResultsCommand,
  GetQueryRuntimeStatisticsCommand,
  GetWorkGroupCommand,
  ListQueryExecutionsCommand,
  StopQueryExecutionCommand,
  UpdateWorkGroupCommand,
} from '@aws-sdk/client-athena'
import { GetPartitionsCommand, GetTableCommand, GlueClient } from '@aws-sdk/client-glue'
import { GetObjectCommand, ListObjectsV2Command } from '@aws-sdk/client-s3'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { clientOptions, refusal } from '../start.ts'
import { type Athena, startAthena } from './client.ts'

let athena: Athena
let glue: GlueClient
beforeAll(async () => {
  athena = await startAthena()
  glue = new GlueClient(clientOptions(athena.sandbox.url))
  await athena.put('orders/2023/a.csv', 'id,country,amount,day\n1,NO,10.50,2023-12-31\n2,,x,2023-12-31\n')
  await athena.run(`create external table orders (id int, country string, amount decimal(10,2), day date)
    row format delimited fields terminated by ',' location 's3://lake/orders/2023/' tblproperties ('skip.header.line.count' = '1')`)
})
afterAll(async () => {
  expect(athena.sandbox.faults).toEqual([])
  glue.destroy()
  await athena[Symbol.asyncDispose]()
})

const text = async (key: string): Promise<string> => {
  const { Body } = await athena.sandbox.s3.send(new GetObjectCommand({ Bucket: 'lake', Key: key }))
  return Body!.transformToString()
}
const keys = async (prefix: string): Promise<string[]> => {
  const { Contents = [] } = await athena.sandbox.s3.send(new ListObjectsV2Command({ Bucket: 'lake', Prefix: prefix }))
  return Contents.map(({ Key }) => Key!)
}
const tableOf = async (Name: string) => (await glue.send(new GetTableCommand({ DatabaseName: 'db', Name }))).Table!

test('an answer: rows by page, columns with their types, a CSV file, what was read', async () => {
  const query = await athena.run('select id, country as Country, amount, day, count(*) over () from orders order by 1')
  const id = query.QueryExecutionId!
  expect(query).toMatchObject({
    StatementType: 'DML',
    Status: { State: 'SUCCEEDED' },
    ResultConfiguration: { OutputLocation: `s3://lake/out/${id}.csv` },
    Statistics: { DataScannedInBytes: 60 },
  })
  expect(await text(`out/${id}.csv`)).toBe(
    '"id","country","amount","day","_col4"\n"1","NO","10.50","2023-12-31","2"\n"2","",,"2023-12-31","2"\n',
  )
  const first = await athena.client.send(new GetQueryResultsCommand({ QueryExecutionId: id, MaxResults: 2 }))
  const columns = first.ResultSet!.ResultSetMetadata!.ColumnInfo!
  expect(columns.map(({ Name, Type, Precision, Scale }) => [Name, Type, Precision, Scale])).toEqual([
    ['id', 'integer', 10, 0],
    ['country', 'varchar', 2147483647, 0],
    ['amount', 'decimal', 10, 2],
    ['day', 'date', 0, 0],
    ['_col4', 'bigint', 19, 0],
  ])
  const rest = await athena.client.send(
    new GetQueryResultsCommand({ QueryExecutionId: id, NextToken: first.NextToken }),
  )
  expect(rest.ResultSet!.Rows!.map(({ Data }) => Data!.map(({ VarCharValue }) => VarCharValue))).toEqual([
    ['2', '', undefined, '2023-12-31', '2'],
  ])
  expect(rest.NextToken).toBeUndefined()
  const told = await athena.client.send(new GetQueryRuntimeStatisticsCommand({ QueryExecutionId: id }))
  expect(told.QueryRuntimeStatistics?.Rows).toMatchObject({ InputBytes: 60 })
})

test('CREATE TABLE AS writes Parquet by partitions, INSERT adds to it, views stand on it, DROP leaves the files', async () => {
  await athena.run(`create table sales with (format = 'PARQUET', external_location = 's3://lake/sales/', partitioned_by = array['country'])
    as select id, amount, country from (values (1, cast(10.50 as decimal(10,2)), 'NO'), (2, null, 'SE')) as t (id, amount, country)`)
  const table = await tableOf('sales')
  expect(table.StorageDescriptor?.Columns).toEqual([
    { Name: 'id', Type: 'int' },
    { Name: 'amount', Type: 'decimal(10,2)' },
  ])
  expect(table.PartitionKeys).toEqual([{ Name: 'country', Type: 'string' }])
  expect((await keys('sales/')).map((key) => key.split('/').slice(0, 2).join('/'))).toEqual([
    'sales/country=NO',
    'sales/country=SE',
  ])
  const inserted = await athena.run(`insert into sales (id, country) select 3, 'DK' union all select 4, 'NO'`)
  const { UpdateCount } = await athena.client.send(
    new GetQueryResultsCommand({ QueryExecutionId: inserted.QueryExecutionId }),
  )
  expect(UpdateCount).toBe(2)
  await athena.run('create view totals as select country, count(*) as n, sum(amount) as amount from sales group by 1')
  expect(await athena.rows('select * from totals order by country')).toEqual([
    ['DK', '1', null],
    ['NO', '2', '10.50'],
    ['SE', '1', null],
  ])
  const scanned = async (sql: string) => (await athena.run(sql)).Statistics!.DataScannedInBytes!
  expect(await scanned(`select id from sales where country = 'SE'`)).toBeLessThan(await scanned('select id from sales'))
  expect((await tableOf('totals')).TableType).toBe('VIRTUAL_VIEW')
  expect(await athena.rows('show views')).toEqual([['totals']])
  expect((await athena.rows('show create view totals')).join('\n')).toContain('sum(amount) as amount')
  await athena.run('create or replace view totals as select 1 as one')
  expect(await athena.rows('select * from totals')).toEqual([['1']])
  const before = await keys('sales/')
  await athena.run('drop view totals')
  await athena.run('drop table sales')
  expect(await athena.failure('select * from sales')).toMatch(/TABLE_NOT_FOUND/)
  expect(await keys('sales/')).toEqual(before)
  expect(
    await athena.failure(`create table sales with (external_location = 's3://lake/sales/') as select 1 as a`),
  ).toMatch(/HIVE_PATH_ALREADY_EXISTS/)
})

test('a table’s rows are whole or not there: a CTAS that fails leaves neither table nor files', async () => {
  expect(
    await athena.failure(
      `create table half with (external_location = 's3://lake/half/') as select 1/(id-2) as x from orders`,
    ),
  ).toBe('FAILED: DIVISION_BY_ZERO: Division by zero')
  expect(await keys('half/')).toEqual([])
  expect(await athena.rows('show tables')).not.toContainEqual(['half'])
})

test('UNLOAD writes as it is told, and names its files', async () => {
  const query = await athena.run(
    `unload (select id, country from orders) to 's3://lake/unload/' with (format = 'TEXTFILE', compression = 'NONE', field_delimiter = '|')`,
  )
  const [key, ...more] = await keys('unload/')
  expect(more).toEqual([])
  expect((await text(key!)).trim().split('\n').toSorted()).toEqual(['1|NO', '2|'])
  const manifest = query.Statistics!.DataManifestLocation!
  expect(await text(manifest.replace('s3://lake/', ''))).toBe(`s3://lake/${key}\n`)
})

test('partitions: MSCK REPAIR, ADD, DROP, SHOW, and rows only of those that are known', async () => {
  await athena.put('events/day=2024-01-01/a.json', '{"id": 1, "Tags": ["a"]}\n{"id": 2}\n')
  await athena.put('events/day=2024-01-02/a.json', '{"id": 3}\n')
  await athena.put('elsewhere/a.json', '{"id": 4}\n')
  await athena.run(`create external table events (id bigint, tags array<string>) partitioned by (day string)
    row format serde 'org.openx.data.jsonserde.JsonSerDe' location 's3://lake/events/'`)
  expect(await athena.rows('select count(*) from events')).toEqual([['0']])
  expect((await athena.rows('msck repair table events')).flat().toSorted()).toEqual(
    expect.arrayContaining([expect.stringContaining('day=2024-01-01'), expect.stringContaining('day=2024-01-02')]),
  )
  await athena.run(
    `alter table events add if not exists partition (day = '2024-01-03') location 's3://lake/elsewhere/'`,
  )
  expect(await athena.rows('show partitions events')).toEqual([
    ['day=2024-01-01'],
    ['day=2024-01-02'],
    ['day=2024-01-03'],
  ])
  expect(await athena.rows('select id, tags, day from events order by id')).toEqual([
    ['1', '[a]', '2024-01-01'],
    ['2', null, '2024-01-01'],
    ['3', null, '2024-01-02'],
    ['4', null, '2024-01-03'],
  ])
  await athena.run(`alter table events drop partition (day = '2024-01-01')`)
  expect(await athena.rows('select count(*) from events')).toEqual([['2']])
  const { Partitions } = await glue.send(new GetPartitionsCommand({ DatabaseName: 'db', TableName: 'events' }))
  expect(Partitions).toHaveLength(2)
})

test('partitions that are projected need no catalog, and end where their ranges end', async () => {
  for (const [day, region] of [
    ['2024/01/01', 'eu'],
    ['2024/01/02', 'us'],
    ['2023/12/31', 'eu'],
    ['2024/01/03', 'ap'],
  ])
    await athena.put(`logs/${region}/${day}/a.csv`, `${day}-${region}\n`)
  await athena.run(`create external table logs (line string) partitioned by (day string, region string, n int)
    row format delimited fields terminated by '|' location 's3://lake/logs/' tblproperties (
    'projection.enabled' = 'true', 'projection.day.type' = 'date', 'projection.day.range' = '2024/01/01,NOW', 'projection.day.format' = 'yyyy/MM/dd',
    'projection.region.type' = 'enum', 'projection.region.values' = 'eu,us',
    'projection.n.type' = 'integer', 'projection.n.range' = '1,3', 'storage.location.template' = 's3://lake/logs/\${region}/\${day}')`)
  expect(await athena.failure('select * from logs')).toMatch(/INVALID_TABLE_PROPERTY: Partition projection/)
  await athena.run('drop table logs')
  await athena.run(`create external table logs (line string) partitioned by (day string, region string)
    row format delimited fields terminated by '|' location 's3://lake/logs/' tblproperties (
    'projection.enabled' = 'true', 'projection.day.type' = 'date', 'projection.day.range' = '2024/01/01,NOW', 'projection.day.format' = 'yyyy/MM/dd',
    'projection.region.type' = 'enum', 'projection.region.values' = 'eu,us', 'storage.location.template' = 's3://lake/logs/\${region}/\${day}')`)
  expect(await athena.rows('select line, day, region from logs order by 1')).toEqual([
    ['2024/01/01-eu', '2024/01/01', 'eu'],
    ['2024/01/02-us', '2024/01/02', 'us'],
  ])
})

test('parameters are values, whatever they hold; prepared statements are kept by work group', async () => {
  const hostile = `'x'' or 1=1 --'`
  expect(await athena.rows('select ? as a, ? as b', { parameters: [hostile, '1.50'] })).toEqual([
    [`x' or 1=1 --`, '1.50'],
  ])
  await athena.run('prepare by_country from select id from orders where country = ? and id >= ?')
  expect(await athena.rows(`execute by_country using 'NO', 1`)).toEqual([['1']])
  expect(await athena.rows('execute by_country', { parameters: [`'NO'`, '2'] })).toEqual([])
  expect(await athena.failure('execute by_country', { parameters: [`'NO'`] })).toMatch(/parameter/i)
  await athena.run('deallocate prepare by_country')
  expect(await athena.failure(`execute by_country using 'NO', 1`)).toContain('Prepared statement not found: by_country')
})

test('a work group says where answers go and how much may be read', async () => {
  const Configuration = {
    EnforceWorkGroupConfiguration: true,
    ResultConfiguration: { OutputLocation: 's3://lake/team/' },
    BytesScannedCutoffPerQuery: 10_000_000,
  }
  await athena.client.send(new CreateWorkGroupCommand({ Name: 'team', Configuration }))
  const query = await athena.run('select 1', { workGroup: 'team', output: 's3://lake/mine/' })
  expect(query.ResultConfiguration?.OutputLocation).toBe(`s3://lake/team/${query.QueryExecutionId}.csv`)
  const { WorkGroup } = await athena.client.send(new GetWorkGroupCommand({ WorkGroup: 'team' }))
  expect(WorkGroup?.Configuration).toMatchObject(Configuration)
  await athena.put('large/a.csv', 'x'.repeat(10_000_001))
  await athena.run(`create external table large (line string) location 's3://lake/large/'`)
  const cut = await athena.run('select length(line) from large', { workGroup: 'team' })
  expect(cut.Status).toMatchObject({
    State: 'CANCELLED',
    StateChangeReason: expect.stringMatching(/Bytes scanned limit/),
  })
  expect((await athena.run('select length(line) from large')).Status?.State).toBe('SUCCEEDED')
  await athena.client.send(new UpdateWorkGroupCommand({ WorkGroup: 'team', State: 'DISABLED' }))
  expect(await athena.failure('select 1', { workGroup: 'team' })).toContain('WorkGroup team is disabled')
  expect(await athena.failure('select 1', { workGroup: 'none' })).toContain('WorkGroup none is not found')
  const { QueryExecutionIds } = await athena.client.send(new ListQueryExecutionsCommand({ WorkGroup: 'team' }))
  expect(QueryExecutionIds).toEqual([cut.QueryExecutionId, query.QueryExecutionId])
})

test('the same token is the same query; a query that is stopped says so', async () => {
  const token = 'a-token-of-at-least-thirty-two-characters'
  const first = await athena.start('select 1', { token })
  expect(await athena.start('select 1', { token })).toBe(first)
  const forever =
    'with recursive n(i) as (select 1 union all select i + 1 from n where i < 100000000) select count(*) from n'
  const id = await athena.start(forever)
  await athena.client.send(new StopQueryExecutionCommand({ QueryExecutionId: id }))
  expect((await athena.ended(id)).Status?.State).toBe('CANCELLED')
  const results = athena.client.send(new GetQueryResultsCommand({ QueryExecutionId: id }))
  expect(await refusal(results)).toEqual(['InvalidRequestException', 400])
})

test('databases and tables, as they are shown', async () => {
  await athena.run(`create database if not exists side comment 'for later'`)
  expect(await athena.rows(`show databases like 's.*'`)).toEqual([['side']])
  await athena.run(`create external table side.t (a int comment 'first', b struct<x:int,y:array<decimal(5,2)>>) partitioned by (p string)
    stored as parquet location 's3://lake/side/' tblproperties ('k' = 'v')`)
  await athena.run(`alter table side.t add columns (c timestamp)`)
  await athena.run(`alter table side.t set tblproperties ('k' = 'w')`)
  expect((await athena.rows('show columns in side.t')).map(([name]) => name!.trim())).toEqual(['a', 'b', 'c', 'p'])
  expect((await athena.rows('describe side.t')).map(([line]) => line!.replace(/\s+/g, ' ').trim()).slice(0, 4)).toEqual(
    ['a int first', 'b struct<x:int,y:array<decimal(5,2)>>', 'c timestamp', 'p string'],
  )
  expect(await athena.rows(`show tblproperties side.t ('k')`)).toEqual([['w']])
  const created = (await athena.rows('show create table side.t')).map(([line]) => line).join('\n')
  await athena.run('drop table side.t')
  await athena.run(created.replace(/`side\.t`/, 'side.t'))
  expect((await athena.rows('show create table side.t')).map(([line]) => line).join('\n')).toBe(created)
  expect(
    await athena.rows(
      `select table_name, column_name, data_type from information_schema.columns where table_schema = 'side' order by ordinal_position`,
    ),
  ).toContainEqual(['t', 'b', 'row(x integer, y array(decimal(5,2)))'])
  expect(await athena.failure('drop database side')).toMatch(/^FAILED/)
  await athena.run('drop database side cascade')
  expect(await athena.failure('show tables in side')).toContain('Database does not exist: side')
})
