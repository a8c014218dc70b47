import fc from 'fast-check'
import { expect } from 'vitest'
import {
  and,
  average,
  coalesce,
  count,
  countDistinct,
  dates,
  decimal,
  from,
  gt,
  isNull,
  max,
  min,
  ne,
  or,
  plus,
  rate,
  star,
  sum,
  times,
  trim,
  upper,
  when,
} from '../../src/index.ts'
import { ask, testProject } from '../pipeline/project.ts'
import { insert } from '../pipeline/shop.ts'

const tables = {
  place: { key: ['id'], columns: { id: 'int', city: 'varchar(9)?', state: 'varchar(9)?' }, refs: {} },
  person: {
    key: ['id'],
    columns: { id: 'int', name: 'varchar(9)?', place_id: 'int?', boss_id: 'int?' },
    refs: { place: ['place_id', 'place'], boss: ['boss_id', 'person'] },
  },
  bill: {
    key: ['id'],
    columns: { id: 'int', person_id: 'int?', day: 'date?' },
    refs: { person: ['person_id', 'person'] },
  },
  line: {
    key: ['bill_id', 'pos'],
    columns: { bill_id: 'int', pos: 'int', n: 'int?', price: 'decimal(10,2)?', kind: 'varchar(9)?' },
    refs: { bill: ['bill_id', 'bill'] },
  },
} as const

const { dimension, distinct, fact } = from(tables)
const people = dimension(
  'person',
  (p) => ({ name: upper(coalesce(p.name, '0.50')), city: trim(p.place.city), boss: p.boss.name }),
  { name: 'people', where: (p) => or(isNull(p.name), ne(p.name, 'x')) },
)
const places = distinct('places', 'person', (p) => ({ city: p.place.city, state: p.place.state }))
const direct = distinct('direct', 'place', (p) => ({ state: p.state, city: p.city }))
const kinds = distinct('kinds', 'line', (l) => ({ kind: l.kind }))

/** A star with something of everything: paths of three keys, roles, junk, filters, far values. */
const model = star({
  lines: fact(
    'line',
    (l) => ({
      person: people.at(l.bill.person),
      boss: people.at(l.bill.person.boss),
      place: places.at(l.bill.person),
      direct: direct.at(l.bill.person.place),
      kind: kinds.at(l),
      day: dates.at(l.bill.day),
      n: l.n,
      price: rate(l.price),
      amount: times(l.n, l.price),
      rounded: decimal(times(l.price, l.price), 20, 1),
      more: plus(coalesce(l.n, 1), coalesce(l.price, '0.005')),
      big: when(and(gt(l.price, '1.5'), ne(l.kind, 'a')), l.price, 0),
      city: l.bill.person.place.city,
    }),
    { where: (l) => or(isNull(l.kind), ne(l.kind, 'no')) },
  )
    .on('day')
    .measures({
      sales: sum('amount'),
      lines: count(),
      people: countDistinct('person'),
      places: countDistinct('place'),
      least: min('price'),
      last: max('city'),
      mean: average('n'),
    }),
  bills: fact('bill', (b) => ({ person: people.at(b.person), day: dates.at(b.day) })).measures({ bills: count() }),
})

const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: null, freq: 4 })
const word = maybe(fc.constantFrom('a', 'b', 'A ', ' a', 'x', 'no', '', 'é', '1.50', '😀'))
const ref = maybe(fc.integer({ min: 1, max: 5 }))
const ids = (most: number) => fc.uniqueArray(fc.integer({ min: 1, max: most }), { maxLength: most })
const rows = <T extends readonly unknown[]>(keys: fc.Arbitrary<number[]>, cells: fc.Arbitrary<T>) =>
  keys.chain((found) => fc.tuple(...found.map((id) => cells.map((rest) => [id, ...rest] as const))))
const day = maybe(fc.constantFrom('2024-02-29', '2023-12-31', '2024-01-01', '9999-12-31', '1000-01-01', '2019-07-07'))
const price = maybe(
  fc
    .integer({ min: -9_999_999_999, max: 9_999_999_999 })
    .map(
      (cents) =>
        `${cents < 0 ? '-' : ''}${String(Math.floor(Math.abs(cents) / 100))}.${String(Math.abs(cents) % 100).padStart(2, '0')}`,
    ),
)

const database = fc.record({
  place: rows(ids(4), fc.tuple(word, word)),
  person: rows(ids(4), fc.tuple(word, ref, ref)),
  bill: rows(ids(4), fc.tuple(ref, day)),
  line: rows(ids(8), fc.tuple(maybe(fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 })), price, word)),
})

type Database = typeof database extends fc.Arbitrary<infer D> ? D : never

const dumpOf = ({ place, person, bill, line }: Database): string => `SET NAMES utf8mb4;
CREATE TABLE place (id int NOT NULL PRIMARY KEY, city varchar(9), state varchar(9)) DEFAULT CHARSET=utf8mb4;
${insert('place', place)}CREATE TABLE person (id int NOT NULL PRIMARY KEY, name varchar(9), place_id int, boss_id int,
 CONSTRAINT a FOREIGN KEY (place_id) REFERENCES place (id), CONSTRAINT b FOREIGN KEY (boss_id) REFERENCES person (id)) DEFAULT CHARSET=utf8mb4;
${insert('person', person)}CREATE TABLE bill (id int NOT NULL PRIMARY KEY, person_id int, day date, CONSTRAINT c FOREIGN KEY (person_id) REFERENCES person (id));
${insert('bill', bill)}CREATE TABLE line (bill_id int NOT NULL, pos int NOT NULL, n int, price decimal(10,2), kind varchar(9), PRIMARY KEY (bill_id, pos),
 CONSTRAINT d FOREIGN KEY (bill_id) REFERENCES bill (id)) DEFAULT CHARSET=utf8mb4;
${insert(
  'line',
  line.map(([id, ...rest]) => [1 + (id % 5), id, ...rest]),
)}`

/** Runs the star over that many random databases: each must be proven, with every key leading to a member. */
export async function proveRandomDatabases(numRuns: number, seed: number): Promise<void> {
  await using given = await testProject({ dump: '', model })
  const property = fc.asyncProperty(database, async (data) => {
    await given.dump(dumpOf(data))
    const version = await given.run()
    const kept = data.line.filter(([, , , kind]) => kind !== 'no').length
    const links = ['person', 'boss', 'place', 'direct', 'kind', 'day']
    const found = links.map((link) => `count(*) filter (${link}_key is null)`).join(', ')
    expect(await ask(given.project, version, `select count(*), ${found} from fact_lines`)).toEqual([
      [String(kept), ...links.map(() => '0')],
    ])
  })
  await fc.assert(property, { numRuns, seed })
}
