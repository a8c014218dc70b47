import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { RunEvent } from '../../src/core/progress.ts'
import type { Store } from '../../src/core/store.ts'
import { duckdbEngine } from '../../src/engine/duckdb/duckdb-engine.ts'
import { readRecords } from '../../src/ledger/ledger.ts'
import { shopOf } from './kill.ts'
import { served, testProject } from './project.ts'
import { shopDump, shopModel } from './shop.ts'

const open = () => testProject({ dump: shopDump(shopOf(1)), model: shopModel, config: { duckdb: 'star.duckdb' } })

async function versionIn(file: string): Promise<string | null> {
  await using engine = await duckdbEngine()
  await engine.run(`attach '${file}' as s (read_only)`)
  return (await engine.query('select version from s.starlift_version')).rows[0]![0]!
}

test('a draft and its log that a dead run left behind are no part of the next file', async () => {
  await using given = await open()
  await given.run()
  const file = join(given.folder, 'star.duckdb')
  await writeFile(`${file}.draft`, await readFile(file))
  await writeFile(`${file}.draft.wal`, 'what a process that died was writing')
  await given.run()
  expect(await versionIn(file)).toBe('2')
})

test('a catalog that cannot be told leaves the version published, and the run succeeded', async () => {
  await using given = await open()
  const failing = { label: 'a catalog', announce: () => Promise.reject(new Error('no answer')) }
  expect((await given.run({ catalogs: () => [failing] })).version).toBe(1)
  expect((await served(given.project)).version).toBe(1)
  const [record] = await readRecords(given.project.store)
  expect(record).toMatchObject({ state: 'succeeded', version: 1 })
  expect((await given.run()).version).toBe(2)
  expect(await versionIn(join(given.folder, 'star.duckdb'))).toBe('2')
})

test('a run that is stopped after it published ends as what it is: published, and announced', async () => {
  await using given = await open()
  const stop = new AbortController()
  const listener = (event: RunEvent) => {
    if (event.kind === 'finished' && event.step === 'publish') stop.abort()
  }
  expect((await given.run({}, { listener, signal: stop.signal })).version).toBe(1)
  expect(await versionIn(join(given.folder, 'star.duckdb'))).toBe('1')
})

test('old files that cannot be removed leave the version published, and the run succeeded', async () => {
  await using given = await open()
  await given.run()
  await given.dump(shopDump(shopOf(2)))
  const { store } = given.project
  const stubborn: Store = {
    ...store,
    remove: (path) =>
      path.endsWith('.parquet') || path.includes('versions') ? Promise.reject(new Error('no')) : store.remove(path),
  }
  expect((await given.run({ store: stubborn, keep: 1 })).version).toBe(2)
  expect((await readRecords(store))[0]).toMatchObject({ state: 'succeeded', version: 2 })
  expect((await given.run({ keep: 1 })).version).toBe(3)
})
