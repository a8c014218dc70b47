import { join } from 'node:path'
import { expect, test } from 'vitest'
import { isStarliftError } from '../../src/core/error.ts'
import type { Store } from '../../src/core/store.ts'
import { newestVersion, readVersion, versionNumbers } from '../../src/lake/version.ts'
import type { Project } from '../../src/pipeline/project.ts'
import { run } from '../../src/pipeline/run.ts'
import { intact } from './intact.ts'
import { leaseless } from './leaseless.ts'
import { ask, type Published, testProject } from './project.ts'
import { shopDump, shopModel } from './shop.ts'

const customer = (id: string): readonly [string, string, null, null] => [id, id, null, null]
const dumpWith = (id: string): string =>
  shopDump({
    customers: [customer('a'), customer(id)],
    orders: [
      [1, id, '2024-02-29', '1.00'],
      [2, 'a', null, '2.00'],
    ],
  })

/** Lets `release` be called when the action may go on. */
function gate(): { readonly passed: Promise<void>; readonly release: () => void } {
  const { promise, resolve } = Promise.withResolvers<void>()
  return { passed: promise, release: resolve }
}

test('runs that publish at the same moment get a number each, and the later ones build on the earlier', async () => {
  await using given = await testProject({ dump: dumpWith('first'), model: shopModel, config: { keep: 20 } })
  await given.run()
  const { store } = given.project
  const names = ['one', 'two', 'three']
  const outcomes = await Promise.all(
    names.map(async (name, i) => {
      await using other = await testProject({ dump: dumpWith(name), model: shopModel })
      return await run({ ...other.project, store: leaseless(store, i) }).then(({ version }) => version.version, codeOf)
    }),
  )
  const numbers = outcomes.filter((one) => typeof one === 'number')
  expect(outcomes.filter((one) => typeof one !== 'number' && one !== 'STORE_EXISTS')).toEqual([])
  expect(numbers.toSorted()).toEqual(numbers.map((_, i) => i + 2))
  expect(numbers).toHaveLength(3)
  for (const number of await versionNumbers(store))
    await intact(given.project, (await readVersion(store, number)) as Published)
  const newest = (await newestVersion(store)) as Published
  const keys = await ask(given.project, newest, 'select id, customer_key from "keys of customers" order by 2')
  expect(keys.map(([, key]) => key)).toEqual(['1', '2', '3', '4', '5'])
  expect(keys.map(([id]) => id).toSorted()).toEqual(['a', 'first', ...names].toSorted())
})

const codeOf = (error: unknown): string => {
  if (isStarliftError(error)) return error.code
  throw error
}

test('a run that cleans up late removes nothing that another is about to publish', async () => {
  await using given = await testProject({ dump: dumpWith('first'), model: shopModel })
  await given.run()
  const cleaning = gate()
  const uploaded = gate()
  const { store } = given.project
  const slow: Store = {
    ...leaseless(store, 1),
    replace: async (path, bytes) => {
      await store.replace(path, bytes)
      if (path.endsWith('current.json')) cleaning.release()
      if (path.endsWith('current.json')) await uploaded.passed
    },
  }
  const second: Store = {
    ...leaseless(store, 2),
    create: async (path, bytes) => {
      if (path.includes('versions')) {
        uploaded.release()
        await new Promise((resolve) => setTimeout(resolve, 300))
      }
      await store.create(path.replace('_starlift/leases/', '_starlift/leases-2/'), bytes)
    },
  }
  const project = (of: Store, number: number): Project => ({
    ...given.project,
    store: of,
    scratch: join(given.folder, `s${number}`),
  })
  const early = run(project(slow, 1))
  await cleaning.passed
  const late = run(project(second, 2))
  await Promise.all([early, late])
  expect(await versionNumbers(store)).toEqual([1, 2, 3])
  for (const number of [1, 2, 3]) await intact(given.project, (await readVersion(store, number)) as Published)
})
