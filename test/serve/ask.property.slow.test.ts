import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openServed, type Served } from '../../src/pipeline/served.ts'
import { answerQuestion } from '../../src/serve/ask.ts'
import type { Asked, Wanted } from '../../src/serve/asked.ts'
import { pathsOf } from '../../src/serve/path.ts'
import { sampleText, type TestProject, testProject } from '../pipeline/project.ts'
import { naiveAnswer, pathValue, type TableRow, type TableRows } from './naive.ts'

let given: TestProject
let served: Served
const tables: Record<string, TableRow[]> = {}
beforeAll(async () => {
  given = await testProject({ dump: sampleText() })
  await given.run()
  served = await openServed(given.project)
  for (const name of Object.keys(served.version.tables)) {
    const { columns, rows } = await served.engine.query(`select * from "${name}"`)
    tables[name] = rows.map((row) => Object.fromEntries(columns.map((column, i) => [column.name, row[i]!])))
  }
})
afterAll(async () => {
  await served[Symbol.asyncDispose]()
  await given[Symbol.asyncDispose]()
})

const HOSTILE = ["'; drop table fact_orders; --", '"', '?', '\\', 'Norway  ', '', 'ß', '\u0000', '%', '_', '{0}', '{x}']

/** Any question of one fact: measures, up to three paths, conditions with values that are there and with hostile ones. */
function questions(fact: Served['version']['plan']['facts'][number], rows: TableRows): fc.Arbitrary<Asked> {
  const { plan } = served.version
  const paths = pathsOf(fact, plan).filter(({ type }) => type.kind !== 'float')
  const some = fc.constantFrom(...paths)
  const kept = rows[fact.table]!
  const valueIn = (name: string) =>
    fc.nat({ max: kept.length - 1 }).map((i) => pathValue(name, kept[i]!, fact, plan, rows))
  const condition = some.chain(({ name, type }) => {
    const value = type.kind === 'text' ? fc.oneof(valueIn(name), fc.constantFrom(...HOSTILE)) : valueIn(name)
    const range = fc
      .record({ from: valueIn(name), to: valueIn(name) })
      .map(({ from, to }): Wanted => ({ ...(from === null ? {} : { from }), ...(to === null ? {} : { to }) }))
    const wanted: fc.Arbitrary<Wanted> = fc.oneof(value, fc.array(value, { minLength: 1, maxLength: 4 }), range)
    return wanted.map((one) => [name, one] as const)
  })
  return fc
    .record({
      measures: fc.uniqueArray(fc.constantFrom(...fact.measures.map(({ name }) => name)), { minLength: 1 }),
      by: fc.uniqueArray(
        some.map(({ name }) => name),
        { maxLength: 3 },
      ),
      where: fc.array(condition, { maxLength: 2 }).map((all) => Object.fromEntries(all)),
      limit: fc.option(fc.integer({ min: 1, max: 12 }), { nil: undefined }),
      down: fc.boolean(),
      key: fc.nat(),
    })
    .map(({ measures, by, where, limit, down, key }) => {
      const names = [...measures, ...by]
      const order = `${down ? '-' : ''}${names[key % names.length]}`
      return { measures, by, where, order, ...(limit === undefined ? {} : { limit }) }
    })
}

test('any question of a fact is answered as its rows say', async () => {
  const { plan } = served.version
  for (const fact of plan.facts) {
    const numeric = (path: string) =>
      /integer|decimal/.test(pathsOf(fact, plan).find(({ name }) => name === path)?.type.kind ?? '')
    await fc.assert(
      fc.asyncProperty(questions(fact, tables), async (asked) => {
        const answer = await answerQuestion(asked, { plan, engine: served.engine })
        const naive = naiveAnswer(asked, fact, plan, tables, numeric)
        const all = asked.limit === undefined ? answer.rows : null
        const id = (row: object): string => JSON.stringify(Object.entries(row).sort())
        if (all) expect(all.map(({ values }) => id(values)).sort()).toEqual(naive.map(id).sort())
        else {
          expect(answer.rows).toHaveLength(Math.min(asked.limit!, naive.length))
          expect(new Set(naive.map(id))).toEqual(
            new Set([...naive.map(id), ...answer.rows.map(({ values }) => id(values))]),
          )
        }
        expectSorted(
          answer.rows.map(({ values }) => values),
          asked,
          numeric,
        )
      }),
      { numRuns: 120 },
    )
  }
})

function expectSorted(
  rows: readonly Readonly<Record<string, string | null>>[],
  { order, measures }: Asked,
  numeric: (path: string) => boolean,
): void {
  const name = String(order).replace(/^-/, '')
  const present = rows.map((row) => row[name]!).filter((value) => value !== null)
  expect(rows.slice(present.length).every((row) => row[name] === null)).toBe(true)
  const number = measures.includes(name) || numeric(name)
  const sorted = present.toSorted((a, b) =>
    number ? Number(a) - Number(b) : Buffer.compare(Buffer.from(a), Buffer.from(b)),
  )
  const expected = String(order).startsWith('-') ? sorted.reverse() : sorted
  if (number) expect(present.map(Number)).toEqual(expected.map(Number))
  else expect(present).toEqual(expected)
}
