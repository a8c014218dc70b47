import { appendFileSync, existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { copyOf, type Folder, starlift, start, steady, succeed, tempFolder } from './starlift.ts'

/** A demo of which one small version is published, and whose dump is then thirty times as large: a run of it lasts seconds. */
let demo: Folder
beforeAll(async () => {
  demo = await tempFolder()
  await succeed(demo.path, 'demo', '.')
  await succeed(demo.path, 'demo', '--dump', 'shop.sql', '--scale', '30')
})
afterAll(() => demo[Symbol.asyncDispose]())

const recordOf = async ({ path }: Folder) => JSON.parse(await succeed(path, 'runs', '--json'))[0]

test('killed without a word: the lake serves what it served, the next run cleans up', async () => {
  await using folder = await copyOf(demo.path)
  const { child, outcome, printed } = start(folder.path, ['run'])
  await printed('build    dim_products')
  child.kill('SIGKILL')
  expect((await outcome).code).toBe(null)
  expect(await recordOf(folder)).toMatchObject({ state: 'interrupted', version: null })
  expect(readdirSync(join(folder.path, 'lake/_starlift/scratch'))).toHaveLength(1)
  await succeed(folder.path, 'demo', '--dump', 'shop.sql')
  expect(await succeed(folder.path, 'run')).toContain('publish  version 2')
  expect(readdirSync(join(folder.path, 'lake/_starlift/scratch'))).toEqual([])
  expect(JSON.parse(await succeed(folder.path, 'runs', '--json')).map(({ state }: { state: string }) => state)).toEqual(
    ['succeeded', 'interrupted', 'succeeded'],
  )
})

test('--wait ends with RUN_BUSY when its time is over', async () => {
  await using folder = await copyOf(demo.path)
  const first = start(folder.path, ['run'])
  await first.printed('plan')
  const begun = performance.now()
  expect((await starlift(folder.path, 'run', '--wait', '1s')).code).toBe(6)
  expect(performance.now() - begun).toBeGreaterThan(1000)
  first.child.kill('SIGINT')
  expect((await first.outcome).code).toBe(130)
})

test('SIGTERM ends a run as SIGINT does', async () => {
  await using folder = await copyOf(demo.path)
  const { child, outcome, printed } = start(folder.path, ['run'])
  await printed('read     customers')
  child.kill('SIGTERM')
  expect(await outcome).toMatchObject({ code: 130, stderr: expect.stringMatching(/^\nSTOPPED /) })
})

test('a second run is RUN_BUSY at once, and with --wait follows the first', async () => {
  await using folder = await copyOf(demo.path)
  await succeed(folder.path, 'demo', '--dump', 'shop.sql', '--scale', '10')
  const first = start(folder.path, ['run'])
  await first.printed('plan')
  const waiting = start(folder.path, ['run', '--wait', '1m'])
  const busy = await starlift(folder.path, 'run')
  expect(busy).toMatchObject({ code: 6, stdout: '', stderr: expect.stringMatching(/^\nRUN_BUSY {2}Run /) })
  expect(busy.stderr).toContain(`(pid ${first.child.pid})`)
  expect(busy.stderr).toContain('Version 1 (')
  expect((await starlift(folder.path, 'rollback')).code).toBe(6)
  const [one, two] = await Promise.all([first.outcome, waiting.outcome])
  expect(one).toMatchObject({ code: 0, stdout: expect.stringContaining('publish  version 2') })
  expect(two).toMatchObject({ code: 0, stderr: '' })
  expect(two.stdout).toMatch(/publish {2}version 3 .* previous: 2/)
})

/** What a lake holds beside its ledger: everything that a run which did not publish must leave as it was. */
const filesOf = ({ path }: Folder): readonly string[] =>
  (readdirSync(join(path, 'lake'), { recursive: true }) as string[])
    .filter((file) => !/^_starlift\/(leases|runs)\b/.test(file))
    .sort()

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
