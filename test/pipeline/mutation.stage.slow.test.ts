import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Base, exchanged, publishedBase } from './base.ts'
import { mutatedStage } from './mutant.ts'

let base: Base
beforeAll(async () => {
  base = await publishedBase()
})
afterAll(() => base.given[Symbol.asyncDispose]())

const afterStaging = (column: string, select: string): Promise<string> =>
  base.refused(mutatedStage(base.given.project, column, select))
const isStagedRow = (code: string): string => `orderNumber = ${base.pair.order} and productCode = '${code}'`

describe('staged files that are not what the source says', () => {
  const staged = (code: string): string => `orderdetails row (orderNumber ${base.pair.order}, productCode ${code})`

  test('a cent changes', async () => {
    const told = await afterStaging(
      'priceEach',
      `select * replace (cast(case when ${isStagedRow(base.pair.one)} then priceEach + 0.01 else priceEach end as decimal(10,2)) as priceEach) from it`,
    )
    expect(told).toContain('orderdetails.priceEach sum: source')
    expect(told).toContain(`${staged(base.pair.one)}: priceEach source '`)
  })

  test('two prices change places, so that every sum holds', async () => {
    const told = await afterStaging(
      'priceEach',
      `select * replace (${exchanged(base.pair, 'priceEach', isStagedRow)} as priceEach) from it`,
    )
    expect(told).not.toContain('sum')
    for (const code of [base.pair.one, base.pair.other]) expect(told).toContain(`${staged(code)}: priceEach source '`)
  })

  test('a row is lost', async () => {
    const told = await afterStaging('priceEach', `from it where not (${isStagedRow(base.pair.one)})`)
    expect(told).toContain(`${staged(base.pair.one)} was not staged`)
  })

  test('a row is there twice', async () => {
    const told = await afterStaging('priceEach', `from it union all from it where ${isStagedRow(base.pair.one)}`)
    expect(told).toContain(`KEY_NOT_UNIQUE`)
    expect(told).toContain(`(${base.pair.order}, ${base.pair.one}) × 2`)
  })

  test('a blank follows a country', async () => {
    const number = await base.one('select min(customer_number) from dim_customers')
    const told = await afterStaging(
      'country',
      `select * replace (case when customerNumber = ${number} then country || ' ' else country end as country) from it`,
    )
    expect(told).toMatch(
      new RegExp(`customers row \\(customerNumber ${number}\\): country source '(.+)', staged '\\1 '`),
    )
  })

  test('NULL becomes an empty text', async () => {
    const told = await afterStaging('state', `select * replace (coalesce(state, '') as state) from it`)
    expect(told).toMatch(/customers row \(customerNumber \d+\): state source NULL, staged ''/)
  })

  test('two days change places', async () => {
    const told = await afterStaging(
      'orderDate',
      `select * replace (case orderNumber when (select min(orderNumber) from it) then (select arg_max(orderDate, orderNumber) from it)
       when (select max(orderNumber) from it) then (select arg_min(orderDate, orderNumber) from it) else orderDate end as orderDate) from it`,
    )
    expect(told).not.toContain('sum')
    expect(told).toMatch(/orders row \(orderNumber \d+\): orderDate source '[\d-]+', staged '[\d-]+'/)
  })

  test.each([
    [
      'an integer becomes text',
      'quantityOrdered',
      'varchar',
      'planned quantityOrdered INTEGER, found quantityOrdered VARCHAR',
    ],
    ['a decimal becomes a double', 'priceEach', 'double', 'planned priceEach DECIMAL(10,2), found priceEach DOUBLE'],
  ])('%s', async (_, column, type, line) => {
    expect(await afterStaging(column, `select * replace (cast(${column} as ${type}) as ${column}) from it`)).toContain(
      line,
    )
  })
})

test('the same wrapper, changing nothing, publishes', async () => {
  const version = await base.given.run(mutatedStage(base.given.project, 'priceEach', 'from it'))
  expect(version.version).toBe(2)
})
