import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Base, exchanged, publishedBase } from './base.ts'
import { around, type Edits, mutated, swap } from './mutant.ts'
import { ask } from './project.ts'

let base: Base
beforeAll(async () => {
  base = await publishedBase()
})
afterAll(() => base.given[Symbol.asyncDispose]())

const afterMutation = (edits: Edits): Promise<string> =>
  base.refused({ dialect: mutated(base.given.project.dialect, edits) })
const row = (code: string): string => `order_number ${base.pair.order}, product_code ${code}`
const isRow = (code: string): string => `order_number = ${base.pair.order} and product_code = '${code}'`

describe('SQL that builds the star wrongly', () => {
  test('a row is lost', async () => {
    const told = await afterMutation({ of: 'orders', fact: around(`from it where not (${isRow(base.pair.one)})`) })
    expect(told).toContain('fact_orders rows: source 3064, star 3063')
    expect(told).toContain(`fact_orders row (${row(base.pair.one)}) is missing in the star`)
  })

  test('a row is there twice', async () => {
    const told = await afterMutation({
      of: 'orders',
      fact: around(`from it union all from it where ${isRow(base.pair.one)}`),
    })
    expect(told).toContain(`fact_orders row (${row(base.pair.one)}) is in the star once too often`)
  })

  test('places are looked up by postal code alone, as in the exercise’s own SQL', async () => {
    const others = ['city', 'state', 'country']
    const told = await afterMutation({
      of: 'orders',
      fact: (sql) =>
        others.reduce(
          (text, name) => text.replace(new RegExp(`and "d3"."${name}" is not distinct from [^\\n]+?(?= and "d3")`), ''),
          sql,
        ),
    })
    const [, source, star] = /fact_orders rows: source (\d+), star (\d+)/.exec(told)!
    expect(Number(star)).toBeGreaterThan(Number(source))
    expect(told).toMatch(/location\.country = '.+': rows source \d+, star \d+/)
  })

  test('a cent changes', async () => {
    const told = await afterMutation({
      of: 'orders',
      fact: around(
        `select * replace (cast(case when ${isRow(base.pair.one)} then order_amount + 0.01 else order_amount end as decimal(20,2)) as order_amount) from it`,
      ),
    })
    expect(told).toMatch(/fact_orders sales: source [\d.]+, star [\d.]+/)
    expect(told).toMatch(/product\.line = '.+': sales source [\d.]+, star [\d.]+/)
    expect(told).toMatch(
      new RegExp(`fact_orders row \\(${row(base.pair.one)}\\): order_amount source [\\d.]+, star [\\d.]+`),
    )
  })

  test('two amounts change places within every group', async () => {
    const told = await afterMutation({
      of: 'orders',
      fact: around(`select * replace (${exchanged(base.pair, 'price_each', isRow)} as price_each) from it`),
    })
    expect(told).not.toContain('sales')
    for (const code of [base.pair.one, base.pair.other])
      expect(told).toContain(`fact_orders row (${row(code)}): price_each`)
  })

  test('a date takes another’s role', async () => {
    const told = await afterMutation({
      of: 'orders',
      fact: around('select * replace (required_key as ordered_key, ordered_key as required_key) from it'),
    })
    const order = await base.one('select min(order_number) from fact_orders where ordered_key <> required_key')
    expect(told).toMatch(
      new RegExp(`fact_orders row \\(order_number ${order}, product_code .+ordered\\.date source '[\\d-]+', star`),
    )
  })

  test('orders that are not shipped are joined away', async () => {
    const told = await afterMutation({ of: 'orders', fact: around('from it where shipped_key <> -1') })
    const order = await base.one('select min(order_number) from fact_orders where shipped_key = -1')
    expect(told).toMatch(
      new RegExp(`fact_orders row \\(order_number ${order}, product_code \\S+\\) is missing in the star`),
    )
    expect(told).toMatch(/status = 'In Process': rows source \d+, star none/)
  })

  test('customers without a salesman are joined away', async () => {
    const told = await afterMutation({
      of: 'customers',
      members: swap('left join "stage"."employees"', 'join "stage"."employees"'),
    })
    const customer = await base.one(
      'select min(customer_number) from dim_customers where sales_rep is null and customer_key > 0',
    )
    expect(told).toContain(`dim_customers row (customer_number ${customer}) is missing in the star`)
  })

  test('a place keeps the blanks behind its country', async () => {
    const told = await afterMutation({ of: 'locations', members: swap(`trim("t0"."country", ' ')`, '"t0"."country"') })
    expect(told).toMatch(/dim_locations row \(.*country Norway {2}\) is in the star once too often/)
  })

  test('every order is a day late', async () => {
    const told = await afterMutation({ of: 'orders', fact: swap('"t1"."orderDate"', '("t1"."orderDate" + 1)') })
    expect(told).toMatch(/ordered\.date source '[\d-]+', star '[\d-]+'/)
  })

  test('two customers change places in the fact', async () => {
    const [key, other] = (
      await ask(base.given.project, base.version, 'select distinct customer_key from fact_orders order by 1 limit 2')
    ).flat()
    const number = await base.one(`select customer_number from dim_customers where customer_key = ${key}`)
    const told = await afterMutation({
      of: 'orders',
      fact: around(
        `select * replace (case customer_key when ${key} then ${other} when ${other} then ${key} else customer_key end as customer_key) from it`,
      ),
    })
    expect(told).toMatch(new RegExp(`customer\\.customerNumber source ${number}, star \\d+`))
  })

  test('rows of customers go to the unknown one', async () => {
    const told = await afterMutation({
      of: 'payments',
      fact: around(
        `select * replace (case when check_number = (select min(check_number) from it) then -1 else customer_key end as customer_key) from it`,
      ),
    })
    const check = await base.one('select min(check_number) from fact_payments')
    expect(told).toMatch(
      new RegExp(
        `fact_payments row \\(customer_number \\d+, check_number ${check}\\): customer \\(member\\) source 'member', star 'unknown'`,
      ),
    )
  })

  test('an attribute of one member changes', async () => {
    const told = await afterMutation({
      of: 'customers',
      dimension: around(
        `select * replace (case when customer_key = 7 then lower(customer_name) else customer_name end as customer_name) from it`,
      ),
    })
    const [number, name] = (
      await ask(
        base.given.project,
        base.version,
        'select customer_number, customer_name from dim_customers where customer_key = 7',
      )
    )[0]!
    expect(told).toContain(
      `dim_customers row (customer_number ${number}): customer_name source '${name}', star '${name!.toLowerCase()}'`,
    )
  })

  test('members exchange their numbers between two versions', async () => {
    const told = await afterMutation({
      of: 'customers',
      registry: around(
        'select * replace (case customer_key when 3 then 4 when 4 then 3 else customer_key end as customer_key) from it',
      ),
    })
    const number = await base.one('select customer_number from dim_customers where customer_key = 3')
    expect(told).toContain(`dim_customers row (customer_number ${number}, customer_key 3)`)
  })

  test('members carry other numbers than the registry says', async () => {
    const told = await afterMutation({
      of: 'products',
      dimension: around(
        'select * replace (case product_key when 3 then 4 when 4 then 3 else product_key end as product_key) from it',
      ),
    })
    expect(told).toMatch(/dim_products row \(product_code \S+, product_key 3\)/)
  })

  test('the unknown member is not there', async () => {
    const told = await afterMutation({ of: 'products', dimension: around('from it where product_key <> -1') })
    expect(told).toContain('dim_products row (product_code NULL, product_key -1)')
  })

  test('a month is wrong', async () => {
    const told = await afterMutation({
      of: 'dates',
      calendar: swap('cast(month("day") as integer) as "month"', 'cast(month("day" + 1) as integer) as "month"'),
    })
    expect(told).toContain('dim_dates row (date_key 20230131): month source 1, star 2')
  })

  test('a day is missing in the calendar', async () => {
    const told = await afterMutation({ of: 'dates', calendar: around('from it where date_key <> 20240229') })
    expect(told).toContain('dim_dates row (date_key 20240229) is missing in the star')
  })

  test('a column too many', async () => {
    const told = await afterMutation({ of: 'payments', fact: around('select *, 1 as more from it') })
    expect(told).toContain('planned nothing, found more INTEGER')
  })

  test('an amount becomes a double', async () => {
    const told = await afterMutation({
      of: 'orders',
      fact: around('select * replace (cast(order_amount as double) as order_amount) from it'),
    })
    expect(told).toContain('planned order_amount DECIMAL(20,2), found order_amount DOUBLE')
  })
})

test('the same wrappers, changing nothing, publish', async () => {
  const same = around('from it')
  const dialects = ['orders', 'payments', 'customers', 'dates'].reduce(
    (dialect, of) => mutated(dialect, { of, fact: same, dimension: same, calendar: same, registry: same }),
    base.given.project.dialect,
  )
  const version = await base.given.run({ dialect: dialects })
  expect(version.version).toBe(2)
})
