import { execFileSync } from 'node:child_process'
import { hostname } from 'node:os'
import { describe, expect, test } from 'vitest'
import { isStarliftError } from '../../src/core/error.ts'
import type { Store } from '../../src/core/store.ts'
import { acquireLease, currentHolder, type Holder, type Lease } from '../../src/lake/lease.ts'
import { openLocal } from './folder.ts'

/** The number of a process that was and is no more. */
const deadPid = (): number =>
  Number(execFileSync(process.execPath, ['-e', 'process.stdout.write(String(process.pid))']))

const holder = (part: Partial<Holder>): Holder => ({
  run: 'the run before',
  host: hostname(),
  pid: process.pid,
  born: '',
  since: '2024-02-29T00:00:00.000Z',
  ...part,
})

const leave = (store: Store, part: Partial<Holder>): Promise<void> =>
  store.create('_starlift/leases/000000007.json', Buffer.from(JSON.stringify(holder(part))))

const outcome = (attempt: Promise<Lease>): Promise<Lease | string> =>
  attempt.catch((error: unknown) => {
    if (isStarliftError(error)) return error.code
    throw error
  })

describe('one run at a time', () => {
  test('a second waits its turn, and has it after the first', async () => {
    await using given = await openLocal()
    const first = await acquireLease(given.store, { run: 'one' })
    expect(await outcome(acquireLease(given.store, { run: 'two' }))).toBe('RUN_BUSY')
    expect(await currentHolder(given.store)).toMatchObject({ run: 'one', pid: process.pid })
    await first[Symbol.asyncDispose]()
    expect(await currentHolder(given.store)).toBeNull()
    await using second = await acquireLease(given.store, { run: 'two' })
    await second.assertHeld()
  })

  test('of twenty at once one has it', async () => {
    await using given = await openLocal()
    const outcomes = await Promise.all(
      Array.from({ length: 20 }, (_, i) => outcome(acquireLease(given.store, { run: `${i}` }))),
    )
    expect(outcomes.filter((one) => one !== 'RUN_BUSY')).toHaveLength(1)
  })

  test('a hundred runs in turn leave two pages', async () => {
    await using given = await openLocal()
    for (let i = 0; i < 100; i++) {
      const lease = await acquireLease(given.store, { run: `${i}` })
      await lease[Symbol.asyncDispose]()
    }
    expect(
      (await given.store.list('_starlift/leases/')).filter((path) => path.endsWith('.json')).length,
    ).toBeLessThanOrEqual(2)
  })
})

describe('a holder that is gone', () => {
  test('a dead process is followed, by one only', async () => {
    await using given = await openLocal()
    await leave(given.store, { pid: deadPid() })
    const outcomes = await Promise.all([
      outcome(acquireLease(given.store, { run: 'a' })),
      outcome(acquireLease(given.store, { run: 'b' })),
    ])
    expect(outcomes.filter((one) => one === 'RUN_BUSY')).toHaveLength(1)
  })

  test.skipIf(process.platform !== 'linux')('a living process that has a dead one’s number is no holder', async () => {
    await using given = await openLocal()
    await leave(given.store, { born: '1' })
    await using lease = await acquireLease(given.store, { run: 'next' })
    await lease.assertHeld()
  })

  test('a living process is one, where its birth cannot be known', async () => {
    await using given = await openLocal()
    await leave(given.store, { born: '' })
    expect(await outcome(acquireLease(given.store, { run: 'next', takeOver: true }))).toBe('RUN_BUSY')
  })

  test('one on another machine is followed only by who takes over', async () => {
    await using given = await openLocal()
    await leave(given.store, { host: 'elsewhere', pid: 1 })
    expect(await outcome(acquireLease(given.store, { run: 'next' }))).toBe('RUN_BUSY')
    expect(await currentHolder(given.store)).toMatchObject({ host: 'elsewhere' })
    await using lease = await acquireLease(given.store, { run: 'next', takeOver: true })
    await lease.assertHeld()
  })

  test('who was taken over is told before it publishes, and its end ends nobody else’s', async () => {
    await using given = await openLocal()
    const old = await acquireLease(given.store, { run: 'old' })
    await given.store.create(
      '_starlift/leases/000000002.json',
      Buffer.from(JSON.stringify(holder({ run: 'new', host: 'elsewhere' }))),
    )
    await expect(old.assertHeld()).rejects.toMatchObject({ code: 'RUN_BUSY', exitCode: 6 })
    await old[Symbol.asyncDispose]()
    expect(await currentHolder(given.store)).toMatchObject({ run: 'new' })
  })
})
