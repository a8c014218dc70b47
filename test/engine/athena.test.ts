import { GetTableCommand, GlueClient, UpdateTableCommand } from '@aws-sdk/client-glue'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { completeConfig, openAthena } from '../../src/config.ts'
import { openServed } from '../../src/pipeline/served.ts'
import { answerQuestion } from '../../src/serve/ask.ts'
import type { Asked } from '../../src/serve/asked.ts'
import { openBuckets } from '../lake/bucket.ts'
import { failureOf, type Published, sampleText, type TestProject, testProject } from '../pipeline/project.ts'
import { clientOptions } from '../sandbox/start.ts'

const CONFIG = {
  source: { dump: 'dump.sql' },
  lake: 's3://lake/star',
  glue: { database: 'star' },
  athena: { output: 's3://lake/results/' },
} as const

let buckets: Awaited<ReturnType<typeof openBuckets>>
let given: TestProject
let version: Published
beforeAll(async () => {
  buckets = await openBuckets('lake')
  given = await testProject({ dump: sampleText(), config: CONFIG })
  version = await given.run()
})
afterAll(async () => {
  await given[Symbol.asyncDispose]()
  await buckets[Symbol.asyncDispose]()
})

const athena = (config: object = CONFIG) =>
  openAthena(completeConfig(config, `${given.folder}/starlift.config.ts`), version)

const QUESTIONS: readonly Asked[] = [
  { measures: ['sales', 'units', 'cost', 'orders', 'price'], by: ['product.line'] },
  { measures: ['sales'], by: ['location.country'], order: '-sales', limit: 3 },
  { measures: ['sales', 'received'], by: ['customer.customerName', 'date.year'], where: { 'date.quarter': [1, 2] } },
  {
    measures: ['sales'],
    by: ['status'],
    where: { 'location.country': ["it's", 'USA', null], orderAmount: { from: '100.50' } },
  },
  {
    measures: ['sales', 'orders'],
    by: ['date.month'],
    where: { 'date.date': { from: '2025-01-01' } },
    compare: 'sameDaysLastYear',
  },
  {
    measures: ['units'],
    by: ['date.date'],
    where: { 'date.date': { from: '2024-01-01', to: '2024-02-01' } },
    compare: 'previousPeriod',
  },
]

test.each(QUESTIONS.map((asked) => [JSON.stringify(asked), asked] as const))(
  'the same answer there as here: %s',
  async (_, asked) => {
    await using served = await openServed(given.project)
    const here = await answerQuestion(asked, { plan: version.plan, engine: served.engine })
    const there = await answerQuestion(asked, { plan: version.plan, engine: await athena() })
    expect(there.rows).toEqual(here.rows)
    expect(there.rows.length).toBeGreaterThan(0)
  },
)

test('says how much was scanned, and what was wrong in Athena’s words', async () => {
  const engine = await athena()
  expect(engine.scanned()).toBe(0)
  await engine.query('select sum(order_amount) from fact_orders')
  expect(engine.scanned()).toBeGreaterThan(1000)
  const failure = await failureOf(engine.query('select nothing from fact_orders'))
  expect(failure.code).toBe('QUERY')
  expect(failure.lines.join()).toMatch(/Column 'nothing' cannot be resolved/)
})

test('tables of two versions are not joined', async () => {
  const glue = new GlueClient(clientOptions(buckets.url))
  const at = { DatabaseName: 'star', Name: 'dim_products' }
  const { Table } = await glue.send(new GetTableCommand(at))
  const { StorageDescriptor, Parameters, TableType } = Table!
  const shown = (of: string) =>
    glue.send(
      new UpdateTableCommand({
        DatabaseName: 'star',
        TableInput: {
          Name: 'dim_products',
          TableType,
          StorageDescriptor,
          Parameters: { ...Parameters, 'starlift.version': of },
        },
      }),
    )
  await shown('7')
  const failure = await failureOf(athena())
  await shown('1')
  glue.destroy()
  expect(failure.code).toBe('LAKE_FALSE')
  expect(failure.message).toBe('The Glue table star.dim_products shows version 7, and the lake serves version 1')
})

test('without a Glue database there is nothing to ask there', async () => {
  const failure = await failureOf(athena({ ...CONFIG, glue: undefined }))
  expect([failure.code, failure.subject]).toEqual(['CONFIG', 'glue'])
})
