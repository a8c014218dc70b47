import { expect, test } from 'vitest'
import { compileStar } from '../../src/model/compile.ts'
import { from } from '../../src/model/from.ts'
import { count } from '../../src/model/measure.ts'
import { definitionOf, star } from '../../src/model/star.ts'

const NAMES = Array.from({ length: 31 }, (_, i) => `c${i}`)
const TEXT = { kind: 'text' } as const
const schema = {
  database: 'd',
  tables: [
    {
      name: 't',
      key: ['c0'],
      uniques: [['c0']],
      references: [],
      columns: NAMES.map((name) => ({ name, type: TEXT, declared: 'varchar(9)', nullable: false })),
    },
  ],
}
const columns: Record<string, string> = Object.fromEntries(NAMES.map((name) => [name, 'varchar(9)']))
const { fact } = from({ t: { key: ['c0'], columns, refs: {} } })
const facts = {
  wide: fact('t', (row) => Object.fromEntries(NAMES.map((name) => [name, row[name]!]))).measures({ rows: count() }),
}

const compile = (paths: number) =>
  compileStar(definitionOf(star(facts, { reconcile: { wide: NAMES.slice(0, paths) } }))!, schema, {
    keys: {},
    references: [],
  })

test('thirty paths are compared; one more is refused, and none is left out in silence', () => {
  expect(compile(30).facts[0]!.reconcile).toHaveLength(30)
  expect(() => compile(31)).toThrow(/reconcile names 31 paths; one fact is compared by 30 at the most/)
})
