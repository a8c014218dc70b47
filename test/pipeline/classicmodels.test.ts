import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { duckdbEngine } from '../../src/engine/duckdb/duckdb-engine.ts'
import { filesOf } from '../../src/lake/retention.ts'
import { ask, hasRealDump, type Published, REAL_DUMP, type Rows, type TestProject, testProject } from './project.ts'

/** Figures that were computed by hand from the dump; `sales` of every country are the exercise's answer. */
const COUNTRIES = {
  USA: '3273280.05',
  Spain: '1099389.09',
  'New Zealand': '476847.01',
  Norway: '270846.30',
}

const SALES_BY_COUNTRY = `select country, sum(order_amount) from fact_orders join dim_locations using (location_key)
  where country in ('USA', 'Spain', 'New Zealand', 'Norway') group by country order by country`

describe.skipIf(!hasRealDump)('the exercise’s own dump', () => {
  let given: TestProject
  let first: Published
  let second: Published
  const sql = (text: string, version = first): Promise<Rows> => ask(given.project, version, text)

  beforeAll(async () => {
    given = await testProject({ dump: readFileSync(REAL_DUMP), config: { duckdb: 'star.duckdb' } })
    first = await given.run()
    second = await given.run()
  })
  afterAll(() => given[Symbol.asyncDispose]())

  test('sells what its lines add up to', async () => {
    expect(await sql('select count(*), sum(order_amount) from fact_orders')).toEqual([['2996', '9604190.61']])
    expect(Object.fromEntries(await sql(SALES_BY_COUNTRY))).toEqual(COUNTRIES)
  })

  test('has every member, day and payment once, and two members for none', async () => {
    const tables = { dim_customers: 122, dim_products: 110, dim_locations: 105, dim_dates: 1096 }
    for (const [table, members] of Object.entries(tables)) {
      expect(first.tables[table]!.rows).toBe(members + 2)
      const key = first.tables[table]!.columns[0]!.name
      const [counted] = await sql(
        `select count(distinct ${key}), min(${key}), count(*) filter (${key} < 0) from ${table}`,
      )
      expect(counted).toEqual([String(members + 2), '-2', '2'])
    }
    expect(first.tables.fact_payments!.rows).toBe(273)
  })

  test('sends orders that are not shipped to the unknown date, and only those', async () => {
    const found = await sql(
      `select status, count(*) filter (shipped_key = -1) = count(*), count(*) filter (shipped_key = -1) = 0, count(*) filter (shipped_key = -2)
       from fact_orders where status in ('In Process', 'Shipped') group by all order by all`,
    )
    expect(found).toEqual([
      ['In Process', 'true', 'false', '0'],
      ['Shipped', 'false', 'true', '0'],
    ])
  })

  test('has the published types, decimals exact', async () => {
    const described = await sql('select column_name, column_type from (describe fact_orders)')
    expect(described).toEqual([
      ['product_code', 'VARCHAR'],
      ['order_number', 'INTEGER'],
      ...['product', 'customer', 'location', 'ordered', 'required', 'shipped'].map((link) => [
        `${link}_key`,
        'INTEGER',
      ]),
      ['order_line_number', 'SMALLINT'],
      ['status', 'VARCHAR'],
      ['quantity_ordered', 'INTEGER'],
      ['price_each', 'DECIMAL(10,2)'],
      ['order_amount', 'DECIMAL(20,2)'],
      ['cost', 'DECIMAL(20,2)'],
      ['list_amount', 'DECIMAL(20,2)'],
      ['margin', 'DECIMAL(21,2)'],
      ['discount', 'DECIMAL(21,2)'],
    ])
  })

  test('says so in its receipt', () => {
    const { receipt } = first
    const fact = receipt.star.tables.find(({ table }) => table === 'fact_orders')!
    const line = (figure: string) => fact.lines.find((one) => one.figure === figure)
    expect(line('rows')).toEqual({ figure: 'rows', source: '2996', star: '2996', equal: true })
    expect(line('sales')).toEqual({ figure: 'sales', source: '9604190.61', star: '9604190.61', equal: true })
    expect(fact.groups.map(({ path }) => path)).toEqual(['product.line', 'location.country', 'ordered.year', 'status'])
    expect(receipt.stage.lines.find(({ figure }) => figure === 'orderdetails rows')).toMatchObject({ source: '2996' })
    expect(
      [...receipt.stage.lines, ...receipt.star.tables.flatMap(({ lines }) => lines)].every(({ equal }) => equal),
    ).toBe(true)
    expect(receipt.witness).toContain('dump')
  })

  test('published again, keeps every file and every key', async () => {
    expect([first.version, second.version]).toEqual([1, 2])
    expect(second.basedOn).toBe(1)
    expect(second.tables).toEqual(first.tables)
    const members = 'select * from dim_customers order by 1'
    expect(await sql(members, second)).toEqual(await sql(members, first))
    expect(Object.values(second.keys).map(({ mark }) => mark)).toEqual(
      Object.values(first.keys).map(({ mark }) => mark),
    )
    expect(filesOf(second).length).toBe(filesOf(first).length)
  })

  test('is in the DuckDB file as plain tables', async () => {
    await using engine = await duckdbEngine()
    await engine.run(`attach '${join(given.folder, 'star.duckdb')}' as s (read_only); use s`)
    expect((await engine.query(SALES_BY_COUNTRY)).rows.length).toBe(4)
    expect(Object.fromEntries((await engine.query(SALES_BY_COUNTRY)).rows)).toEqual(COUNTRIES)
    expect((await engine.query('select version, receipt from starlift_version')).rows).toEqual([
      ['2', JSON.stringify(second.receipt)],
    ])
  })
})
