import {
  BatchCreatePartitionCommand,
  CreateDatabaseCommand,
  CreateTableCommand,
  DeleteDatabaseCommand,
  DeleteTableCommand,
  GetDatabasesCommand,
  GetPartitionIndexesCommand,
  GetPartitionsCommand,
  GetTableCommand,
  GetTablesCommand,
  GetTableVersionsCommand,
  GetTagsCommand,
  GlueClient,
  UpdateTableCommand,
} from '@aws-sdk/client-glue'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { clientOptions, type Started, start } from './start.ts'

let running: Started
let glue: GlueClient
beforeAll(async () => {
  running = await start()
  glue = new GlueClient(clientOptions(running.url))
  await glue.send(new CreateDatabaseCommand({ DatabaseInput: { Name: 'Shop', Description: 'a shop' } }))
})
afterAll(async () => {
  glue.destroy()
  await running[Symbol.asyncDispose]()
})

const table = (Name: string, extra = {}) => ({
  DatabaseName: 'shop',
  TableInput: {
    Name,
    StorageDescriptor: { Location: `s3://lake/${Name}/`, Columns: [{ Name: 'id', Type: 'int' }] },
    PartitionKeys: [
      { Name: 'year', Type: 'int' },
      { Name: 'country', Type: 'string' },
    ],
    ...extra,
  },
})
const code = (action: Promise<unknown>): Promise<string> =>
  action.then(
    () => 'it succeeded',
    (error: Error) => error.name,
  )

test('databases and tables are kept in lower case and given back as they were sent, no member more', async () => {
  await glue.send(new CreateTableCommand(table('Orders', { Parameters: { classification: 'parquet' } })))
  const { Table } = await glue.send(new GetTableCommand({ DatabaseName: 'SHOP', Name: 'ORDERS' }))
  expect(Table).toMatchObject({
    ...table('orders').TableInput,
    Name: 'orders',
    StorageDescriptor: { Location: 's3://lake/Orders/' },
  })
  expect(Table).not.toHaveProperty('Owner')
  expect(Table).not.toHaveProperty('Description')
  const { DatabaseList } = await glue.send(new GetDatabasesCommand({}))
  expect(DatabaseList).toMatchObject([{ Name: 'shop', Description: 'a shop' }])
  expect(DatabaseList?.[0]).not.toHaveProperty('LocationUri')
})

test('what is there twice, or not at all, is refused with AWS’s own codes', async () => {
  expect(await code(glue.send(new CreateDatabaseCommand({ DatabaseInput: { Name: 'SHOP' } })))).toBe(
    'AlreadyExistsException',
  )
  expect(await code(glue.send(new CreateTableCommand(table('ORDERS'))))).toBe('AlreadyExistsException')
  expect(await code(glue.send(new GetTableCommand({ DatabaseName: 'shop', Name: 'none' })))).toBe(
    'EntityNotFoundException',
  )
  expect(await code(glue.send(new GetTablesCommand({ DatabaseName: 'none' })))).toBe('EntityNotFoundException')
})

test('an update makes a version, and one on an old version is refused', async () => {
  await glue.send(new CreateTableCommand(table('versions')))
  const change = table('versions', { Description: 'new' })
  await glue.send(new UpdateTableCommand({ ...change, VersionId: '0' }))
  expect(await code(glue.send(new UpdateTableCommand({ ...change, VersionId: '0' })))).toBe(
    'ConcurrentModificationException',
  )
  const { TableVersions } = await glue.send(
    new GetTableVersionsCommand({ DatabaseName: 'shop', TableName: 'versions' }),
  )
  expect(TableVersions?.map(({ VersionId, Table }) => [VersionId, Table?.Description])).toEqual([
    ['1', 'new'],
    ['0', undefined],
  ])
})

test('partitions are listed by page and by filter', async () => {
  await glue.send(new CreateTableCommand(table('parts')))
  const inputs = [2, 10, 2004].flatMap((year) =>
    ['USA', 'France', "Côte d'Ivoire"].map((country) => ({ Values: [String(year), country] })),
  )
  const at = { DatabaseName: 'shop', TableName: 'parts' }
  const made = await glue.send(new BatchCreatePartitionCommand({ ...at, PartitionInputList: inputs }))
  expect(made.Errors ?? []).toEqual([])
  const again = await glue.send(
    new BatchCreatePartitionCommand({ ...at, PartitionInputList: [inputs[0]!, { Values: ['1'] }] }),
  )
  expect(again.Errors?.map(({ ErrorDetail }) => ErrorDetail?.ErrorCode)).toEqual([
    'AlreadyExistsException',
    'InvalidInputException',
  ])
  const values = async (Expression?: string) => {
    const found: string[] = []
    let NextToken: string | undefined
    do {
      const page = await glue.send(new GetPartitionsCommand({ ...at, Expression, NextToken, MaxResults: 2 }))
      found.push(...(page.Partitions ?? []).map((one) => (one.Values ?? []).join('/')))
      NextToken = page.NextToken
    } while (NextToken)
    return found
  }
  expect(await values()).toHaveLength(9)
  expect(await values("year > 9 and country = 'USA'")).toEqual(['10/USA', '2004/USA'])
  expect(await values("country like 'C%Iv_ire' and not year in (2, 10)")).toEqual(["2004/Côte d'Ivoire"])
  expect(await values("(year between 1 and 3 or year = 2004) and country = 'Côte d''Ivoire'")).toHaveLength(2)
  expect(await code(values('year ~ 3'))).toBe('InvalidInputException')
  expect(await code(values('nothing = 3'))).toBe('InvalidInputException')
})

test('what goes takes its parts along, and a restart keeps the rest', async () => {
  await glue.send(new CreateTableCommand(table('gone')))
  await glue.send(
    new BatchCreatePartitionCommand({
      DatabaseName: 'shop',
      TableName: 'gone',
      PartitionInputList: [{ Values: ['1', 'a'] }],
    }),
  )
  await glue.send(new DeleteTableCommand({ DatabaseName: 'shop', Name: 'gone' }))
  await glue.send(new CreateTableCommand(table('gone')))
  const { Partitions } = await glue.send(new GetPartitionsCommand({ DatabaseName: 'shop', TableName: 'gone' }))
  expect(Partitions).toEqual([])
  running = await running.restart()
  glue.destroy()
  glue = new GlueClient(clientOptions(running.url))
  const { TableList } = await glue.send(new GetTablesCommand({ DatabaseName: 'shop', Expression: 'go.*' }))
  expect(TableList?.map(({ Name }) => Name)).toEqual(['gone'])
  await glue.send(new DeleteDatabaseCommand({ Name: 'shop' }))
  expect((await glue.send(new GetDatabasesCommand({}))).DatabaseList).toEqual([])
  expect(running.faults).toEqual([])
})

test('a database has tags, which go with it; a table has no index of partitions', async () => {
  const ResourceArn = 'arn:aws:glue:eu-west-1:000000000000:database/tagged'
  const tags = async () => (await glue.send(new GetTagsCommand({ ResourceArn }))).Tags
  await glue.send(new CreateDatabaseCommand({ DatabaseInput: { Name: 'tagged' }, Tags: { a: 'b' } }))
  expect(await tags()).toEqual({ a: 'b' })
  await glue.send(new DeleteDatabaseCommand({ Name: 'tagged' }))
  expect(await code(tags())).toBe('EntityNotFoundException')
  await glue.send(new CreateDatabaseCommand({ DatabaseInput: { Name: 'tagged' } }))
  expect(await tags()).toEqual({})
  await glue.send(new CreateTableCommand({ DatabaseName: 'tagged', TableInput: { Name: 't' } }))
  const indexes = await glue.send(new GetPartitionIndexesCommand({ DatabaseName: 'tagged', TableName: 't' }))
  expect(indexes.PartitionIndexDescriptorList).toEqual([])
  const odd = 'arn:aws:glue:eu-west-1:000000000000:constructor/x'
  expect(await code(glue.send(new GetTagsCommand({ ResourceArn: odd })))).toBe('InvalidInputException')
})
