import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { glueJob } from '../../src/pipeline/glue-job.ts'
import { planRun } from '../../src/pipeline/plan.ts'
import { plainName } from '../../src/sql/spark.ts'
import { sampleText, testProject } from '../pipeline/project.ts'

const execute = promisify(execFile)

test('the job is Python that compiles, and names every table of the star once', async () => {
  await using given = await testProject({ dump: sampleText() })
  await using source = await given.project.openSource(given.folder)
  const script = glueJob(given.project, await planRun(given.project, source))
  const folder = await mkdtemp(join(tmpdir(), 'starlift-job-'))
  try {
    await writeFile(join(folder, 'job.py'), script)
    await execute('python3', ['-m', 'py_compile', join(folder, 'job.py')])
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
  const published = [...script.matchAll(/^ {8}table="([^"]+)",$/gm)].map(([, table]) => table)
  expect(published).toEqual([
    'dim_products',
    'dim_customers',
    'dim_locations',
    'fact_orders',
    'fact_payments',
    'dim_dates',
  ])
  expect(script).not.toMatch(/awsglue|secret_string=/i)
})

test('names of views are plain, and two names never share one', () => {
  const names = ['orders', 'Orders', 'a b', 'a_x20_b', 'a_x20_x', 'a-b', 'ä', '日本', '_x', '_x5f_x', '']
  expect(names.map(plainName).every((name) => /^\w*$/.test(name))).toBe(true)
  expect(new Set(names.map(plainName)).size).toBe(names.length)
})
