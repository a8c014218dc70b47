import { appendFileSync, existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { copyOf, type Folder, start, steady, succeed, tempFolder } from './starlift.ts'

/** A demo of which one small version is published, and whose dump is then thirty times as large: a run of it lasts seconds. */
let demo: Folder
beforeAll(async () => {
  demo = await tempFolder()
  await succeed(demo.path, 'demo', '.')
  await succeed(demo.path, 'demo', '--dump', 'shop.sql', '--scale', '30')
})
afterAll(() => demo[Symbol.asyncDispose]())

/** What a lake holds beside its ledger: everything that a run which did not publish must leave as it was. */
const filesOf = ({ path }: Folder): readonly string[] =>
  (readdirSync(join(path, 'lake'), { recursive: true }) as string[])
    .filter((file) => !/^_starlift\/(leases|runs)\b/.test(file))
    .sort()

const recordOf = async ({ path }: Folder) => JSON.parse(await succeed(path, 'runs', '--json'))[0]

test('SIGINT: the run ends with STOPPED, and the lake is as it was', async () => {
  await using folder = await copyOf(demo.path)
  const before = filesOf(folder)
  const { child, outcome, printed } = start(folder.path, ['run'])
  await printed('read     customers')
  child.kill('SIGINT')
  const { code, stderr } = await outcome
  expect(steady(stderr)).toBe(`
STOPPED  The run was stopped
  Version 1 (<time> UTC) is still served.
  → Nothing was published; run again when you like.
`)
  expect(code).toBe(130)
  expect(filesOf(folder)).toEqual(before)
  expect(await recordOf(folder)).toMatchObject({ state: 'failed', version: null, error: { code: 'STOPPED' } })
  expect(await succeed(folder.path, 'query', '--csv', 'select count(*) from fact_orders')).toBe(
    'count_star()\r\n3064\r\n',
  )
})

test('a dump that grows while it is read is SOURCE_CHANGED', async () => {
  await using folder = await copyOf(demo.path)
  const before = filesOf(folder)
  const { outcome, printed } = start(folder.path, ['run'])
  await printed('read     products')
  appendFileSync(join(folder.path, 'shop.sql'), '-- one line more\n')
  const { code, stderr } = await outcome
  expect(stderr).toMatch(/^\nSOURCE_CHANGED {2}/)
  expect(stderr).toContain('is still served.')
  expect(code).toBe(3)
  expect(filesOf(folder)).toEqual(before)
})

test('a reader that leaves early ends no run, and its exit code is that of the run', async () => {
  await using folder = await copyOf(demo.path)
  await succeed(folder.path, 'demo', '--dump', 'shop.sql')
  const { child, outcome, printed } = start(folder.path, ['run'])
  await printed('plan')
  child.stdout?.destroy()
  expect(await outcome).toMatchObject({ code: 0, stderr: '' })
  expect(existsSync(join(folder.path, 'lake/_starlift/versions/000002.json'))).toBe(true)
})

test('starlift plan | head -1: one line, and no complaint', async () => {
  await using folder = await copyOf(demo.path)
  const { child, outcome } = start(folder.path, ['plan'])
  child.stdout?.destroy()
  expect(await outcome).toMatchObject({ code: 0, stderr: '' })
})
