// Writes what `starlift deploy` gives the example, from the exercise's own dump:  node scripts/example-files.ts DUMP
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { completeConfig, projectOf } from '../src/config.ts'
import { infrastructure } from '../src/deploy/infrastructure.ts'
import { writeFiles } from '../src/deploy/write-files.ts'
import { glueJob } from '../src/pipeline/glue-job.ts'
import { planRun } from '../src/pipeline/plan.ts'
import { loadModel } from '../src/project-files.ts'

const example = fileURLToPath(new URL('../examples/classicmodels/', import.meta.url))
const folder = mkdtempSync(join(tmpdir(), 'starlift-example-'))
const dump = resolve(process.argv[2] ?? 'mysqlsampledatabase.sql')
const project = projectOf(
  completeConfig({ source: { dump } }, join(folder, 'config.ts')),
  await loadModel(join(example, 'star.ts')),
)
await using source = await project.openSource(folder)
const planned = await planRun(project, source)
const files = infrastructure({ project: 'de-c1w2', database: planned.schema.database, job: glueJob(project, planned) })
for (const { path, state } of await writeFiles(example, files)) if (state !== 'unchanged') console.log(state, path)
rmSync(folder, { recursive: true })
