import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { COMMENTS } from '../../src/sample/words/comments.ts'
import { mariaDbAvailable } from '../servers/mariadb.ts'
import { type LoadedSample, loadSample } from './loaded.ts'

/** Counted by MariaDB from the loaded dump, so that nothing here repeats how the sample is made. */
describe.skipIf(!mariaDbAvailable()).each([
  { seed: 1, scale: 1 },
  { seed: 2, scale: 1 },
  { seed: 1, scale: 10 },
])('the sample of seed $seed at scale $scale', ({ seed, scale }) => {
  let sample: LoadedSample
  beforeAll(async () => {
    sample = await loadSample({ seed, scale })
  })
  afterAll(() => sample?.[Symbol.asyncDispose]())

  const row = async (sql: string): Promise<string[]> => (await sample.query(sql))[0]!
  const count = async (sql: string): Promise<number> => Number((await row(`SELECT COUNT(*) FROM ${sql}`))[0])
  const between = async (sql: string, low: number, high: number): Promise<void> => {
    const found = await count(sql)
    expect(found).toBeGreaterThanOrEqual(low)
    expect(found).toBeLessThanOrEqual(high)
  }

  test('loads without an error, a warning or a note', () => {
    expect(sample.said).toBe('')
  })

  test('has the size of the exercise, times the scale', async () => {
    expect(await count('customers')).toBe(122 * scale)
    expect(await count('orders')).toBe(326 * scale)
    expect(await count('products')).toBe(Math.round(110 * Math.sqrt(scale)))
    expect(await count('productlines')).toBe(7)
    expect(await count('employees')).toBe(23)
    expect(await count('offices')).toBe(7)
    await between('orderdetails', 2_850 * scale, 3_250 * scale)
    await between('payments', 255 * scale, 295 * scale)
  })

  test('keeps every foreign key', async () => {
    const keys = await sample.query(`SELECT TABLE_NAME, COLUMN_NAME, REFERENCED_TABLE_NAME, REFERENCED_COLUMN_NAME
      FROM information_schema.KEY_COLUMN_USAGE WHERE CONSTRAINT_SCHEMA = DATABASE() AND REFERENCED_TABLE_NAME IS NOT NULL`)
    expect(keys).toHaveLength(8)
    for (const [table, column, other, key] of keys) {
      const orphans = `${table} a LEFT JOIN ${other} b ON a.${column} = b.${key} WHERE a.${column} IS NOT NULL AND b.${key} IS NULL`
      expect([table, column, await count(orphans)]).toEqual([table, column, 0])
    }
  })

  test('has one employee whom all others report to', async () => {
    expect(await count('employees WHERE reportsTo IS NULL')).toBe(1)
    const tree = `(WITH RECURSIVE tree AS (SELECT employeeNumber FROM employees WHERE reportsTo IS NULL
      UNION SELECT e.employeeNumber FROM employees e JOIN tree t ON e.reportsTo = t.employeeNumber) SELECT * FROM tree) tree`
    expect(await count(tree)).toBe(23)
  })

  test('has two employees of one name, with their own addresses', async () => {
    const names = await sample.query(
      'SELECT COUNT(*), COUNT(DISTINCT email) FROM employees GROUP BY firstName, lastName HAVING COUNT(*) > 1',
    )
    expect(names).toEqual([['2', '2']])
  })

  test('has 25 countries, and one of them also with trailing blanks', async () => {
    const countries = 'SELECT COUNT(DISTINCT country), COUNT(DISTINCT BINARY country) FROM customers'
    expect(await row(countries)).toEqual(['25', '26'])
    const sold = 'customers JOIN orders USING (customerNumber) WHERE BINARY country ='
    expect(await count(`${sold} 'Norway'`)).toBeGreaterThan(0)
    expect(await count(`${sold} 'Norway  '`)).toBeGreaterThan(0)
  })

  test('has a country that sells and has no postal codes, and single customers without', async () => {
    expect(await count('customers WHERE postalCode IS NULL')).toBeGreaterThanOrEqual(6 * scale - 2)
    const without = await sample.query('SELECT country FROM customers GROUP BY country HAVING COUNT(postalCode) = 0')
    expect(without).toEqual([['Hong Kong']])
    expect(await count("orders JOIN customers USING (customerNumber) WHERE country = 'Hong Kong'")).toBeGreaterThan(0)
    await between("customers WHERE postalCode IS NULL AND country <> 'Hong Kong'", 3 * scale, 4 * scale)
  })

  test('has postal codes that several customers, and several cities, share', async () => {
    const shared = (what: string) =>
      `(SELECT postalCode FROM customers WHERE postalCode IS NOT NULL GROUP BY postalCode HAVING COUNT(${what}) > 1) c`
    expect(await count(shared('*'))).toBeGreaterThan(5)
    expect(await count(shared('DISTINCT city'))).toBeGreaterThanOrEqual(2)
  })

  test('has customers without orders, without a sales rep, and without both', async () => {
    const idle = 'customerNumber NOT IN (SELECT customerNumber FROM orders)'
    expect(await count(`customers WHERE ${idle}`)).toBe(24 * scale)
    expect(await count('customers WHERE salesRepEmployeeNumber IS NULL')).toBe(14 * scale)
    expect(await count(`customers WHERE salesRepEmployeeNumber IS NULL AND ${idle}`)).toBe(12 * scale)
  })

  test('has credit limits of nothing and unknown ones', async () => {
    await between('customers WHERE creditLimit = 0', 20 * scale, 24 * scale)
    expect(await count('customers WHERE creditLimit IS NULL')).toBe(3 * scale)
  })

  test('has every status, and dates of shipping only for what was shipped', async () => {
    const statuses = await sample.query(
      'SELECT status, COUNT(*), SUM(shippedDate IS NULL) FROM orders GROUP BY status ORDER BY status',
    )
    const times = (counts: readonly number[]) => counts.map((each) => String(each * scale))
    expect(statuses).toEqual([
      ['Cancelled', ...times([6, 5])],
      ['Disputed', ...times([3, 0])],
      ['In Process', ...times([6, 6])],
      ['On Hold', ...times([4, 4])],
      ['Resolved', ...times([4, 0])],
      ['Shipped', ...times([303, 0])],
    ])
    expect(await count('orders WHERE shippedDate < orderDate OR requiredDate <= orderDate')).toBe(0)
  })

  test('ends on 31 May of its third year, and grew until then', async () => {
    const [first, last, shipped] = await row(
      'SELECT MIN(orderDate), MAX(orderDate), MAX(shippedDate) <= MAX(orderDate) FROM orders',
    )
    expect(first).toMatch(/^2023-01-0/)
    expect([last, shipped]).toEqual(['2025-05-31', '1'])
    const spring = await sample.query(
      'SELECT COUNT(*) FROM orders WHERE MONTH(orderDate) <= 5 GROUP BY YEAR(orderDate)',
    )
    const [first5 = 0, second5 = 0, third5 = 0] = spring.map(Number)
    expect(second5).toBeGreaterThan(first5 * 1.15)
    expect(third5).toBeGreaterThan(second5 * 1.15)
  })

  test('has its season in October and November', async () => {
    const months = await sample.query(
      `SELECT MONTH(orderDate) FROM orders WHERE orderDate < '2025-01-01' GROUP BY 1 ORDER BY COUNT(*) DESC LIMIT 2`,
    )
    expect(months).toEqual([['11'], ['10']])
  })

  test('has one product that nobody bought', async () => {
    expect(await count('products WHERE productCode NOT IN (SELECT productCode FROM orderdetails)')).toBe(1)
  })

  test('names each product once, and sells some of every line', async () => {
    expect(await count('(SELECT 1 FROM products GROUP BY productName HAVING COUNT(*) > 1) twice')).toBe(0)
    expect(
      await count('(SELECT productLine FROM products JOIN orderdetails USING (productCode) GROUP BY productLine) sold'),
    ).toBe(7)
  })

  test('has prices under, at and over the list, none at a loss', async () => {
    const prices = 'orderdetails JOIN products USING (productCode) WHERE priceEach'
    for (const compare of ['<', '=', '>']) expect(await count(`${prices} ${compare} MSRP`)).toBeGreaterThan(50 * scale)
    expect(await count(`${prices} <= buyPrice`)).toBe(0)
    const [worth] = await row('SELECT ROUND(SUM(quantityOrdered * priceEach)) FROM orderdetails')
    expect(Number(worth) / scale).toBeGreaterThan(8_000_000)
    expect(Number(worth) / scale).toBeLessThan(13_000_000)
  })

  test('pays no more than was ordered, and never before it was shipped', async () => {
    const amounts = `SELECT orderNumber, customerNumber, shippedDate, SUM(quantityOrdered * priceEach) amount FROM orders JOIN orderdetails USING (orderNumber) GROUP BY orderNumber`
    const unmatched = `payments p LEFT JOIN (${amounts}) o ON p.customerNumber = o.customerNumber AND p.amount = o.amount AND p.paymentDate > o.shippedDate WHERE o.orderNumber IS NULL`
    expect(await count(unmatched)).toBe(0)
    expect(await count("payments WHERE paymentDate > '2025-05-31'")).toBe(0)
  })

  test('has every comment, byte by byte', async () => {
    const found = await sample.query(
      "SELECT DISTINCT HEX(comments) FROM orders WHERE comments IS NOT NULL AND comments <> BINARY ''",
    )
    const expected = COMMENTS.filter((comment) => comment !== '').map((comment) =>
      Buffer.from(comment).toString('hex').toUpperCase(),
    )
    expect(found.flat().sort()).toEqual(expected.sort())
    expect(await count("orders WHERE comments = BINARY ''")).toBeGreaterThan(0)
    expect(await count('orders WHERE comments IS NULL')).toBeGreaterThan(200 * scale)
  })

  test('has letters in latin1 that are not in ISO 8859-1', async () => {
    expect(await count("customers WHERE HEX(customerName) LIKE '8C%'")).toBeGreaterThan(0)
  })

  test('has lines with and without page and picture, one with a long text', async () => {
    expect(await count('productlines WHERE htmlDescription IS NULL')).toBe(5)
    expect(await count('productlines WHERE CHAR_LENGTH(textDescription) = 3900')).toBe(1)
    const images = await sample.query('SELECT HEX(image) FROM productlines WHERE image IS NOT NULL')
    expect(images).toHaveLength(2)
    for (const [hex] of images) {
      const bytes = Buffer.from(hex!, 'hex')
      expect([bytes.length, bytes.readUInt32LE(2), new Set(bytes).size]).toEqual([822, 822, 256])
    }
  })
})
