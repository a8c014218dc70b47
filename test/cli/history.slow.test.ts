import { readdirSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { edit, shop } from './shop.ts'
import { copyOf, type Folder, starlift, steady, succeed } from './starlift.ts'

/** Three versions, of which the sales are 119.75, 219.75 and 319.75, and a run that failed. */
let published: Folder
beforeAll(async () => {
  published = await shop()
  await succeed(published.path, 'run')
  await edit(published.path, { 'shop.sql': [['100.00', '200.00']] })
  await succeed(published.path, 'run')
  await edit(published.path, { 'shop.sql': [['200.00', '-1.00']] })
  await starlift(published.path, 'run')
  await edit(published.path, { 'shop.sql': [['-1.00', '300.00']] })
  await succeed(published.path, 'run')
})
afterAll(() => published[Symbol.asyncDispose]())

/** The cells of a line of a table. */
const cells = (line: string): readonly string[] => line.trimEnd().split(/ {2,}/)

const salesOf = async ({ path }: Folder) =>
  (await succeed(path, 'query', '--csv', 'select sum(amount) from fact_orders')).split('\r\n')[1]!

test('versions: newest first, the served one ticked', async () => {
  const { code, stdout, stderr } = await starlift(published.path, 'versions')
  expect(steady(stdout).split('\n').map(cells)).toEqual([
    ['version', 'published (UTC)', 'fact rows', 'proofs', 'size', 'source', 'run'],
    Array(7).fill(expect.stringMatching(/^─+$/)),
    ['3 ✓', '<time>', '3', expect.stringMatching(/^\d+$/), '<size>', 'shop.sql', '<run>'],
    ['2', '<time>', '3', expect.stringMatching(/^\d+$/), '<size>', 'shop.sql', '<run>'],
    ['1', '<time>', '3', expect.stringMatching(/^\d+$/), '<size>', 'shop.sql', '<run>'],
    [''],
  ])
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
})

test('runs: newest first, failures with their code', async () => {
  const { code, stdout, stderr } = await starlift(published.path, 'runs')
  expect(steady(stdout).split('\n').map(cells)).toEqual([
    ['run', 'state', 'time', 'steps', 'version', 'failure'],
    Array(6).fill(expect.stringMatching(/^─+$/)),
    ['<run>', 'succeeded <s>', '12', '3'],
    [
      '<run>',
      'failed <s>',
      '8',
      'CHECK_FAILED',
      expect.stringMatching(/^amount > 0 does not hold in 1 rows? of fact_orders$/),
      'star.ts:11',
    ],
    ['<run>', 'succeeded <s>', '12', '2'],
    ['<run>', 'succeeded <s>', '12', '1'],
    [''],
  ])
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
})

test('--json: what the lake holds', async () => {
  const list = async (command: string) => JSON.parse(await succeed(published.path, command, '--json'))
  expect((await list('versions')).map(({ version }: { version: number }) => version)).toEqual([3, 2, 1])
  expect(
    (await list('runs')).map(({ state, version, error }: Record<string, { code?: string }>) => [
      state,
      version,
      error?.code,
    ]),
  ).toEqual([
    ['succeeded', 3, undefined],
    ['failed', null, 'CHECK_FAILED'],
    ['succeeded', 2, undefined],
    ['succeeded', 1, undefined],
  ])
})

test('rollback: the version before, as a new one', async () => {
  await using folder = await copyOf(published.path)
  expect(await salesOf(folder)).toBe('319.75')
  expect(await starlift(folder.path, 'rollback')).toEqual({
    code: 0,
    stdout: 'Version 4 serves version 2 again; keys stay those of the newest run.\n',
    stderr: '',
  })
  expect(await salesOf(folder)).toBe('219.75')
  expect(await succeed(folder.path, 'versions')).toMatch(/^4 ✓ .* rollback to 2$/m)
  expect(await succeed(folder.path, 'check')).toContain('files of version 4 are those that were proven')
  expect(await succeed(folder.path, 'run')).toContain('publish  version 5 ')
  expect(await salesOf(folder)).toBe('319.75')
})

test('rollback to a number, --json; a number that is none of a version is LAKE_MISSING', async () => {
  await using folder = await copyOf(published.path)
  const version = JSON.parse(await succeed(folder.path, 'rollback', '1', '--json'))
  expect(version).toMatchObject({ version: 4, rollbackOf: 1, basedOn: 3 })
  expect(await salesOf(folder)).toBe('119.75')
  const unknown = await starlift(folder.path, 'rollback', '77')
  expect(unknown).toMatchObject({ code: 5, stdout: '' })
  expect(unknown.stderr).toMatch(/^\nLAKE_MISSING {2}There is no version 77 in /)
  expect(await salesOf(folder)).toBe('119.75')
})

test('rollback tells the DuckDB file, too', async () => {
  await using folder = await copyOf(published.path)
  const file = join(folder.path, 'lake/star.duckdb')
  const { DuckDBInstance } = await import('@duckdb/node-api')
  const told = async () => {
    const instance = await DuckDBInstance.create(file, { access_mode: 'READ_ONLY' })
    const connection = await instance.connect()
    const reader = await connection.runAndReadAll(
      'select version, (select sum(amount) from fact_orders)::varchar from starlift_version',
    )
    connection.closeSync()
    instance.closeSync()
    return reader.getRows()
  }
  expect(await told()).toEqual([[3, '319.75']])
  await succeed(folder.path, 'rollback', '1')
  expect(await told()).toEqual([[4, '119.75']])
})

test('vacuum --keep: older versions and files that none uses go; what is served stays', async () => {
  await using folder = await copyOf(published.path)
  expect(await succeed(folder.path, 'vacuum')).toBe('Removed 0 versions and 0 files from lake.\n')
  const { versions, files } = JSON.parse(await succeed(folder.path, 'vacuum', '--keep', '2', '--json'))
  expect(versions).toEqual([1])
  expect(files).toHaveLength(2)
  expect(await succeed(folder.path, 'vacuum', '--keep', '1')).toBe('Removed 1 version and 2 files from lake.\n')
  expect(readdirSync(join(folder.path, 'lake/_starlift/versions'))).toEqual(['000003.json'])
  expect(await salesOf(folder)).toBe('319.75')
  expect(await succeed(folder.path, 'check')).toContain('files of version 3 are those that were proven')
  expect((await starlift(folder.path, 'rollback')).code).toBe(5)
})

test('before the first run: said in words, and no failure', async () => {
  await using folder = await shop()
  expect(await succeed(folder.path, 'versions')).toBe('Nothing is published yet.   npx starlift run\n')
  expect(await succeed(folder.path, 'runs')).toBe('There was no run yet.   npx starlift run\n')
  expect(await succeed(folder.path, 'versions', '--json')).toBe('[]\n')
})

test('what is done to the lake needs no model: a star.ts that does not load stops neither rollback nor vacuum', async () => {
  await using folder = await copyOf(published.path)
  await writeFile(join(folder.path, 'star.ts'), 'export default (')
  for (const command of [['versions'], ['runs'], ['rollback'], ['vacuum', '--keep', '1']])
    await succeed(folder.path, ...command)
})
