import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { average, count, countDistinct, dates, from, last, max, min, ratio, star, sum } from '../../src/index.ts'
import { openServed, type Served } from '../../src/pipeline/served.ts'
import { type AnswerToAsk, answerQuestion } from '../../src/serve/ask.ts'
import type { Asked } from '../../src/serve/asked.ts'
import { failureOf, hasRealDump, REAL_DUMP, type TestProject, testProject } from '../pipeline/project.ts'

const tables = {
  products: { key: ['code'], columns: { code: 'varchar(9)', line: 'varchar(9)?' }, refs: {} },
  sales: {
    key: ['id'],
    columns: { id: 'int', product: 'varchar(9)?', sold: 'date?', amount: 'decimal(10,2)?', pieces: 'int' },
    refs: { productRow: ['product', 'products'] },
  },
  stock: {
    key: ['product', 'day'],
    columns: { product: 'varchar(9)', day: 'date', pieces: 'int' },
    refs: { productRow: ['product', 'products'] },
  },
} as const

const DUMP = `SET NAMES utf8mb4;
CREATE TABLE products (code varchar(9) NOT NULL, line varchar(9), PRIMARY KEY (code));
INSERT INTO products VALUES ('a','cars'),('b','cars'),('c','ships'),('d',NULL);
CREATE TABLE sales (id int NOT NULL, product varchar(9), sold date, amount decimal(10,2), pieces int NOT NULL, PRIMARY KEY (id), CONSTRAINT p FOREIGN KEY (product) REFERENCES products (code));
INSERT INTO sales VALUES (1,'a','2023-02-28',10.00,1),(2,'a','2024-02-28',15.05,3),(3,'a','2024-02-29',1.00,1),(4,'b','2024-03-01',NULL,2),(5,'c','2024-01-15',7.10,3),(6,'c','2023-12-31',100.00,1),(7,'d','2024-01-20',3.33,7),(8,NULL,NULL,0.01,1),(9,'c','2023-01-15',2.00,1);
CREATE TABLE stock (product varchar(9) NOT NULL, day date NOT NULL, pieces int NOT NULL, PRIMARY KEY (product, day), CONSTRAINT q FOREIGN KEY (product) REFERENCES products (code));
INSERT INTO stock VALUES ('a','2024-01-30',5),('a','2024-01-31',6),('b','2024-01-31',7),('a','2024-02-29',1),('b','2024-02-10',9);
`
const { dimension, fact } = from(tables)
const products = dimension('products', (p) => ({ line: p.line }))
const sales = fact('sales', (s) => ({
  product: products.at(s.productRow),
  sold: dates.at(s.sold),
  amount: s.amount,
  pieces: s.pieces,
}))
  .on('sold')
  .measures({
    sales: sum('amount'),
    pieces: sum('pieces'),
    rows: count(),
    buyers: countDistinct('product'),
    mean: average('amount'),
    least: min('amount'),
    greatest: max('amount'),
    price: ratio('sales', 'pieces'),
  })
const stock = fact('stock', (s) => ({ product: products.at(s.productRow), day: dates.at(s.day), stocked: s.pieces }))
  .on('day')
  .measures({ inStock: last('stocked', 'day') })

let given: TestProject
let served: Served
beforeAll(async () => {
  given = await testProject({ dump: DUMP, model: star({ sales, stock }) })
  await given.run()
  served = await openServed(given.project)
})
afterAll(async () => {
  await served[Symbol.asyncDispose]()
  await given[Symbol.asyncDispose]()
})

const ask = (asked: Asked): Promise<AnswerToAsk> =>
  answerQuestion(asked, { plan: served.version.plan, engine: served.engine })
const rows = async (asked: Asked) => (await ask(asked)).rows.map(({ values }) => Object.values(values))

test('every kind of measure, exact, by a path with a group that has no value', async () => {
  const measures = ['sales', 'pieces', 'rows', 'buyers', 'mean', 'least', 'greatest', 'price']
  expect(await rows({ measures, by: ['product.line'] })).toEqual([
    ['cars', '26.05', '7', '4', '2', '8.683333', '1.00', '15.05', '3.721429'],
    ['ships', '109.10', '5', '3', '1', '36.366667', '2.00', '100.00', '21.820000'],
    [null, '3.34', '8', '2', '1', '1.670000', '0.01', '3.33', '0.417500'],
  ])
})

test('the whole, where nothing groups it; nothing at all is NULL, and no rows are 0', async () => {
  expect(await rows({ measures: ['sales', 'rows'] })).toEqual([['138.49', '9']])
  expect(await rows({ measures: ['sales', 'rows', 'price'], where: { 'product.line': 'trains' } })).toEqual([
    [null, '0', null],
  ])
})

test('a balance is what stood on the last day of each group’s time, and adds up over everything else', async () => {
  expect(await rows({ measures: ['inStock'], by: ['date.month'] })).toEqual([
    ['1', '13'],
    ['2', '1'],
  ])
  expect(await rows({ measures: ['inStock'] })).toEqual([['1']])
  expect(
    await rows({
      measures: ['inStock'],
      by: ['product.line', 'date.month'],
      where: { 'date.date': { to: '2024-02-28' } },
    }),
  ).toEqual([
    ['cars', '1', '13'],
    ['cars', '2', '9'],
  ])
})

test('two facts stand side by side by what they share', async () => {
  expect(await rows({ measures: ['sales', 'inStock'], by: ['date.month'], where: { 'date.year': 2024 } })).toEqual([
    ['1', '10.43', '13'],
    ['2', '16.05', '1'],
    ['3', null, null],
  ])
})

describe('conditions', () => {
  test.each([
    [{ 'product.line': 'cars' }, '4'],
    [{ 'product.line': ['cars', null] }, '6'],
    [{ 'product.line': null }, '2'],
    [{ 'sold.date': { from: '2024-02-28', to: '2024-02-29' } }, '2'],
    [{ 'sold.year': { from: 2024 } }, '5'],
    [{ amount: '7.1' }, '1'],
    [{ amount: { to: 2 } }, '3'],
    [{ 'product.line': [] }, '0'],
    [{ 'product.line': "cars' or '1'='1" }, '0'],
  ] as const)('%j', async (where, count) => {
    expect(await rows({ measures: ['rows'], where })).toEqual([[count]])
  })
})

describe('like for like', () => {
  test('the same days of the year before end with the last day that has data', async () => {
    const answer = await ask({
      measures: ['sales', 'rows'],
      by: ['date.year', 'product.line'],
      where: { 'date.date': { from: '2024-01-01', to: '2024-12-31' } },
      compare: 'sameDaysLastYear',
    })
    expect(answer.periods).toEqual({
      now: { from: '2024-01-01', to: '2024-03-01' },
      before: { from: '2023-01-01', to: '2023-03-01' },
    })
    expect(answer.rows).toEqual([
      {
        values: { 'date.year': '2024', 'product.line': 'cars', sales: '16.05', rows: '3' },
        previous: { sales: '10.00', rows: '1' },
      },
      {
        values: { 'date.year': '2024', 'product.line': 'ships', sales: '7.10', rows: '1' },
        previous: { sales: '2.00', rows: '1' },
      },
      {
        values: { 'date.year': '2024', 'product.line': null, sales: '3.33', rows: '1' },
        previous: { sales: null, rows: null },
      },
    ])
  })

  test('the period before is as long, and its days stand beside those of now', async () => {
    const answer = await ask({
      measures: ['rows'],
      by: ['sold.date'],
      where: { 'sold.date': { from: '2024-02-29', to: '2024-03-01' } },
      compare: 'previousPeriod',
    })
    expect(answer.periods?.before).toEqual({ from: '2024-02-27', to: '2024-02-28' })
    expect(answer.rows).toEqual([
      { values: { 'sold.date': '2024-02-29', rows: '1' }, previous: { rows: null } },
      { values: { 'sold.date': '2024-03-01', rows: '1' }, previous: { rows: '1' } },
    ])
  })

  test.each([
    [{ from: '2031-01-01', to: '2031-02-01' }, '2031-02-01', '2030-02-01'],
    [{ from: '2031-01-01' }, '2031-01-01', '2030-01-01'],
  ])('a period beyond all data does not end before it begins: %j', async (days, to, before) => {
    const answer = await ask({ measures: ['rows'], where: { 'date.date': days }, compare: 'sameDaysLastYear' })
    expect(answer.periods).toEqual({
      now: { from: '2031-01-01', to },
      before: { from: '2030-01-01', to: before },
    })
  })

  test('a group that only the period before has is there', async () => {
    const answer = await ask({
      measures: ['sales'],
      by: ['product.line'],
      where: { 'date.date': { from: '2024-02-01' } },
      compare: 'previousPeriod',
      order: '-sales',
    })
    expect(answer.rows.map(({ values, previous }) => [values['product.line'], values.sales, previous?.sales])).toEqual([
      ['cars', '16.05', null],
      ['ships', null, '7.10'],
      [null, null, '3.33'],
    ])
  })
})

test('the SQL shown is the SQL asked, and runs as it stands', async () => {
  const answer = await ask({
    measures: ['sales'],
    by: ['product.line'],
    where: { 'product.line': ["o'b?", 'cars'] },
    limit: 3,
  })
  expect(answer.sql).toHaveLength(1)
  expect((await served.engine.query(answer.sql[0]!)).rows).toEqual([['cars', '26.05']])
})

describe('what cannot be asked', () => {
  test.each([
    [{ measures: ['slaes'] }, /no measure slaes/, 'Close names: sales.'],
    [{ measures: ['sales'], by: ['product.lin'] }, /no path product.lin/, 'Close names: product.line'],
    [{ measures: ['sales', 'inStock'], by: ['sold.year'] }, /stock cannot be grouped or chosen by sold.year/, ''],
    [{ measures: [] }, /needs a measure/, ''],
    [
      { measures: ['sales'], where: { 'sold.date': '2024-02-30' } },
      /sold.date is a date, and '2024-02-30' is none/,
      '',
    ],
    [{ measures: ['sales'], where: { amount: '1.005' } }, /amount is a decimal\(10,2\), and '1.005' is none/, ''],
    [{ measures: ['sales'], where: { 'sold.year': 'x' } }, /sold.year is an integer/, ''],
    [{ measures: ['sales'], limit: 0 }, /limit of 0/, ''],
    [{ measures: ['sales'], order: 'pieces' }, /no column pieces to be sorted by/, ''],
    [{ measures: ['sales'], compare: 'previousPeriod' }, /needs one period/, ''],
    [{ measures: ['sales'], by: ['constructor'] }, /no path constructor/, ''],
  ] as const)('%j', async (asked, what, line) => {
    const failure = await failureOf(ask(asked as Asked))
    expect([failure.code, failure.exitCode]).toEqual(['QUESTION', 2])
    expect(failure.message).toMatch(what)
    expect(failure.lines.join()).toContain(line)
  })
})

test.skipIf(!hasRealDump)('the exercise’s figures, as the source has them', async () => {
  await using real = await testProject({ dump: readFileSync(REAL_DUMP) })
  await real.run()
  await using open = await openServed(real.project)
  const askReal = (asked: Asked) => answerQuestion(asked, { plan: open.version.plan, engine: open.engine })
  const countries = await askReal({ measures: ['sales'], by: ['location.country'], order: '-sales' })
  const by = new Map(countries.rows.map(({ values }) => [values['location.country'], values.sales]))
  expect(by.get('USA')).toBe('3273280.05')
  expect(by.get('New Zealand')).toBe('476847.01')
  expect(by.get('Norway')).toBe('270846.30')
  expect(by.size).toBe(21)
  const lines = await askReal({ measures: ['sales'], by: ['product.line'] })
  expect(lines.rows).toHaveLength(7)
  const grown = await askReal({
    measures: ['sales'],
    where: { 'date.date': { from: '2005-01-01' } },
    compare: 'sameDaysLastYear',
  })
  expect(grown.rows).toEqual([{ values: { sales: '1770936.71' }, previous: { sales: '1235480.38' } }])
})
