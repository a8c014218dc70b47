import { readFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { openStoreAt } from '../config.ts'
import { StarliftError } from '../core/error.ts'
import { costOf, openGlueJobs } from '../deploy/glue-jobs.ts'
import { infrastructure, JOB_PATH } from '../deploy/infrastructure.ts'
import { type WrittenFile, writeFiles } from '../deploy/write-files.ts'
import { type OpenProject, openProject } from '../open-project.ts'
import { glueJob } from '../pipeline/glue-job.ts'
import { planRun } from '../pipeline/plan.ts'
import { scratchFolder } from '../pipeline/scratch.ts'
import type { CommonOptions } from './options.ts'
import { counted, dim, print, printJson, seconds, tableText } from './text.ts'

interface DeployOptions extends CommonOptions {
  readonly project?: string
  readonly upload?: boolean
}

const NAME = /^[a-z][a-z0-9-]{1,40}$/

/** Writes what AWS needs of the project; where its job is there already, uploads the new script. */
export async function deploy({ config, json, project: given, upload = false }: DeployOptions): Promise<void> {
  const project = await openProject(config)
  const { folder } = project.config
  const name = projectName(given ?? project.config.aws?.project ?? basename(folder).toLowerCase())
  await using scratch = await scratchFolder(join(project.scratch, 'deploy'))
  await using source = await project.openSource(scratch.path)
  const planned = await planRun(project, source)
  const job = glueJob(project, planned)
  const files = await writeFiles(folder, infrastructure({ project: name, database: planned.schema.database, job }))
  const uploaded = upload ? await uploadJob(project, `${name}-etl-job`) : null
  if (json) return printJson({ project: name, files, uploaded })
  printFiles(files)
  if (uploaded) print(`upload   ${uploaded}`)
  print(`cost     ${await costText(`${name}-etl-job`)}`)
  printNext(name, project)
}

function projectName(name: string): string {
  if (NAME.test(name)) return name
  throw new StarliftError('USAGE', {
    operation: 'deploy',
    subject: name,
    what: `${name} cannot begin the names of AWS's things`,
    next: 'Say  --project NAME , in lower-case letters, digits and - : at most 41 of them.',
  })
}

function printFiles(files: readonly WrittenFile[]): void {
  const rows = files.map(({ path, state }) => [path, state === 'kept' ? 'kept: you have changed it' : state])
  print(tableText({ head: ['file', ''], rows, right: [false, false] }))
}

/** Puts the job's script where Glue reads it; null where there is no such job yet. */
async function uploadJob({ config }: OpenProject, job: string): Promise<string | null> {
  const place = await (await openGlueJobs()).scriptOf(job)
  if (place === null) return null
  const slash = place.lastIndexOf('/')
  await openStoreAt(place.slice(0, slash), config).replace(
    place.slice(slash + 1),
    await readFile(join(config.folder, JOB_PATH)),
  )
  return place
}

/** What a run costs: as the last one did where there is one, else as Terraform's defaults make it. */
async function costText(job: string): Promise<string> {
  const last = await openGlueJobs()
    .then((jobs) => jobs.runs(job, 1))
    .then(([run]) => run)
    .catch(() => undefined)
  const price = (units: number, length: number): string => `${costOf({ units, seconds: length }).toFixed(3)} USD`
  if (last?.isOver)
    return `the last run took ${seconds(1000 * last.seconds)} of ${counted(last.units, 'unit')}: ${price(last.units, last.seconds)}`
  return `${price(2, 60)} for a run of a minute on 2 workers G.1X, ${price(2, 600)} for ten; docs/scale.md says how long a star takes`
}

function printNext(name: string, { config }: OpenProject): void {
  const known = config.aws?.project === name
  print('')
  if (!known) print(`       add to starlift.config.ts:  aws: { project: '${name}' }`)
  print('Next   source scripts/setup.sh')
  print('       terraform -chdir=infrastructure/terraform init')
  print('       terraform -chdir=infrastructure/terraform apply')
  print(`       npx starlift run --target aws   ${dim(`or  aws glue start-job-run --job-name ${name}-etl-job`)}`)
}
