import { expect, test } from 'vitest'
import { duckdbEngine } from '../../src/engine/duckdb/duckdb-engine.ts'

// What `hashed` of a side relies on: it is a property of the engine, that a new one could change.
test('a decimal of 38 digits hashes as the whole number that it holds', async () => {
  await using engine = await duckdbEngine()
  const { rows } = await engine.query(`select decimals, whole from (values
      (cast('123.45' as decimal(10,2)), 12345, 2), (cast('-0.01' as decimal(5,2)), -1, 2), (null, null, 2)) as t(value, digits, scale),
    lateral (select hash(cast(value as decimal(38,2))) as decimals, hash(cast(digits as hugeint)) as whole)`)
  expect(rows).toHaveLength(3)
  for (const [decimals, whole] of rows) expect(decimals).toBe(whole)
  const wide =
    await engine.query(`select hash(cast('1234567890123456789012345678901234.5678' as decimal(38,4))) as decimals,
    hash(cast('12345678901234567890123456789012345678' as hugeint)) as whole`)
  expect(wide.rows[0]![0]).toBe(wide.rows[0]![1])
})
