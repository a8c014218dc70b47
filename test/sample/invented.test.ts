import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { beforeAll, describe, expect, test } from 'vitest'
import { sampleDump } from '../../src/sample/dump.ts'

const EXERCISE = fileURLToPath(new URL('../../../shared/data/classicmodels/mysqlsampledatabase.sql', import.meta.url))

/** The rows of a table in a dump, each as its texts: numbers and NULL stay as they are written. */
function rowsOf(dump: string, table: string): string[][] {
  const values = /'(?:[^'\\]|\\.)*'|[^\s(),']+/g
  const statements = [...dump.matchAll(new RegExp(`insert +into \`${table}\`.*? values *(.*?\\));\r?$`, 'gimsu'))]
  return statements.flatMap(([, rows]) =>
    [...rows!.matchAll(/\((?:'(?:[^'\\]|\\.)*'|[^()'])*\)/gsu)].map(([row]) =>
      [...row.matchAll(values)].map(([value]) => value.replace(/^'|'$/g, '').replace(/\\(.)/gs, '$1')),
    ),
  )
}

const column = (dump: string, table: string, ...at: number[]): Set<string> =>
  new Set(rowsOf(dump, table).map((row) => at.map((index) => row[index]!.trim()).join(' ')))

/** What a stranger could take for the exercise's: table, and the columns that name somebody or something. */
const NAMES = {
  'customer name': ['customers', 1],
  'contact of a customer': ['customers', 3, 2],
  'last name of a contact': ['customers', 2],
  'phone of a customer': ['customers', 4],
  'address of a customer': ['customers', 5],
  'name of an employee': ['employees', 2, 1],
  'last name of an employee': ['employees', 1],
  'e-mail address': ['employees', 4],
  'address of an office': ['offices', 3],
  comment: ['orders', 5],
  'check number': ['payments', 1],
  'product name': ['products', 1],
  'product code': ['products', 0],
  vendor: ['products', 4],
  'product description': ['products', 5],
  'product line': ['productlines', 0],
  'description of a line': ['productlines', 1],
} as const

describe.skipIf(!existsSync(EXERCISE))('nothing is taken from the exercise: no', () => {
  let exercise: string
  let ours: string
  beforeAll(() => {
    exercise = readFileSync(EXERCISE, 'utf8')
    ours = Buffer.concat([...sampleDump({ scale: 10 })]).toString('utf8')
  })

  test.each(Object.entries(NAMES))('%s', (_, [table, ...at]) => {
    const theirs = column(exercise, table, ...at)
    const invented = column(ours, table, ...at)
    expect(theirs.size).toBeGreaterThan(4)
    expect(invented.size).toBeGreaterThan(4)
    expect([...invented].filter((name) => theirs.has(name) && !['', 'NULL'].includes(name))).toEqual([])
  })
})
