import { expect, test } from 'vitest'
import { sampleDump } from '../../src/sample/dump.ts'
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

test('is made faster than a server loads it: 25 MB/s on a shared core, about 100 on one of its own', () => {
  const begun = performance.now()
  let bytes = 0
  for (const piece of sampleDump({ scale: 500 })) bytes += piece.length
  const megabytesPerSecond = bytes / 1000 / (performance.now() - begun)
  console.info(`sample: ${(bytes / 1e6).toFixed(0)} MB at ${megabytesPerSecond.toFixed(0)} MB/s`)
  expect(megabytesPerSecond).toBeGreaterThan(25)
})
