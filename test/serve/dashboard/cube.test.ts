import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { average, count, countDistinct, dates, from, last, max, min, ratio, star, sum } from '../../../src/index.ts'
import { openServed, type Served } from '../../../src/pipeline/served.ts'
import { answerQuestion, type Star } from '../../../src/serve/ask.ts'
import type { Asked } from '../../../src/serve/asked.ts'
import type { BoardFact } from '../../../src/serve/dashboard/board.ts'
import type { Cube } from '../../../src/serve/dashboard/cube.ts'
import { answerFromCubes } from '../../../src/serve/dashboard/cube-answer.ts'
import { describeStar } from '../../../src/serve/dashboard/describe-star.ts'
import { makeCube } from '../../../src/serve/dashboard/make-cube.ts'
import { GRAINS, INITIAL, type PageState } from '../../../src/serve/dashboard/page-state.ts'
import { profileStar } from '../../../src/serve/dashboard/profile.ts'
import { choicesQuestion, choose, questionsOf } from '../../../src/serve/dashboard/questions.ts'
import { sampleText, type TestProject, testProject } from '../../pipeline/project.ts'

interface Opened extends AsyncDisposable {
  readonly served: Star
  readonly facts: readonly BoardFact[]
  readonly cubes: readonly Cube[]
}

async function open(given: TestProject): Promise<Opened> {
  await given.run()
  const opened: Served = await openServed(given.project)
  const served = { plan: opened.version.plan, engine: opened.engine }
  const { facts } = describeStar(served.plan, await profileStar(served))
  const cubes: Cube[] = []
  for (const fact of facts) cubes.push((await makeCube(fact, served))!)
  return {
    ...{ served, facts, cubes },
    async [Symbol.asyncDispose]() {
      await opened[Symbol.asyncDispose]()
      await given[Symbol.asyncDispose]()
    },
  }
}

/** Both answers, without the SQL that only one of them has. */
async function both({ served, cubes }: Opened, asked: Asked): Promise<readonly unknown[]> {
  const { sql: _, ...engine } = await answerQuestion(asked, served)
  const cube = answerFromCubes(cubes, asked)
  return [
    { ...cube, sql: undefined },
    { ...engine, sql: undefined },
  ]
}

describe('the page that was taken along', () => {
  let shop: Opened
  beforeAll(async () => {
    shop = await open(await testProject({ dump: sampleText() }))
  })
  afterAll(() => shop[Symbol.asyncDispose]())

  const states = (): fc.Arbitrary<PageState> => {
    const [orders] = shop.cubes
    const valueAt = (path: string) => fc.constantFrom(...orders!.paths.find(({ name }) => name === path)!.values)
    const filter = fc
      .constantFrom('product.line', 'location.country', 'status', 'product.productName')
      .chain((path) =>
        fc.uniqueArray(valueAt(path), { minLength: 1, maxLength: 3 }).map((values) => [path, values] as const),
      )
    return fc.record({
      fact: fc.constantFrom('orders', 'payments'),
      period: fc.constantFrom(
        'all',
        'ytd',
        '2023',
        '2024',
        '12m',
        '90d',
        '2024-02-01..2024-02-29',
        '2023-12-15..2024-03-31',
        '2031-01-01..2031-02-01',
      ),
      compare: fc.constantFrom('sameDaysLastYear' as const, 'previousPeriod' as const, null),
      filters: fc.array(filter, { maxLength: 2 }).map((all) => Object.fromEntries(all)),
      grain: fc.constantFrom(null, ...GRAINS),
      measure: fc.constantFrom(null, 'sales', 'orders', 'underList', 'price'),
      top: fc.integer({ min: 1, max: 20 }),
      sort: fc.constantFrom(null, 'sales', '-units', 'product.productName'),
      page: fc.constant(1),
      tables: fc.constant([]),
    })
  }

  test('answers everything that the page can ask as the star does', async () => {
    await fc.assert(
      fc.asyncProperty(states(), async (state) => {
        const filters = state.fact === 'orders' ? state.filters : {}
        const chosen = choose(shop.facts, { ...state, filters })
        const questions = [...Object.values(questionsOf(chosen)), choicesQuestion(chosen, chosen.fact.filters[0]!.path)]
        for (const asked of questions) {
          const [cube, engine] = await both(shop, asked)
          expect(cube).toEqual(engine)
        }
      }),
      { numRuns: 12 },
    )
  })

  test('does not answer what it does not hold', () => {
    expect(answerFromCubes(shop.cubes, { measures: ['sales'], by: ['customer.phone'] })).toBe(null)
    expect(answerFromCubes(shop.cubes, { measures: ['salez'] })).toBe(null)
    expect(answerFromCubes(shop.cubes, { measures: ['sales', 'received'] })).toBe(null)
  })

  test('is made of no more cells than anybody wants to send', async () => {
    const { engine } = shop.served
    const [orders] = shop.served.plan.facts
    const many = {
      query: (sql: string) =>
        engine.query(
          sql
            .replace(`from "${orders!.table}" as f`, `from (select * from "${orders!.table}", range(20) r) as f`)
            .replace('group by', 'group by random(),'),
        ),
    }
    expect(shop.cubes[0]!.cells).toBeLessThan(50_000)
    expect(await makeCube(shop.facts[0]!, { ...shop.served, engine: many })).toBe(null)
  })
})

const tables = {
  shops: { key: ['id'], columns: { id: 'int', city: 'varchar(9)?' }, refs: {} },
  stock: {
    key: ['shop', 'day'],
    columns: { shop: 'int?', day: 'date?', pieces: 'int', worth: 'decimal(9,2)?', word: 'varchar(9)' },
    refs: { at: ['shop', 'shops'] },
  },
} as const
const DUMP = `SET NAMES utf8mb4;
CREATE TABLE shops (id int NOT NULL, city varchar(9), PRIMARY KEY (id));
INSERT INTO shops VALUES (1,'Bern'),(2,'Bern'),(3,NULL),(4,'Łódź');
CREATE TABLE stock (id int NOT NULL, shop int, day date, pieces int NOT NULL, worth decimal(9,2), word varchar(9) NOT NULL, PRIMARY KEY (id), CONSTRAINT a FOREIGN KEY (shop) REFERENCES shops (id));
INSERT INTO stock VALUES (1,1,'2023-02-28',5,1.10,'b'),(2,1,'2024-02-29',6,NULL,'a'),(3,2,'2024-02-28',7,2.20,'z'),(4,3,'2024-02-29',-3,-9.99,'é'),(5,4,'2024-02-27',0,0.01,'𝄞'),(6,NULL,'2024-01-31',9,3.00,'ﬁ'),(7,2,NULL,1,4.40,'c'),(8,4,'2023-02-27',2,8.00,'c');
`

test('every kind of measure, over leap days, unknown days and members, and letters beyond the usual', async () => {
  const { dimension, fact } = from({
    ...tables,
    stock: { ...tables.stock, key: ['id'], columns: { ...tables.stock.columns, id: 'int' } },
  } as const)
  const shops = dimension('shops', (s) => ({ city: s.city }))
  const stock = fact('stock', (s) => ({
    shop: shops.at(s.at),
    day: dates.at(s.day),
    pieces: s.pieces,
    worth: s.worth,
    word: s.word,
  })).measures({
    pieces: sum('pieces'),
    rows: count(),
    shops: countDistinct('shop'),
    words: countDistinct('word'),
    mean: average('worth'),
    least: min('worth'),
    first: min('word'),
    final: max('word'),
    held: last('pieces', 'day'),
    price: ratio('pieces', 'rows'),
    each: ratio('mean', 'shops'),
  })
  await using opened = await open(await testProject({ dump: DUMP, model: star({ stock }) }))
  const measures = opened.facts[0]!.measures.map(({ name }) => name)
  const days = { 'day.date': { from: '2024-01-31', to: '2024-02-29' } }
  const asked: Asked[] = [
    { measures },
    { measures, by: ['shop.city'] },
    { measures, by: ['date.year', 'date.month'], order: '-final' },
    { measures, by: ['shop.city', 'date.year'], where: { 'shop.city': ['Bern', null] } },
    { measures, where: { 'shop.city': 'Nowhere' } },
    { measures, by: ['shop.city'], where: { 'date.date': days['day.date'] }, compare: 'sameDaysLastYear' },
    { measures, by: ['date.date'], where: { 'date.date': days['day.date'] }, compare: 'sameDaysLastYear' },
    { measures, by: ['date.date'], where: { 'date.date': days['day.date'] }, compare: 'previousPeriod' },
    { measures: ['first'], by: ['shop.city'], order: 'first', limit: 2 },
  ]
  for (const one of asked) {
    const [cube, engine] = await both(opened, one)
    expect(cube).toEqual(engine)
  }
  expect(questionsOf(choose(opened.facts, INITIAL)).detail).toBeDefined()
})
