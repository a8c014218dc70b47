import {
  CreateDatabaseCommand,
  CreateTableCommand,
  DeleteTableCommand,
  GetTableCommand,
  GetTablesCommand,
  GetTableVersionsCommand,
  GlueClient,
  type Table,
  UpdateTableCommand,
} from '@aws-sdk/client-glue'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { completeConfig } from '../../src/config.ts'
import type { Catalog } from '../../src/core/catalog.ts'
import type { Engine } from '../../src/core/engine.ts'
import { count, dates, from, star, sum } from '../../src/index.ts'
import { rollback } from '../../src/pipeline/maintain.ts'
import { run } from '../../src/pipeline/run.ts'
import { openBuckets } from '../lake/bucket.ts'
import { sampleText, testProject } from '../pipeline/project.ts'
import { clientOptions } from '../sandbox/start.ts'

let buckets: Awaited<ReturnType<typeof openBuckets>>
let glue: GlueClient
beforeAll(async () => {
  buckets = await openBuckets('lake')
  glue = new GlueClient(clientOptions(buckets.url))
})
afterAll(async () => {
  glue.destroy()
  await buckets[Symbol.asyncDispose]()
})

const tablesIn = async (DatabaseName: string): Promise<Record<string, Table>> =>
  Object.fromEntries(
    ((await glue.send(new GetTablesCommand({ DatabaseName }))).TableList ?? []).map((one) => [one.Name!, one]),
  )

test('each version is shown as tables with types, comments, statistics and the folder of its files', async () => {
  await using given = await testProject({
    dump: sampleText(),
    config: { lake: 's3://lake/star', glue: { database: 'star' } },
  })
  const first = await given.run()
  const shown = await tablesIn('star')
  expect(Object.keys(shown).sort()).toEqual(Object.keys(first.tables).sort())
  const fact = shown.fact_orders!
  expect(fact.StorageDescriptor?.Location).toMatch(/^s3:\/\/lake\/star\/fact_orders\/v000001-\w+\/$/)
  expect(fact.Parameters).toMatchObject({
    classification: 'parquet',
    numRows: String(first.tables.fact_orders!.rows),
    'starlift.version': '1',
    'starlift.lake': first.lake,
  })
  const types = Object.fromEntries((fact.StorageDescriptor?.Columns ?? []).map(({ Name, Type }) => [Name, Type]))
  expect(types).toMatchObject({
    order_amount: 'decimal(20,2)',
    ordered_key: 'int',
    status: 'string',
    quantity_ordered: 'int',
  })
  await given.dump(sampleText(2))
  await given.run()
  expect((await tablesIn('star')).fact_orders!.StorageDescriptor?.Location).toContain('/v000002-')
  await rollback(given.project)
  const back = await tablesIn('star')
  expect(back.fact_orders!.StorageDescriptor?.Location).toBe(fact.StorageDescriptor?.Location)
  expect(new Set(Object.values(back).map(({ Parameters }) => Parameters?.['starlift.version']))).toEqual(new Set(['3']))
})

test('dimensions are told before facts, and the other way round for a rollback', async () => {
  await using given = await testProject({
    dump: sampleText(),
    config: { lake: 's3://lake/order', glue: { database: 'ordered' } },
  })
  const at = async () => {
    const found = await tablesIn('ordered')
    const time = (kind: string) =>
      Object.values(found)
        .filter(({ Name }) => Name!.startsWith(kind))
        .map(({ UpdateTime }) => UpdateTime!.getTime())
    return { dimensions: time('dim_'), facts: time('fact_') }
  }
  await given.run()
  await given.run()
  const run = await at()
  expect(Math.max(...run.dimensions)).toBeLessThanOrEqual(Math.min(...run.facts))
  await rollback(given.project)
  const back = await at()
  expect(Math.max(...back.facts)).toBeLessThanOrEqual(Math.min(...back.dimensions))
})

test('a table that shows a newer version stays, one that the star lost goes, another’s is refused', async () => {
  const config = { lake: 's3://lake/guard', glue: { database: 'guard' } } as const
  await using given = await testProject({ dump: sampleText(), config })
  const first = await given.run()
  const { StorageDescriptor, Name, Parameters } = (await tablesIn('guard')).fact_orders!
  const input = (changed: Record<string, string>, name = Name) => ({
    DatabaseName: 'guard',
    TableInput: { Name: name, StorageDescriptor, Parameters: { ...Parameters, ...changed } },
  })
  await glue.send(new DeleteTableCommand({ DatabaseName: 'guard', Name }))
  await glue.send(new CreateTableCommand(input({ 'starlift.version': '99' })))
  await glue.send(new CreateTableCommand(input({}, 'fact_gone')))
  await glue.send(new CreateTableCommand(input({ 'starlift.lake': 'of somebody else' }, 'fact_others')))
  await given.run()
  const after = await tablesIn('guard')
  expect(after.fact_orders!.Parameters?.['starlift.version']).toBe('99')
  expect(Object.keys(after)).not.toContain('fact_gone')
  expect(Object.keys(after)).toContain('fact_others')
  await using other = await testProject({ dump: sampleText(), config: { ...config, lake: 's3://lake/other' } })
  const { lake } = await other.run()
  expect(lake).not.toBe(first.lake)
  const shown = await glue.send(new GetTableCommand({ DatabaseName: 'guard', Name: 'dim_products' }))
  expect(shown.Table?.Parameters?.['starlift.lake']).toBe(first.lake)
  const { TableVersions } = await glue.send(
    new GetTableVersionsCommand({ DatabaseName: 'guard', TableName: 'dim_products' }),
  )
  expect(TableVersions).toHaveLength(2)
})

test('moments finer than milliseconds are not shown to readers that would round them', async () => {
  await glue.send(new CreateDatabaseCommand({ DatabaseInput: { Name: 'moments' } }))
  const tables = { t: { key: ['id'], columns: { id: 'int', at: 'datetime(6)', day: 'date' }, refs: {} } } as const
  const { fact } = from(tables)
  const model = star({
    t: fact('t', (t) => ({ day: dates.at(t.day), at: t.at, id: t.id })).measures({ rows: count(), ids: sum('id') }),
  })
  const dump = (at: string) =>
    `SET NAMES utf8mb4;\nCREATE TABLE t (id int NOT NULL, at datetime(6) NOT NULL, day date NOT NULL, PRIMARY KEY (id));\nINSERT INTO t VALUES (1,'${at}','2024-01-01');`
  await using given = await testProject({
    dump: dump('2024-01-01 00:00:00.000001'),
    model,
    config: { lake: 's3://lake/moments', glue: { database: 'moments' } },
  })
  expect((await given.run()).version).toBe(1)
  expect(Object.keys(await tablesIn('moments'))).toEqual([])
  await given.dump(dump('2024-01-01 00:00:00.001000'))
  expect((await given.run()).version).toBe(2)
  expect(Object.keys(await tablesIn('moments')).sort()).toEqual(['dim_dates', 'fact_t'])
})

test('a Glue catalog of a lake in a folder is a fault of the config', () => {
  const config = { source: { dump: 'x.sql' }, lake: './lake', glue: { database: 'star' } }
  expect(() => completeConfig(config, '/p/starlift.config.ts')).toThrowError(
    expect.objectContaining({
      code: 'CONFIG',
      lines: ["glue: a Glue catalog shows a lake in a bucket: lake: 's3://bucket/prefix'"],
    }),
  )
})

test('what Athena reads is compared with what was proven: a table that holds something else is said', async () => {
  const config = {
    lake: 's3://lake/back',
    glue: { database: 'back' },
    athena: { output: 's3://lake/answers/' },
  } as const
  await using given = await testProject({ dump: sampleText(), config })
  const [told, again] = [await run(given.project), await run(given.project)]
  expect([told.untold, again.untold]).toEqual([[], []])
  const spoiled = { ...given.project, catalogs: (engine: Engine) => given.project.catalogs(engine).map(spoil) }
  const { version, untold } = await run(spoiled)
  expect(version.version).toBe(3)
  expect(untold).toEqual([
    {
      catalog: 'Athena back',
      reason: expect.stringMatching(
        /^Athena reads another fact_orders than version 3 holds: rows: proven [\d,]+, read 0; /,
      ),
    },
  ])
})

/** A catalog that shows the fact without its files. */
const spoil = (catalog: Catalog): Catalog => ({
  ...catalog,
  announce: async (version) => {
    await catalog.announce(version)
    if (!catalog.label.startsWith('Glue')) return
    const { fact_orders: fact } = await tablesIn('back')
    const { Name, Parameters, StorageDescriptor } = fact!
    const nowhere = { ...StorageDescriptor, Location: 's3://lake/back/nowhere/' }
    const TableInput = { Name, Parameters, StorageDescriptor: nowhere }
    await glue.send(new UpdateTableCommand({ DatabaseName: 'back', TableInput }))
  },
})
