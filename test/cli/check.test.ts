import { readdirSync } from 'node:fs'
import { appendFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { edit, shop } from './shop.ts'
import { contentOf, copyOf, type Folder, starlift, steady, succeed } from './starlift.ts'

let published: Folder
let proofs = 0
beforeAll(async () => {
  published = await shop()
  const [, count] = / (\d+) comparisons in all/.exec(await succeed(published.path, 'run')) ?? []
  proofs = Number(count)
})
afterAll(() => published[Symbol.asyncDispose]())

test('nothing changed: files and figures are those that were proven, and nothing is written', async () => {
  const before = await contentOf(published.path)
  expect(await starlift(published.path, 'check')).toEqual({
    code: 0,
    stdout: `files    3 files of version 1 are those that were proven ✓
source   version 1 equals the dump shop.sql as it is now, ${proofs} proofs ✓
`,
    stderr: '',
  })
  expect(await contentOf(published.path)).toEqual(before)
})

test('the dump changed: each figure that moved, and no failure', async () => {
  await using folder = await copyOf(published.path)
  await edit(folder.path, { 'shop.sql': [['12.50', '20.00']] })
  const { code, stdout, stderr } = await starlift(folder.path, 'check')
  expect(steady(stdout)).toBe(`files    3 files of version 1 are those that were proven ✓
drift    the source has changed since <time> UTC; the published figures were true then
         fact_orders sales: source 127.25, published 119.75
         fact_orders by customer.country: 1 of 2 groups differ
         fact_orders by ordered.year: 1 of 2 groups differ
         npx starlift run  publishes the source as it is now
`)
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  const { drift, position, version } = JSON.parse(await succeed(folder.path, 'check', '--json'))
  expect({ version, tables: drift.map(({ table }: { table: string }) => table) }).toEqual({
    version: 1,
    tables: ['fact_orders'],
  })
  expect(position).toMatch(/^dump sha256:[0-9a-f]{64}$/)
})

test('the dump changed where nothing is read: no drift', async () => {
  await using folder = await copyOf(published.path)
  await appendFile(join(folder.path, 'shop.sql'), '-- Dump completed on 2025-01-04  4:05:06\n')
  expect(await succeed(folder.path, 'check')).toContain('equals the dump shop.sql as it is now')
})

test('star.ts changed: only the files are compared', async () => {
  await using folder = await copyOf(published.path)
  await edit(folder.path, { 'star.ts': [['plus(o.amount, o.amount)', 'o.amount']] })
  expect(await starlift(folder.path, 'check')).toEqual({
    code: 0,
    stdout: `files    3 files of version 1 are those that were proven ✓
model    star.ts has changed since; the figures are compared with the source by the next run
`,
    stderr: '',
  })
})

test('--json: version, counts, position and what differs', async () => {
  expect(JSON.parse(await succeed(published.path, 'check', '--json'))).toEqual({
    version: 1,
    files: 3,
    proofs,
    position: expect.any(String),
    drift: [],
    modelChanged: false,
  })
})

async function addByte({ path }: Folder, table: string): Promise<void> {
  const [version] = readdirSync(join(path, 'lake', table))
  await appendFile(join(path, 'lake', table, version!, 'part-00000.parquet'), '\0')
}

test.each(['fact_orders', 'dim_customers'])('one byte more in a file of %s: LAKE_FALSE', async (table) => {
  await using folder = await copyOf(published.path)
  await addByte(folder, table)
  const { code, stdout, stderr } = await starlift(folder.path, 'check')
  expect({ code, stdout }).toEqual({ code: 4, stdout: '' })
  expect(stderr).toMatch(new RegExp(`^\\nLAKE_FALSE {2}${table}/`))
})

test.each(['fact_orders', 'dim_customers'])(
  'a damaged file of %s: the next run publishes a new one, as the message says',
  async (table) => {
    await using folder = await copyOf(published.path)
    await addByte(folder, table)
    await succeed(folder.path, 'run')
    expect(await succeed(folder.path, 'check')).toContain('files of version 2 are those that were proven')
  },
)
