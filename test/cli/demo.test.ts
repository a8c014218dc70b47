import { existsSync } from 'node:fs'
import { appendFile, mkdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { REPOSITORY, starlift, steady, succeed, tempFolder } from './starlift.ts'

test('demo: from an empty folder to a receipt and the figures that people ask first', async () => {
  await using folder = await tempFolder()
  const { code, stdout, stderr } = await starlift(folder.path, 'demo')
  expect(stderr).toBe('')
  expect(code).toBe(0)
  expect(
    steady(stdout),
  ).toBe(`demo     starlift-demo: an invented shop with the flaws of a real one; shop.sql, schema.ts, star.ts, starlift.config.ts
plan     4 dimensions, 2 facts · reads 8 of 8 tables, 3,948 rows of shop.sql · target starlift-demo/lake
read     products 110 <s>
read     productlines 7 <s>
read     customers 122 <s>
read     employees 23 <s>
read     offices 7 <s>
read     orderdetails 3,064 <s>
read     orders 326 <s>
read     payments 289 <s>
build    dim_products 110 <s>
build    dim_customers 122 <s>
build    dim_locations 97 <s>
build    fact_orders 3,064 <s>
build    fact_payments 289 <s>
build    dim_dates 1,096 <s>
check    <n> checks of keys, relations and the model ✓
prove    against the dump shop.sql                       source              star
         <n> figures of the staged rows                                     equal   ✓
         fact_orders rows                                 3,064             3,064   ✓
         fact_orders sales                        10,552,098.73     10,552,098.73   ✓
         fact_orders orders                                 326               326   ✓
         fact_orders units                              106,232           106,232   ✓
         fact_orders cost                          6,544,774.07      6,544,774.07   ✓
         fact_orders margin                        4,007,324.66      4,007,324.66   ✓
         fact_orders list                         11,604,082.37     11,604,082.37   ✓
         fact_orders discount                      1,051,983.64      1,051,983.64   ✓
         fact_orders content                          …88225892         …88225892   ✓
         fact_orders by product.line                   7 groups          7 groups   ✓
         fact_orders by location.country              23 groups         23 groups   ✓
         fact_orders by ordered.year                   3 groups          3 groups   ✓
         fact_orders by status                         6 groups          6 groups   ✓
         fact_payments rows                                 289               289   ✓
         fact_payments received                    9,124,977.46      9,124,977.46   ✓
         fact_payments content                        …93791702         …93791702   ✓
         fact_payments by paid.year                    3 groups          3 groups   ✓
         <n> comparisons in all
publish  version 1 · 6 files, <size> · previous: none
receipt  starlift-demo/lake/_starlift/versions/000001.json
tables   starlift-demo/lake/star.duckdb

Sales by product line
product_line        sales  units
─────────────  ──────────  ─────
Lighthouses    4227613.37  41627
Bridges        2210650.47  23375
Airships       1886050.95  14176
Canal Boats     840250.52   9379
Cable Cars      562716.57   8695
Observatories   482198.99   4958
Windmills       342617.86   4022

Sales by country
country           sales  orders
───────────  ──────────  ──────
USA          3366594.97     101
Germany      1334345.69      42
France        755782.59      24
Spain         611025.17      20
UK            490143.19      15
Canada        479514.66      14
Norway        413366.49      12
Netherlands   371796.20      15
Denmark       349759.42      10
Australia     314272.81      11

Done in <s>.   cd starlift-demo   and   npx starlift query "select * from dim_locations limit 10"
`)
})

test('a second demo of one folder keeps a star.ts that was edited, and publishes a second version', async () => {
  await using folder = await tempFolder()
  await succeed(folder.path, 'demo', 'shop')
  const star = join(folder.path, 'shop', 'star.ts')
  await appendFile(star, '// mine\n')
  const stdout = await succeed(folder.path, 'demo', 'shop')
  expect(stdout).toContain('publish  version 2 ')
  expect(await readFile(star, 'utf8')).toMatch(/\/\/ mine\n$/)
})

test('--scale 3: three times the shop', async () => {
  await using folder = await tempFolder()
  const { version } = JSON.parse(await succeed(folder.path, 'demo', '--scale', '3', '--json'))
  expect(version.tables.dim_customers.rows).toBe(3 * 122 + 2)
  expect(version.tables.fact_orders.rows).toBe(9221)
})

test('--seed 2: another shop of the same size; --json: folder, version and figures and nothing else', async () => {
  await using folder = await tempFolder()
  const { code, stdout, stderr } = await starlift(folder.path, 'demo', '.', '--seed', '2', '--json')
  const { folder: name, version, figures, ...rest } = JSON.parse(stdout)
  expect({ code, stderr, name, rest }).toEqual({ code: 0, stderr: '', name: '.', rest: {} })
  expect(version).toMatchObject({
    version: 1,
    basedOn: null,
    source: { label: 'shop.sql', witness: 'the dump' },
  })
  expect(figures.map(({ title }: { title: string }) => title)).toEqual(['Sales by product line', 'Sales by country'])
  expect(figures[0].answer.rows).toHaveLength(7)
  expect(figures[0].answer.rows[0]).toEqual(['Lighthouses', '3328546.94', '39093'])
})

test('--dump: only the dump, the same bytes as in the demo; a server loads it as it is', async () => {
  await using folder = await tempFolder()
  expect(await succeed(folder.path, 'demo', '--dump', 'other.sql', '--seed', '3')).toBe('')
  await succeed(folder.path, 'demo', 'shop', '--seed', '3', '--json')
  const dump = await readFile(join(folder.path, 'other.sql'), 'utf8')
  expect(dump).toBe(await readFile(join(folder.path, 'shop', 'shop.sql'), 'utf8'))
  expect(dump).toMatch(/-- Dump completed/)
  expect(existsSync(join(folder.path, 'starlift-demo'))).toBe(false)
})

test('the project of the demo is one: model and schema are the example’s, and pull finds nothing to change', async () => {
  await using folder = await tempFolder()
  await succeed(folder.path, 'demo', '.')
  for (const file of ['schema.ts', 'star.ts'])
    expect(await readFile(join(folder.path, file), 'utf8')).toBe(
      await readFile(join(REPOSITORY, 'examples/classicmodels', file), 'utf8'),
    )
  expect(await succeed(folder.path, 'pull')).toBe(
    'schema.ts   8 tables, 8 foreign keys from shop.sql\nNothing has changed.\n',
  )
})

test('a folder that cannot be made is told without a stack', async () => {
  await using folder = await tempFolder()
  await mkdir(join(folder.path, 'a'))
  await succeed(folder.path, 'demo', '--dump', 'a/file')
  const { code, stderr } = await starlift(folder.path, 'demo', 'a/file')
  expect(code).toBe(2)
  expect(stderr).toBe(`
USAGE  a/file cannot be written
  EEXIST: file already exists, mkdir 'a/file'
  → Name another place:  npx starlift demo <folder> .
`)
  expect((await starlift(folder.path, 'demo', '--dump', 'b/file')).stderr).toMatch(
    /^\nUSAGE {2}b\/file cannot be written\n/,
  )
})
