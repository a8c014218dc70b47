import { mkdir, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { edit, shop } from './shop.ts'
import { contentOf, copyOf, type Folder, starlift, start, steady, succeed } from './starlift.ts'

let published: Folder
beforeAll(async () => {
  published = await shop()
  await succeed(published.path, 'run')
})
afterAll(() => published[Symbol.asyncDispose]())

test('run: a line for each finished thing, the receipt, and what to do next', async () => {
  await using folder = await shop()
  const { code, stdout, stderr } = await starlift(folder.path, 'run')
  expect(steady(stdout)).toBe(`plan     2 dimensions, 1 fact · reads 3 of 3 tables, 8 rows of shop.sql · target lake
read     customers 3 <s>
read     countries 2 <s>
read     orders 3 <s>
build    dim_customers 3 <s>
build    fact_orders 3 <s>
build    dim_dates 731 <s>
check    <n> checks of keys, relations and the model ✓
prove    against the dump shop.sql                       source              star
         <n> figures of the staged rows                                      equal   ✓
         fact_orders rows                                     3                 3   ✓
         fact_orders sales                               119.75            119.75   ✓
         fact_orders content                          …93759737         …93759737   ✓
         fact_orders by customer.country               2 groups          2 groups   ✓
         fact_orders by ordered.year                   2 groups          2 groups   ✓
         <n> comparisons in all
publish  version 1 · 3 files, <size> · previous: none
receipt  lake/_starlift/versions/000001.json
tables   lake/star.duckdb

Done in <s>.   npx starlift query "select * from tables"
`)
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
})

test('run: rows that lead nowhere are counted and get the missing member', async () => {
  await using folder = await shop({ 'shop.sql': [['(11,1,', '(11,77,']] })
  const stdout = await succeed(folder.path, 'run')
  expect(stdout).toContain(
    'check    orders(customer_id) resolves in customers: 1 row leads nowhere and gets the missing member\n',
  )
})

test('run --json: the ledger’s record and the version, as they are on disk', async () => {
  await using folder = await copyOf(published.path)
  await edit(folder.path, { 'shop.sql': [['12.50', '13.50']] })
  const { code, stdout, stderr } = await starlift(folder.path, 'run', '--json')
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  const { run, version, ...rest } = JSON.parse(stdout)
  const onDisk = async (path: string) => JSON.parse(await readFile(join(folder.path, 'lake/_starlift', path), 'utf8'))
  expect(rest).toEqual({})
  expect(run).toEqual(await onDisk(`runs/${run.run}.json`))
  expect(version).toEqual(await onDisk('versions/000002.json'))
  expect(run).toMatchObject({ state: 'succeeded', version: 2, error: null, source: 'shop.sql' })
  expect(version).toMatchObject({ version: 2, basedOn: 1, run: run.run })
})

test('run --deep compares the content of every table, whatever its size', async () => {
  await using folder = await shop({ 'starlift.config.ts': [['source:', 'contentRows: 0, source:']] })
  const contents = async (...options: string[]) => {
    const { version } = JSON.parse(await succeed(folder.path, 'run', '--json', ...options))
    return version.receipt.stage.lines.filter(({ figure }: { figure: string }) => / content$/.test(figure)).length
  }
  expect(await contents()).toBe(0)
  expect(await contents('--deep')).toBe(3)
})

test('run from elsewhere: --config names the project, and its paths are relative to it', async () => {
  await using folder = await shop()
  const elsewhere = join(folder.path, 'elsewhere')
  await mkdir(elsewhere)
  const stdout = await succeed(elsewhere, 'run', '--config', '../starlift.config.ts')
  expect(stdout).toContain('target ../lake\n')
  expect(stdout).toContain('receipt  ../lake/_starlift/versions/000001.json\n')
  expect(await contentOf(elsewhere)).toEqual(new Map())
})

test('run with duckdb: false writes no DuckDB file, and names none', async () => {
  await using folder = await shop({ 'starlift.config.ts': [['source:', 'duckdb: false, source:']] })
  expect(await succeed(folder.path, 'run')).not.toMatch(/^tables/m)
  expect([...(await contentOf(join(folder.path, 'lake'))).keys()].filter((file) => file.includes('duckdb'))).toEqual([])
})

test('plan: the steps of the run, in its order', async () => {
  const { code, stdout, stderr } = await starlift(published.path, 'plan')
  expect(stdout).toBe(`plan     2 dimensions, 1 fact · reads 3 of 3 tables, 8 rows of shop.sql · target lake
read     customers  id, name, country
read     countries  code, name
read     orders  id, customer_id, ordered, amount
prove    3 keys  unique; 2 relations followed, rows that lead nowhere counted
build    dim_customers  id, name, country
build    fact_orders  customer_key, ordered_key, id, amount, doubled
build    dim_dates  every day of the years with data
prove    3 staged tables  against the source’s own figures: every row of 3 tables (about 8 rows; two to three times their reading)
check    fact_orders  amount > 0
prove    3 published tables  rows, measures, groups and content against the staged rows
publish  one new version  all of it or nothing
announce lake/star.duckdb

Nothing was written.   npx starlift run
`)
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
})

test('plan --json: the steps that a run then records', async () => {
  await using folder = await copyOf(published.path)
  const { steps } = JSON.parse(await succeed(folder.path, 'plan', '--json'))
  const { run } = JSON.parse(await succeed(folder.path, 'run', '--json'))
  expect(run.steps.map(({ step }: { step: object }) => step)).toEqual(steps)
  expect(steps).toHaveLength(12)
})

test('plan tells relations that only the config knows', async () => {
  await using folder = await shop({
    'shop.sql': [[',\n  CONSTRAINT `buyer` FOREIGN KEY (`customer_id`) REFERENCES `customers` (`id`)', '']],
    'starlift.config.ts': [
      [
        'source:',
        "pull: { references: [{ table: 'orders', columns: 'customer_id', to: 'customers', name: 'customer' }] }, source:",
      ],
    ],
  })
  expect(await succeed(folder.path, 'plan')).toContain(
    'note     orders(customer_id) → customers is not declared in the database; this run proves it\n',
  )
})

test('plan writes nothing: not in a lake, and no lake where there is none', async () => {
  await using folder = await copyOf(published.path)
  const before = await contentOf(folder.path)
  await succeed(folder.path, 'plan')
  expect(await contentOf(folder.path)).toEqual(before)
  await rm(join(folder.path, 'lake'), { recursive: true })
  const without = await contentOf(folder.path)
  await succeed(folder.path, 'plan')
  expect(await contentOf(folder.path)).toEqual(without)
})

test.each([
  ['in a pipe there are no colours', {}, false],
  ['FORCE_COLOR gives colours to a pipe', { FORCE_COLOR: '1' }, true],
  ['NO_COLOR takes them away', { NO_COLOR: '1' }, false],
] as const)('%s', async (_, env, colours) => {
  const { stdout } = await start(published.path, ['plan'], env).outcome
  expect(stdout).toContain('publish')
  expect(stdout.includes('\x1b[')).toBe(colours)
  expect(stdout).not.toContain('\r')
})
