import { describe, expect, test } from 'vitest'
import type { Store } from '../../src/core/store.ts'
import { vacuum } from '../../src/lake/retention.ts'
import { rollback } from '../../src/lake/rollback.ts'
import { newestVersion, publishVersion, readVersion, servedVersion, versionNumbers } from '../../src/lake/version.ts'
import { fileOf, openLocal, versionOf } from './folder.ts'

async function publish(store: Store, version: number, made = version): Promise<void> {
  const given = versionOf(version, made)
  if (made === version) await store.create(fileOf('fact_t', version), Buffer.from('x'))
  await store.create(given.keys.d!.file, Buffer.from('x'))
  await publishVersion(store, given)
}
const data = async (store: Store): Promise<readonly string[]> =>
  (await store.list('')).filter((path) => path.endsWith('.parquet'))

describe('versions', () => {
  test('an empty lake has none, and says so', async () => {
    await using given = await openLocal()
    expect(await newestVersion(given.store)).toBeNull()
    await expect(servedVersion(given.store)).rejects.toMatchObject({ code: 'LAKE_MISSING', exitCode: 5 })
  })

  test('a number is given once', async () => {
    await using given = await openLocal()
    await publish(given.store, 1)
    await expect(publishVersion(given.store, { ...versionOf(1), run: 'other' })).rejects.toMatchObject({
      code: 'STORE_EXISTS',
    })
    expect((await servedVersion(given.store)).run).toBe('run-1')
  })

  test('a hundred are in order of their numbers', async () => {
    await using given = await openLocal()
    for (const number of [2, 1_000_000, 10, 1, 999_999]) await publishVersion(given.store, versionOf(number))
    expect(await versionNumbers(given.store)).toEqual([1, 2, 10, 999_999, 1_000_000])
    expect((await servedVersion(given.store)).version).toBe(1_000_000)
  })

  test.each(['', '{', '{"format":2}', 'null'])(
    'a manifest that says %s is damage, and not an empty lake',
    async (content) => {
      await using given = await openLocal()
      await given.store.create('_starlift/versions/000001.json', Buffer.from(content))
      await expect(servedVersion(given.store)).rejects.toMatchObject({ code: 'LAKE_DAMAGED', exitCode: 5 })
    },
  )

  test('the hint may lie: the newest manifest is the truth', async () => {
    await using given = await openLocal()
    await publish(given.store, 1)
    await publish(given.store, 2)
    await given.store.replace('_starlift/current.json', Buffer.from('{"version":1}'))
    expect((await servedVersion(given.store)).version).toBe(2)
  })
})

describe('retention', () => {
  test('keeps the newest, and every file that one of them names', async () => {
    await using given = await openLocal()
    for (const [version, made] of [
      [1, 1],
      [2, 1],
      [3, 3],
      [4, 1],
    ] as const)
      await publish(given.store, version, made)
    const removed = await vacuum(given.store, 2)
    expect(removed.versions).toEqual([1, 2])
    expect(await versionNumbers(given.store)).toEqual([3, 4])
    expect(await data(given.store)).toEqual([
      '_starlift/keys/dim_d/v000003-run.parquet',
      '_starlift/keys/dim_d/v000004-run.parquet',
      fileOf('fact_t', 1),
      fileOf('fact_t', 3),
    ])
    expect(await vacuum(given.store, 2)).toEqual({ versions: [], files: [] })
  })

  test('removes what a dead run left, and nothing of one that is still to publish or of anybody else', async () => {
    await using given = await openLocal()
    await publish(given.store, 1)
    await publish(given.store, 2)
    const dead = 'fact_t/v000002-dead/part-00000.parquet'
    const coming = 'fact_t/v000003-live/part-00000.parquet'
    const foreign = ['mine.parquet', 'reports/v2/mine.parquet', '_starlift/keys/mine.parquet']
    for (const path of [dead, coming, ...foreign]) await given.store.create(path, Buffer.from('x'))
    expect((await vacuum(given.store, 5)).files).toEqual([dead])
  })
})

describe('rollback', () => {
  test('serves earlier files as a new version, with the newest keys', async () => {
    await using given = await openLocal()
    for (const version of [1, 2, 3]) await publish(given.store, version)
    const version = await rollback(given.store, 1, 'back')
    expect(version).toMatchObject({
      version: 4,
      basedOn: 3,
      rollbackOf: 1,
      tables: versionOf(1).tables,
      keys: versionOf(3).keys,
    })
    expect((await rollback(given.store, 4, 'again')).rollbackOf).toBe(1)
    await vacuum(given.store, 2)
    expect(await given.store.read(fileOf('fact_t', 1))).not.toBeNull()
    expect((await readVersion(given.store, 5)).tables).toEqual(versionOf(1).tables)
  })

  test('to a version that is gone is refused', async () => {
    await using given = await openLocal()
    await publish(given.store, 1)
    await expect(rollback(given.store, 7, 'back')).rejects.toMatchObject({ code: 'LAKE_MISSING' })
    expect(await versionNumbers(given.store)).toEqual([1])
  })
})
