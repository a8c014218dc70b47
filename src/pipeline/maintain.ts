import { StarliftError } from '../core/error.ts'
import { acquireLease, currentHolder } from '../lake/lease.ts'
import { type Vacuumed, vacuum as vacuumLake } from '../lake/retention.ts'
import { rollback as rollbackLake } from '../lake/rollback.ts'
import { announcement, readVersion, servedVersion, versionNumbers } from '../lake/version.ts'
import { type RunRecord, readRecords } from '../ledger/ledger.ts'
import type { Project } from './project.ts'
import { newRunName } from './scratch.ts'
import type { StarVersion } from './served.ts'
import type { Step } from './step.ts'

/** What is needed to serve a version again; the model is not. */
type Lake = Pick<Project, 'store' | 'scratch' | 'openEngine' | 'catalogs'>

/** Every version, newest first. */
export async function versions({ store }: Pick<Project, 'store'>): Promise<readonly StarVersion[]> {
  const numbers = await versionNumbers(store)
  return Promise.all([...numbers].reverse().map(async (number) => (await readVersion(store, number)) as StarVersion))
}

/** Every run, newest first; one that says it is running and holds no lease was interrupted. */
export async function runs({ store }: Pick<Project, 'store'>): Promise<readonly RunRecord<Step>[]> {
  const [records, holder] = await Promise.all([readRecords(store), currentHolder(store)])
  const state = (record: RunRecord): RunRecord['state'] =>
    record.state === 'running' && record.run !== holder?.run ? 'interrupted' : record.state
  return records.map((record) => ({ ...record, state: state(record) })) as readonly RunRecord<Step>[]
}

/** Serves an earlier version again, as a new one, and tells the catalogs. Default: the one before. */
export async function rollback(project: Lake, to?: number): Promise<StarVersion> {
  const run = newRunName()
  await using _lease = await acquireLease(project.store, { run })
  const served = await servedVersion(project.store)
  const version = await rollbackLake(project.store, to ?? (await before(project, served.version)), run)
  await using engine = await project.openEngine(project.scratch)
  for (const catalog of project.catalogs(engine)) await catalog.announce(announcement(project.store, version))
  return version as StarVersion
}

async function before({ store }: Lake, served: number): Promise<number> {
  const earlier = (await versionNumbers(store)).filter((number) => number < served).at(-1)
  if (earlier !== undefined) return earlier
  throw new StarliftError('LAKE_MISSING', {
    operation: 'roll back',
    subject: store.label,
    what: `Version ${served} is the only one in ${store.label}`,
    next: 'npx starlift run  publishes the source as it is now.',
  })
}

/** Removes versions beyond those to keep, and files that no version names. */
export async function vacuum(project: Pick<Project, 'store' | 'keep'>, keep = project.keep): Promise<Vacuumed> {
  await using _lease = await acquireLease(project.store, { run: newRunName() })
  return vacuumLake(project.store, keep)
}
