import { execFileSync } from 'node:child_process'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'
import { starText } from '../../src/propose/star-text.ts'
import { REPOSITORY } from '../cli/starlift.ts'
import { proposalOf, type TableSpec } from './database.ts'

const BIOME = join(dirname(createRequire(import.meta.url).resolve('@biomejs/biome/package.json')), 'bin', 'biome')

/** As the formatter of this house would write it. */
const formatted = (text: string): string =>
  execFileSync(process.execPath, [BIOME, 'format', '--stdin-file-path=src/star.ts'], {
    cwd: REPOSITORY,
    input: text,
    encoding: 'utf8',
  })

const SMALL: Readonly<Record<string, TableSpec>> = {
  customers: { columns: { id: 'int', name: 'varchar(20)' } },
  bills: {
    columns: { id: 'int', customer_id: 'int', due: 'date?', sent: 'datetime', amount: 'decimal(9,2)' },
    refs: [['customer_id', 'customers']],
  },
}

test('a small star, whole', () => {
  expect(starText(proposalOf(SMALL))).toBe(`import { dates, day, from, star, sum } from 'starlift'
import { database } from './schema.ts'

// Proposed from the foreign keys, and yours from here on. A dimension has one member per row of its table; what its rows
// lead to is reached by names of relations, as far as you like.
const { dimension, fact } = from(database)

const customers = dimension('customers', (c) => ({
  name: c.name,
}))

// One row per id of bills.
const bills = fact('bills', (bill) => ({
  customer: customers.at(bill.customer),
  due: dates.at(bill.due), // NULL: the unknown date
  sent: dates.at(day(bill.sent, 'UTC')), // the zone in which your days begin
  amount: bill.amount,
}))
  .on('sent')
  .measures({ amount: sum('amount') })

// reconcile: the groups that each receipt shows, source beside star.
export default star({ bills }, { reconcile: { bills: ['sent.year'] } })
`)
})

const named = (name: string): Readonly<Record<string, TableSpec>> => ({
  [name]: { columns: { id: 'int', [name]: 'varchar(9)', 'a b': 'varchar(9)' } },
  facts: { columns: { id: 'int', of: 'int', amount: 'decimal(9,2)' }, refs: [['of', name]] },
})
const many = Object.fromEntries(
  Array.from({ length: 5 }, (_, i) => [
    `quite_a_long_name_of_a_fact_${i}`,
    {
      columns: { id: 'int', c: 'int', category: 'varchar(9)', day: 'date', amount: 'decimal(5,2)' },
      refs: [['c', 'customers']] as const,
    },
  ]),
)

test.each<[string, Readonly<Record<string, TableSpec>>]>([
  ['small', SMALL],
  ['names that are words of the language', named('class')],
  ['names of the model’s own', named('dimension')],
  ['the calendar’s name', named('dates')],
  ['quotes', named('it\'s \\ "quoted"')],
  ['no letters', named('日本')],
  ['many', { ...SMALL, ...many }],
  [
    'nothing but keys',
    {
      x: { columns: { id: 'int' } },
      y: {
        columns: { id: 'int', x: 'int', z: 'int' },
        refs: [
          ['x', 'x'],
          ['z', 'x'],
        ],
      },
    },
  ],
  ['no key', { x: { columns: { a: 'int' }, key: [] } }],
])('%s: the text is as the formatter would write it', (_, tables) => {
  const text = starText(proposalOf(tables))
  expect(text).toBe(formatted(text))
})
