import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { infrastructure, JOB_PATH } from '../../src/deploy/infrastructure.ts'
import { writeFiles } from '../../src/deploy/write-files.ts'
import { glueJob } from '../../src/pipeline/glue-job.ts'
import { planRun } from '../../src/pipeline/plan.ts'
import { hasRealDump, REAL_DUMP, testProject } from '../pipeline/project.ts'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'starlift-files-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

const files = (job: string) => infrastructure({ project: 'shop', database: 'sales', job })
const states = async (job: string): Promise<Readonly<Record<string, string>>> =>
  Object.fromEntries((await writeFiles(folder, files(job))).map(({ path, state }) => [path, state]))
const NETWORK = 'infrastructure/terraform/network.tf'

test('files are written once, refreshed while they are ours, and kept where somebody has changed them', async () => {
  expect(new Set(Object.values(await states('one')))).toEqual(new Set(['written']))
  expect(new Set(Object.values(await states('one')))).toEqual(new Set(['unchanged']))
  const theirs = `${await readFile(join(folder, NETWORK), 'utf8')}\n# mine\n`
  await writeFile(join(folder, NETWORK), theirs)
  await writeFile(join(folder, JOB_PATH), 'not ours')
  expect(await states('two')).toMatchObject({
    [NETWORK]: 'kept',
    [JOB_PATH]: 'refreshed',
    'scripts/setup.sh': 'unchanged',
  })
  expect(await readFile(join(folder, NETWORK), 'utf8')).toBe(theirs)
  expect(await readFile(join(folder, JOB_PATH), 'utf8')).toBe('two')
  await states('three')
  expect(await readFile(join(folder, NETWORK), 'utf8')).toBe(theirs)
})

test('names are filled in, the setup can be run, and nothing secret is written', async () => {
  const texts = files('job').map(({ text }) => text)
  expect(texts.some((text) => /@(project|database)@/.test(text))).toBe(false)
  expect(texts.join()).toContain('TF_VAR_project:-shop')
  expect((await stat(join(folder, 'scripts/setup.sh'))).mode & 0o111).toBe(0o111)
  expect(texts.join()).not.toMatch(/password\s*=\s*"/)
})

test.skipIf(!hasRealDump)('the example’s files are those that deploy writes', async () => {
  const example = fileURLToPath(new URL('../../examples/classicmodels/', import.meta.url))
  await using given = await testProject({ dump: await readFile(REAL_DUMP) })
  await using source = await given.project.openSource(given.folder)
  const job = glueJob(given.project, await planRun(given.project, source))
  const wrong: string[] = []
  for (const { path, text } of infrastructure({ project: 'de-c1w2', database: 'classicmodels', job }))
    if ((await readFile(join(example, path), 'utf8').catch(() => null)) !== text) wrong.push(path)
  expect(wrong).toEqual([])
})
