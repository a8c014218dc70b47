import { afterAll, beforeAll, expect, test } from 'vitest'
import { count, dates, from, max, star, sum } from '../../../src/index.ts'
import { openServed, type Served } from '../../../src/pipeline/served.ts'
import type { Board, BoardFact } from '../../../src/serve/dashboard/board.ts'
import { describeStar } from '../../../src/serve/dashboard/describe-star.ts'
import { type Profile, profileStar } from '../../../src/serve/dashboard/profile.ts'
import { labelOf, levelOf, plural } from '../../../src/serve/dashboard/words.ts'
import { sampleText, type TestProject, testProject } from '../../pipeline/project.ts'

const paths = (drill: BoardFact['what']) => drill?.levels.map(({ path }) => path)

let given: TestProject
let served: Served
let board: Board
beforeAll(async () => {
  given = await testProject({ dump: sampleText() })
  await given.run()
  served = await openServed(given.project)
  const open = { plan: served.version.plan, engine: served.engine }
  board = describeStar(open.plan, await profileStar(open))
})
afterAll(async () => {
  await served[Symbol.asyncDispose]()
  await given[Symbol.asyncDispose]()
})

test('a star of products and countries gets the exercise’s views', () => {
  const [orders] = board.facts
  expect(orders).toMatchObject({ name: 'orders', label: 'Orders', date: 'date', status: { path: 'status' } })
  expect(paths(orders!.what)).toEqual(['product.line', 'product.productName'])
  expect(paths(orders!.where)).toEqual(['location.country', 'location.city', 'customer.customerName'])
  expect(orders!.filters.map(({ label }) => label)).toEqual(['Product line', 'Country', 'Status', 'Product', 'City'])
  expect(orders!.top?.level.path).toBe('product.productName')
  expect(orders!.detail).toMatchObject({
    table: 'orderdetails',
    key: [
      { path: 'orderNumber', column: 'orderNumber' },
      { path: 'productCode', column: 'productCode' },
    ],
  })
})

test('a fact without products is broken down by what it has', () => {
  const payments = board.facts.find(({ name }) => name === 'payments')!
  expect(payments).toMatchObject({ date: 'date', status: null, where: null })
  expect(paths(payments.what)?.at(-1)).toBe('customer.customerName')
})

test('measures say how they are written, and whether they add up', () => {
  const measures = Object.fromEntries(board.facts[0]!.measures.map((measure) => [measure.name, measure]))
  expect(measures.sales).toEqual({
    name: 'sales',
    label: 'Sales',
    format: { kind: 'number', digits: 2 },
    additive: true,
  })
  expect(measures.orders).toMatchObject({ format: { kind: 'number', digits: 0 }, additive: false })
  expect(measures.price).toMatchObject({ format: { kind: 'number', digits: 2 }, additive: false })
})

const tables = {
  machines: { key: ['id'], columns: { id: 'int', site: 'varchar(20)', maker: 'varchar(20)' }, refs: {} },
  faults: {
    key: ['id'],
    columns: { id: 'int', machine: 'int', seen: 'date', minutes: 'int', stage: 'varchar(9)' },
    refs: { of: ['machine', 'machines'] },
  },
} as const
const { dimension, fact } = from(tables)
const machines = dimension('machines', (m) => ({ site: m.site, maker: m.maker }))

const planOf = async (model: unknown): Promise<Served & { given: TestProject }> => {
  const dump = `SET NAMES utf8mb4;
CREATE TABLE machines (id int NOT NULL, site varchar(20) NOT NULL, maker varchar(20) NOT NULL, PRIMARY KEY (id));
INSERT INTO machines VALUES (1,'North','Acme'),(2,'South','Acme'),(3,'South','Bolt');
CREATE TABLE faults (id int NOT NULL, machine int NOT NULL, seen date NOT NULL, minutes int NOT NULL, stage varchar(9) NOT NULL, PRIMARY KEY (id), CONSTRAINT f FOREIGN KEY (machine) REFERENCES machines (id));
INSERT INTO faults VALUES (1,1,'2024-01-02',5,'open'),(2,2,'2024-01-03',7,'closed'),(3,3,'2024-02-03',9,'closed');
`
  const project = await testProject({ dump, model })
  await project.run()
  return { ...(await openServed(project.project)), given: project }
}

const boardOf = async (model: unknown): Promise<BoardFact> => {
  const { version, engine, given: project } = await planOf(model)
  const made = describeStar(version.plan, await profileStar({ plan: version.plan, engine }))
  await engine[Symbol.asyncDispose]()
  await project[Symbol.asyncDispose]()
  return made.facts[0]!
}

test('another star gets sensible views: groups of what it has, and its stages', async () => {
  const faults = fact('faults', (f) => ({
    machine: machines.at(f.of),
    seen: dates.at(f.seen),
    minutes: f.minutes,
    stage: f.stage,
  }))
  const made = await boardOf(
    star({ faults: faults.measures({ minutes: sum('minutes'), faults: count(), longest: max('minutes') }) }),
  )
  expect(made).toMatchObject({
    date: 'date',
    days: { first: '2024-01-02', last: '2024-02-03' },
    status: { path: 'stage' },
    where: null,
  })
  expect(paths(made.what)).toEqual(['machine.site'])
  expect(made.tiles).toEqual(['minutes', 'faults', 'longest'])
})

test('a star without dates, dimensions and categories still has figures and rows', async () => {
  const faults = fact('faults', (f) => ({ minutes: f.minutes }))
  const made = await boardOf(star({ faults: faults.measures({ minutes: sum('minutes') }) }))
  expect(made).toMatchObject({ date: null, days: null, what: null, where: null, top: null, status: null, filters: [] })
  expect(made.detail.paths.map(({ path }) => path)).toEqual(['id'])
})

test('a star that was not looked at has a dashboard too', () => {
  const nothing: Profile = { facts: {} }
  expect(describeStar(served.version.plan, nothing).facts[0]).toMatchObject({ what: null, where: null, days: null })
})

test.each([
  ['product.line', 'Product line'],
  ['product.productName', 'Product'],
  ['customer.customerName', 'Customer'],
  ['location.country', 'Country'],
  ['track.name', 'Track'],
  ['album.title', 'Album'],
  ['orderStatus', 'Order status'],
])('%s is called %s', (path, label) => {
  expect(levelOf(path)).toEqual({ path, label })
})

test('names become words, and words plurals', () => {
  expect(labelOf('unit_price')).toBe('Unit price')
  expect(['Country', 'Product line', 'Status', 'Branch', 'Day'].map(plural)).toEqual([
    'countries',
    'product lines',
    'statuses',
    'branches',
    'days',
  ])
})
