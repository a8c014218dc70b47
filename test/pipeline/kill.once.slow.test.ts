import { expect, test } from 'vitest'
import { duckdbEngine } from '../../src/engine/duckdb/duckdb-engine.ts'
import { duckdbFileOf, type Moment, openShop, Survivor, shopOf, startRun } from './kill.ts'
import { shopDump } from './shop.ts'

test('a run that dies leaves the version before, and the next one cleans up', async () => {
  await using given = await openShop()
  await given.run()
  const survivor = new Survivor(given)
  const deaths: readonly Moment[] = [
    ['started', 'keys', ''],
    ['finished', 'fact', 'fact_orders'],
    ['started', 'publish', ''],
    ['finished', 'publish', ''],
  ]
  for (const [round, moment] of deaths.entries()) {
    await given.dump(shopDump(shopOf(round + 1)))
    const before = await survivor.check()
    expect((await startRun(given.folder, moment).ended).signal).toBe('SIGKILL')
    const after = await survivor.check()
    expect(after.version - before.version).toBe(moment[0] === 'finished' && moment[1] === 'publish' ? 1 : 0)
    const next = await survivor.next()
    expect(next.receipt.position).not.toBe(before.receipt.position)
    expect(await survivor.interrupted()).toBe(round + 1)
  }
  await using engine = await duckdbEngine()
  await engine.run(`attach '${duckdbFileOf(given)}' as s (read_only)`)
  const { rows } = await engine.query('select version from s.starlift_version')
  expect(rows).toEqual([[String((await survivor.check()).version)]])
})

test('of two processes at once one holds the lake, and nothing is lost', async () => {
  await using given = await openShop()
  const outcomes = await Promise.all([1, 2, 3].map(() => startRun(given.folder).ended))
  const published = outcomes.map(({ output }) => output).filter((output) => output !== 'RUN_BUSY')
  expect(published.length).toBeGreaterThan(0)
  expect(published.toSorted()).toEqual(published.map((_, i) => String(i + 1)))
  const survivor = new Survivor(given)
  expect((await survivor.check()).version).toBe(published.length)
  await survivor.next()
})
