import { readFile, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { edit, shop } from './shop.ts'
import { contentOf, type Folder, starlift, succeed } from './starlift.ts'

const OTHERS = ['shop.sql', 'star.ts', 'starlift.config.ts']
const timesOf = ({ path }: Folder) => Promise.all(OTHERS.map(async (file) => (await stat(join(path, file))).mtimeMs))

test('pull writes schema.ts, and nothing else', async () => {
  await using folder = await shop()
  await rm(join(folder.path, 'schema.ts'))
  const [before, times] = [await contentOf(folder.path), await timesOf(folder)]
  expect(await starlift(folder.path, 'pull')).toEqual({
    code: 0,
    stdout: 'schema.ts   3 tables, 2 foreign keys from shop.sql\n',
    stderr: '',
  })
  expect(
    await readFile(join(folder.path, 'schema.ts'), 'utf8'),
  ).toBe(`// Written by \`starlift pull\`: what the database says. Do not edit; people write star.ts.
const tables = {
  countries: {
    key: ['code'],
    columns: {
      code: 'varchar(2)',
      name: 'varchar(50)',
    },
    refs: {},
  },
  customers: {
    key: ['id'],
    columns: {
      id: 'int',
      name: 'varchar(50)',
      country: 'varchar(2)?',
    },
    refs: {
      countryRow: ['country', 'countries'],
    },
  },
  orders: {
    key: ['id'],
    columns: {
      id: 'int',
      customer_id: 'int',
      ordered: 'date',
      amount: 'decimal(10,2)',
    },
    refs: {
      customer: ['customer_id', 'customers'],
    },
  },
} as const

type Tables = typeof tables
/** A name the compiler can print. */
export interface Database extends Tables {}
export const database: Database = tables
`)
  expect(await timesOf(folder)).toEqual(times)
  await rm(join(folder.path, 'schema.ts'))
  // A lake that is not there is not made.
  expect(await contentOf(folder.path)).toEqual(before)
})

test('pull tells what changed since, line by line', async () => {
  await using folder = await shop()
  await succeed(folder.path, 'pull')
  expect(await succeed(folder.path, 'pull')).toMatch(/\nNothing has changed\.\n$/)
  await edit(folder.path, { 'shop.sql': [['`amount` decimal(10,2) NOT NULL', '`total` decimal(12,2) NOT NULL']] })
  expect(await succeed(folder.path, 'pull')).toBe(`schema.ts   3 tables, 2 foreign keys from shop.sql
- amount: 'decimal(10,2)',
+ total: 'decimal(12,2)',

npx tsc --noEmit  shows the lines of star.ts that this breaks.
`)
})

test('pull --json', async () => {
  await using folder = await shop()
  const pulled = { schema: 'schema.ts', tables: 3, relations: 2 }
  expect(JSON.parse(await succeed(folder.path, 'pull', '--json'))).toEqual({ ...pulled, changed: true })
  expect(JSON.parse(await succeed(folder.path, 'pull', '--json'))).toEqual({ ...pulled, changed: false })
})

test('pull of a compressed dump leaves no unpacked one behind', async () => {
  await using folder = await shop()
  await writeFile(join(folder.path, 'shop.sql'), gzipSync(await readFile(join(folder.path, 'shop.sql'))))
  const before = [...(await contentOf(folder.path)).keys()]
  await succeed(folder.path, 'pull')
  expect([...(await contentOf(folder.path)).keys()]).toEqual(before)
})
