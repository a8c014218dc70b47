import { expect, test } from 'vitest'
import { duckdbEngine } from '../../src/engine/duckdb/duckdb-engine.ts'
import { keysTwice } from '../../src/prove/keys.ts'

const KEYS: readonly (readonly [what: string, rows: string, twice: readonly (readonly string[])[]])[] = [
  ['in order', "(1, 'a'), (1, 'b'), (2, 'a')", []],
  ['in another order', "(2, 'a'), (1, 'b'), (1, 'a')", []],
  ['twice, one after the other', "(1, 'a'), (1, 'a'), (2, 'a')", [['1', 'a', '2']]],
  ['twice, at both ends', "(1, 'a'), (2, 'a'), (3, 'a'), (1, 'a')", [['1', 'a', '2']]],
  ['NULL, which is no key, however often', "(null, 'a'), (null, 'a'), (1, null), (1, null), (2, 'a')", []],
  ['NULL between the two', "(1, 'a'), (null, 'a'), (1, 'a')", [['1', 'a', '2']]],
  ['the last row alone', "(1, 'a'), (2, 'a'), (2, 'a')", [['2', 'a', '2']]],
]

test.each(KEYS)('a key %s', async (_what, rows, twice) => {
  await using engine = await duckdbEngine()
  await engine.run(
    `create schema stage; create table stage.t as select cast(a as integer) as a, b from (values ${rows}) as t(a, b)`,
  )
  expect(await keysTwice(engine, { table: 't', columns: ['a', 'b'] })).toEqual(twice)
})

test('many rows in order have no key twice, and one more does', async () => {
  await using engine = await duckdbEngine()
  await engine.run('create schema stage; create table stage.t as select i as a from range(500000) as r(i)')
  expect(await keysTwice(engine, { table: 't', columns: ['a'] })).toEqual([])
  await engine.run('insert into stage.t values (123456)')
  expect(await keysTwice(engine, { table: 't', columns: ['a'] })).toEqual([['123456', '2']])
})

test('a table without rows has none', async () => {
  await using engine = await duckdbEngine()
  await engine.run('create schema stage; create table stage.t (a integer)')
  expect(await keysTwice(engine, { table: 't', columns: ['a'] })).toEqual([])
})
