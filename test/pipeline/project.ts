import { existsSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type Config, completeConfig, projectOf } from '../../src/config.ts'
import { isStarliftError, type StarliftError } from '../../src/core/error.ts'
import { text } from '../../src/core/sql.ts'
import { duckdbEngine } from '../../src/engine/duckdb/duckdb-engine.ts'
import { servedVersion, type Version } from '../../src/lake/version.ts'
import type { StarDefinition } from '../../src/model/definition.ts'
import type { StarPlan } from '../../src/model/plan.ts'
import { definitionOf } from '../../src/model/star.ts'
import type { Project } from '../../src/pipeline/project.ts'
import { type RunOptions, run } from '../../src/pipeline/run.ts'
import { loadModel } from '../../src/project-files.ts'
import type { Receipt } from '../../src/prove/receipt.ts'
import { sampleDump } from '../../src/sample/dump.ts'

const ROOT = fileURLToPath(new URL('../../', import.meta.url))
const EXAMPLE = join(ROOT, 'examples', 'classicmodels', 'star.ts')

/** The exercise's own dump, which is not ours to keep: beside the checkout, or nowhere. */
export const REAL_DUMP = join(ROOT, '..', 'shared', 'data', 'classicmodels', 'mysqlsampledatabase.sql')
export const hasRealDump = existsSync(REAL_DUMP)

const exampleModel = (): Promise<StarDefinition> => loadModel(EXAMPLE)
export const sampleText = (seed = 1): string => Buffer.concat([...sampleDump({ seed })]).toString('utf8')

export type Published = Version<StarPlan, Receipt>
export type Rows = readonly (readonly (string | null)[])[]

export interface TestProject extends AsyncDisposable {
  readonly project: Project
  readonly folder: string
  readonly lake: string
  /** Puts another dump in the place of the one before. */
  readonly dump: (bytes: string | Uint8Array) => Promise<void>
  readonly run: (wrapped?: Partial<Project>, options?: RunOptions) => Promise<Published>
}

export interface ProjectOptions {
  readonly dump: string | Uint8Array
  /** What star.ts would export; the example's unless told. */
  readonly model?: unknown
  readonly config?: Partial<Config>
  readonly folder?: string
}

/** A project in a folder of its own, which goes when it is disposed of. */
export async function testProject({ dump, model, config, folder: given }: ProjectOptions): Promise<TestProject> {
  const folder = given ?? (await mkdtemp(join(tmpdir(), 'starlift-project-')))
  const file = join(folder, 'dump.sql')
  const write = (bytes: string | Uint8Array): Promise<void> => writeFile(file, bytes)
  await write(dump)
  const complete = completeConfig(
    { source: { dump: file }, duckdb: false, threads: 2, ...config },
    join(folder, 'config.ts'),
  )
  const project = projectOf(complete, model === undefined ? await exampleModel() : definition(model))
  return {
    project,
    folder,
    lake: complete.lake,
    dump: write,
    run: async (wrapped = {}, options = {}) => (await run({ ...project, ...wrapped }, options)).version,
    [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }),
  }
}

function definition(model: unknown): StarDefinition {
  const found = definitionOf(model)
  if (!found) throw new Error('the test hands over something that is no star')
  return found
}

export const served = async ({ store }: Project): Promise<Published> => (await servedVersion(store)) as Published

/** Asks the published files of a version, by the names of their tables. */
export async function ask({ store }: Project, version: Version, sql: string): Promise<Rows> {
  await using engine = await duckdbEngine({ threads: 2 })
  for (const [name, { files }] of Object.entries(version.tables)) {
    const paths = await Promise.all(files.map(async ({ path }) => text(await store.fetch(path))))
    await engine.run(`create view "${name}" as from read_parquet([${paths.join(', ')}])`)
  }
  for (const [name, { file }] of Object.entries(version.keys)) {
    await engine.run(`create view "keys of ${name}" as from read_parquet(${text(await store.fetch(file))})`)
  }
  return (await engine.query(sql)).rows
}

/** The error that an action must end in; anything else fails the test with its own stack. */
export async function failureOf(action: Promise<unknown>): Promise<StarliftError> {
  const outcome = await action.then(
    () => new Error('it succeeded'),
    (error: unknown) => error,
  )
  if (isStarliftError(outcome)) return outcome
  throw outcome
}
