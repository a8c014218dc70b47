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

const CHANGED = {
  'shop.sql': [
    ['`amount` decimal(10,2) NOT NULL', '`amounts` decimal(12,2) NOT NULL'],
    ['`ordered` date NOT NULL', '`ordered` date DEFAULT NULL'],
    [
      '`name` varchar(50) NOT NULL,\n  `country`',
      '`name` varchar(50) NOT NULL,\n  `land` varchar(2) DEFAULT NULL,\n  `country`',
    ],
    ["(1,'Ada',", "(1,'Ada',NULL,"],
    ["(2,'Bo',", "(2,'Bo',NULL,"],
    ["(3,'Cy',", "(3,'Cy',NULL,"],
  ],
} as const

test('pull tells what changed, which lines of the model that breaks, and which it may break', async () => {
  await using folder = await shop({ 'star.ts': [['c.land.name', 'c.countryRow.name']] })
  await succeed(folder.path, 'pull')
  expect(await succeed(folder.path, 'pull')).toMatch(/\nNothing has changed\.\n$/)
  await edit(folder.path, CHANGED)
  const told = `schema.ts   3 tables, 2 foreign keys from shop.sql

customers
  + land      varchar(2) or NULL
orders
  - amount    decimal(10,2)   renamed to amounts?
  + amounts   decimal(12,2)
  ~ ordered   date, now date or NULL

2 lines of your model break
  star.ts:8   amount: o.amount,
    orders.amount is gone; now amounts?
  star.ts:9   doubled: plus(o.amount, o.amount),
    orders.amount is gone; now amounts?
1 line may break: what it uses has changed
  star.ts:7   ordered: dates.at(o.ordered),
    orders.ordered: date, now date or NULL
`
  const before = await contentOf(folder.path)
  const { code, stdout, stderr } = await starlift(folder.path, 'pull', '--check')
  expect({ code, stdout, stderr }).toEqual({
    code: 4,
    stdout: told,
    stderr:
      '\nSCHEMA_CHANGED  schema.ts does not say what shop.sql says\n  → npx starlift pull  writes it; then mend the lines that break.\n',
  })
  expect(await contentOf(folder.path)).toEqual(before)
  expect(await succeed(folder.path, 'pull')).toBe(told)
  expect(await succeed(folder.path, 'pull', '--check')).toContain(`Nothing has changed.

2 lines of your model break
  star.ts:8   amount: o.amount,
    there is no orders.amount
`)
})

test('a model in several files, over a table and a relation that are gone, and one that leads elsewhere', async () => {
  await using folder = await shop({
    'star.ts': [
      [
        "const customers = dimension('customers', (c) => ({ name: c.name, country: c.land.name }))",
        "import { customers } from './people.ts'",
      ],
      ['{ dimension, fact }', '{ fact }'],
    ],
  })
  const people = `import { from } from 'starlift'
import { database } from './schema.ts'
export const customers = from(database).dimension('customers', (c) => ({
  name: c.name,
  country: c.countryRow.name,
}))
`
  await writeFile(join(folder.path, 'people.ts'), people)
  await succeed(folder.path, 'pull')
  await edit(folder.path, {
    'shop.sql': [
      ['CREATE TABLE `countries`', 'CREATE TABLE `lands`'],
      ['INSERT INTO `countries`', 'INSERT INTO `lands`'],
      [
        '  PRIMARY KEY (`id`),\n  CONSTRAINT `land` FOREIGN KEY (`country`) REFERENCES `countries` (`code`)',
        '  PRIMARY KEY (`id`)',
      ],
      [
        'CONSTRAINT `buyer` FOREIGN KEY (`customer_id`) REFERENCES `customers` (`id`)',
        'CONSTRAINT `buyer` FOREIGN KEY (`customer_id`) REFERENCES `orders` (`id`)',
      ],
    ],
  })
  expect(await succeed(folder.path, 'pull')).toBe(`schema.ts   3 tables, 1 foreign key from shop.sql

+ lands   2 columns
customers
  - countryRow   country → countries
orders
  ~ customer     customer_id → customers, now customer_id → orders
- countries   2 columns   renamed to lands?

2 lines of your model break
  people.ts:5   country: c.countryRow.name,
    customers.countryRow is gone
  star.ts:6   customer: customers.at(o.customer),
    customers.at() at star.ts:6 needs a row of customers, and got a row of orders
`)
})

test('what no name can tell is told by the model itself', async () => {
  await using folder = await shop({ 'star.ts': [['c.land.name', 'c.countryRow.name']] })
  await succeed(folder.path, 'pull')
  await edit(folder.path, { 'shop.sql': [['`amount` decimal(10,2) NOT NULL', '`amount` varchar(20) NOT NULL']] })
  expect(await succeed(folder.path, 'pull')).toMatch(
    /\n1 line of your model breaks\n {2}star\.ts:9 {3}doubled: plus\(o\.amount, o\.amount\),\n.*two exact numbers.*\n1 line may break/s,
  )
})

test('a model that does not load does not keep pull from its work', async () => {
  await using folder = await shop({ 'star.ts': [['import { dates', "throw new Error('not today')\nimport { dates"]] })
  expect(await succeed(folder.path, 'pull')).toMatch(/\nThe model fails otherwise: .*star\.ts does not load\n$/)
  await writeFile(join(folder.path, 'schema.ts'), 'const')
  expect(await succeed(folder.path, 'pull')).toBe(
    'schema.ts   3 tables, 2 foreign keys from shop.sql\nWhat it said before could not be read.\n',
  )
})

test('pull --json', async () => {
  await using folder = await shop({ 'star.ts': [['c.land.name', 'c.countryRow.name']] })
  await rm(join(folder.path, 'schema.ts'))
  const pulled = { schema: 'schema.ts', tables: 3, relations: 2 }
  const nothing = { changes: [], breaks: [], mayBreak: [], otherwise: null }
  const first = { ...pulled, changed: true, ...nothing }
  expect(JSON.parse(await succeed(folder.path, 'pull', '--json'))).toEqual(first)
  expect(JSON.parse(await succeed(folder.path, 'pull', '--json'))).toEqual({ ...first, changed: false })
  await edit(folder.path, CHANGED)
  const { code, stdout, stderr } = await starlift(folder.path, 'pull', '--check', '--json')
  expect({ code, stderr }).toEqual({ code: 4, stderr: '' })
  expect(JSON.parse(stdout)).toMatchObject({
    changed: true,
    changes: [
      { of: 'column', table: 'customers', name: 'land', before: null, after: 'varchar(2) or NULL', renamed: [] },
      { of: 'column', table: 'orders', name: 'amount', before: 'decimal(10,2)', after: null, renamed: ['amounts'] },
      { of: 'column', table: 'orders', name: 'amounts', before: null, after: 'decimal(12,2)' },
      { of: 'column', table: 'orders', name: 'ordered', before: 'date', after: 'date or NULL' },
    ],
    breaks: [
      { file: 'star.ts', line: 8, text: 'amount: o.amount,', why: ['orders.amount is gone; now amounts?'] },
      { file: 'star.ts', line: 9 },
    ],
    mayBreak: [{ file: 'star.ts', line: 7 }],
    otherwise: null,
  })
})

test('pull of a compressed dump leaves no unpacked one behind', async () => {
  await using folder = await shop()
  await writeFile(join(folder.path, 'shop.sql'), gzipSync(await readFile(join(folder.path, 'shop.sql'))))
  const before = [...(await contentOf(folder.path)).keys()]
  await succeed(folder.path, 'pull')
  expect([...(await contentOf(folder.path)).keys()]).toEqual(before)
})
