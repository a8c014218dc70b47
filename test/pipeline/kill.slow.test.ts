import { setTimeout } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { Random } from '../../src/sample/random.ts'
import { duckdbFileOf, moments, openShop, Survivor, shopOf, startRun } from './kill.ts'
import { shopDump } from './shop.ts'

test('a run that dies at the start or the end of any step', async () => {
  await using given = await openShop()
  const first = await given.run()
  const survivor = new Survivor(given)
  for (const [round, moment] of moments(first, duckdbFileOf(given)).entries()) {
    await given.dump(shopDump(shopOf(round)))
    expect([moment, (await startRun(given.folder, moment).ended).signal]).toEqual([moment, 'SIGKILL'])
    await survivor.check()
    await survivor.next()
  }
})

test('a run that dies at any of a hundred moments', async () => {
  await using given = await openShop()
  const random = new Random(20_241_122)
  const survivor = new Survivor(given)
  const begun = performance.now()
  expect((await startRun(given.folder).ended).output).toBe('1')
  const whole = Math.ceil(performance.now() - begun)
  let killed = 0
  for (let round = 1; round <= 100; round++) {
    await given.dump(shopDump(shopOf(round)))
    const { child, ended } = startRun(given.folder)
    await Promise.race([setTimeout(random.below(whole)), ended])
    child.kill('SIGKILL')
    if ((await ended).signal === 'SIGKILL') killed++
    await survivor.check()
    if (round % 5 === 0) await survivor.next()
  }
  expect(killed).toBeGreaterThan(50)
})
