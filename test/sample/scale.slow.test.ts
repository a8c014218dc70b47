import { expect, test } from 'vitest'
import { mariaDbAvailable } from '../servers/mariadb.ts'
import { loadSample } from './loaded.ts'

test.skipIf(!mariaDbAvailable())(
  'a hundred times the exercise loads without a warning, with its keys whole',
  async () => {
    await using sample = await loadSample({ scale: 100 })
    expect(sample.said).toBe('')
    const [counts] = await sample.query(`SELECT (SELECT COUNT(*) FROM orderdetails),
    (SELECT COUNT(*) FROM orderdetails JOIN orders USING (orderNumber) JOIN customers USING (customerNumber) JOIN products USING (productCode)),
    (SELECT COUNT(*) FROM products WHERE productCode NOT IN (SELECT productCode FROM orderdetails)),
    (SELECT COUNT(*) FROM products) - (SELECT COUNT(DISTINCT productName) FROM products)`)
    const [lines, joined, unsold, repeatedNames] = counts!.map(Number)
    expect(joined).toBe(lines)
    expect(lines).toBeGreaterThan(285_000)
    expect([unsold, repeatedNames]).toEqual([1, 0])
  },
)
