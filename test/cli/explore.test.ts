import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { config, dump } from './failure.ts'
import { edit, shop } from './shop.ts'
import { type Folder, type Outcome, starlift, start, succeed } from './starlift.ts'

let folder: Folder
beforeAll(async () => {
  folder = await shop(dump("(3,'Cy',NULL)", "(3,'Cy',NULL),(4,'ADA ','NL')"))
})
afterAll(() => folder[Symbol.asyncDispose]())

test('all tables, with their keys and how they refer to each other', async () => {
  expect(await succeed(folder.path, 'explore')).toBe(`shop.sql   3 tables, 9 rows

table      rows  key   refers to  referred to by
─────────  ────  ────  ─────────  ──────────────
countries     2  code             customers
customers     4  id    countries  orders
orders        3  id    customers

npx starlift explore <table>  or  <table>.<column>  shows what is in it.
`)
})

test('a table: what its columns hold, its references, its first rows', async () => {
  expect(await succeed(folder.path, 'explore', 'customers')).toBe(`customers   4 rows · key id

column   declared     staged as  part of       NULL  distinct  least   greatest
───────  ───────────  ─────────  ───────────  ─────  ────────  ──────  ────────
id       int          integer    key          never         4  1       4
name     varchar(50)  text                    never         4  'ADA '  Cy
country  varchar(2)   text       → countries      1         2  DE      NL

refers to       country → countries.code
referred to by  orders.customer_id → customers

The first 4 rows
id       1    2   3     4
name     Ada  Bo  Cy    'ADA '
country  NL   DE  NULL  NL
`)
})

test('a column: NULLs, blanks, twins, the most frequent values', async () => {
  expect(
    await succeed(folder.path, 'explore', 'customers.name'),
  ).toBe(`customers.name   varchar(50) · never NULL · staged as text

rows        4
NULL        0
distinct    4, each row its own
least       'ADA '
greatest    Cy

length      2 to 4 characters
blank last  1   25.0%

twins       1 group that MySQL may take for one value and that bytes tell apart
            'ADA ' × 1   'Ada' × 1

most rows   'ADA '  1  ████████████████████████████████████████
            Ada     1  ████████████████████████████████████████
            Bo      1  ████████████████████████████████████████
            Cy      1  ████████████████████████████████████████
`)
})

test('numbers and dates: every digit, years as bars', async () => {
  expect(await succeed(folder.path, 'explore', 'orders.amount')).toContain('quartiles   7.25   12.50   100.00')
  expect(await succeed(folder.path, 'explore', 'orders.ordered')).toContain(`
by year     2024  2  ████████████████████████████████████████
            2025  1  ████████████████████
`)
})

test('--json: the same as plain data', async () => {
  const tables = JSON.parse(await succeed(folder.path, 'explore', '--json'))
  expect(tables).toMatchObject({ source: 'shop.sql', tables: [{ table: 'countries', rows: 2, exact: true }, {}, {}] })
  const table = JSON.parse(await succeed(folder.path, 'explore', 'orders', '--json'))
  expect(table).toMatchObject({
    table: 'orders',
    profile: { rows: 3 },
    sample: [['10', '1', '2024-02-29', '12.50'], { 0: '11' }, { 0: '12' }],
  })
  const column = JSON.parse(await succeed(folder.path, 'explore', 'orders.amount', '--json'))
  expect(column).toMatchObject({ table: 'orders', profile: { min: '7.25', max: '100.00', distinct: 3 } })
})

test('names that are none, with the nearest that are', async () => {
  const table = await starlift(folder.path, 'explore', 'customer.name')
  expect(table).toMatchObject({ code: 2, stdout: '' })
  expect(table.stderr).toBe(`
USAGE  The source has no table customer
  Did you mean customers.name?
  → npx starlift explore  lists the tables.
`)
  const column = await starlift(folder.path, 'explore', 'customers.nam')
  expect(column.stderr).toBe(`
USAGE  The source has no column customers.nam
  Did you mean customers.name?
  → npx starlift explore customers  lists its columns.
`)
})

test('EXPLORE_ROWS: a table of more rows than may be read is shown as declared, its columns are refused', async () => {
  const table = await succeed(folder.path, 'explore', 'orders', '--rows', '2')
  expect(table).toContain('orders has 3 rows, and to say what they hold each is read. Say  --rows 10')
  expect(table).toContain('decimal(10,2)')
  const column = await starlift(folder.path, 'explore', 'orders.amount', '--rows', '2')
  expect(column.stderr).toMatch(/^\nEXPLORE_ROWS {2}orders has 3 rows/)
  expect(column.code).toBe(2)
  expect(await succeed(folder.path, 'explore', 'orders.amount', '--rows', '10')).toContain('100.00')
})

describe('what the config says of columns', () => {
  test('a dropped column is not shown, of a masked one no value is', async () => {
    await using private_ = await shop(config("columns: { 'customers.name': 'drop', 'customers.country': 'mask' }"))
    const { path } = private_
    const masked = { STARLIFT_MASK_KEY: 'a key' }
    const run = (...args: string[]) => starliftWith(path, masked, ...args)
    const table = await run('explore', 'customers')
    expect(table.stdout).toContain('not shown   1 column that may not leave the source (columns: drop)')
    expect(table.stdout).toMatch(/country +char\(16\) +masked/)
    for (const value of ['Ada', 'NL', 'a key']) expect(table.stdout).not.toContain(value)
    expect((await run('explore', 'customers.name')).stderr).toContain('no column customers.name')
    const column = await run('explore', 'customers.country')
    expect(column.stdout).toContain('masked      the config says that its values may not leave the source')
    expect(column.stdout).not.toContain('NL')
  })

  test('zero dates are counted, and the run that needs a policy is named', async () => {
    await using flawed = await shop(dump('2024-03-01', '0000-00-00'))
    expect(await succeed(flawed.path, 'explore', 'orders.ordered')).toContain('zero dates  1   33.3%')
    expect(await succeed(flawed.path, 'explore', 'orders')).toContain('zero dates  ordered: 1, read as NULL here')
  })

  test('a type with no home is named with its reason', async () => {
    await using refused = await shop(dump('`amount` decimal(10,2)', '`amount` decimal(65,30)'))
    const [table, column] = [
      await succeed(refused.path, 'explore', 'orders'),
      await succeed(refused.path, 'explore', 'orders.amount'),
    ]
    expect(table).toMatch(/refused +amount: decimal\(65,30\) has more than the 38 digits/)
    expect(column).toContain('Its values are not read: decimal(65,30) has more than the 38 digits')
  })

  test('no model is needed', async () => {
    await using modelless = await shop()
    await edit(modelless.path, { 'star.ts': [['export default', 'export const other =']] })
    expect(await succeed(modelless.path, 'explore')).toContain('3 tables')
  })
})

const starliftWith = (path: string, env: Readonly<Record<string, string>>, ...args: string[]): Promise<Outcome> =>
  start(path, args, env).outcome

test('what a terminal would obey is shown and not done', async () => {
  await using hostile = await shop(dump("'Ada'", "'\\tA\u001b[31m\\nda'"))
  const table = await succeed(hostile.path, 'explore', 'customers')
  expect(table).toContain('⇥A·[31m⏎da')
  expect(table).not.toContain('\u001b')
})
