import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { Engine } from '../core/engine.ts'
import { StarliftError } from '../core/error.ts'
import type { Snapshot } from '../core/source.ts'
import { parquet, path } from '../core/sql.ts'
import { servedVersion } from '../lake/version.ts'
import { compareTables, holds } from '../prove/prove.ts'
import { proofCount, type TableProof } from '../prove/receipt.ts'
import { stageTable } from '../stage/stage-table.ts'
import { collectDays, createSchemas } from './build.ts'
import { faultOf } from './intact.ts'
import { planRun, type RunPlan } from './plan.ts'
import type { Project } from './project.ts'
import { joinAsSource } from './prove.ts'
import { modelHash } from './publish.ts'
import { newRunName, scratchFolder } from './scratch.ts'
import type { StarVersion } from './served.ts'

export interface CheckResult {
  readonly version: StarVersion
  readonly files: number
  readonly proofs: number
  /** Where the source stands now; equal to the version's where nothing changed. */
  readonly position: string
  /** Tables of which the source now says something else than the published version: drift, and no fault. */
  readonly drift: readonly TableProof[]
  /** True where star.ts has changed since: then only the files are checked. */
  readonly modelChanged: boolean
}

/** The published version against its receipt, and against the source as it is now. A false figure is LAKE_FALSE; drift is none. */
export async function check(project: Project): Promise<CheckResult> {
  const version = (await servedVersion(project.store)) as StarVersion
  const files = await checkFiles(project, version)
  await using folder = await scratchFolder(join(project.scratch, `check-${newRunName()}`))
  await using source = await project.openSource(folder.path)
  const planned = await planRun(project, source)
  const result = { version, files, proofs: proofCount(version.receipt) }
  if (modelHash(planned.plan) !== version.model) {
    return { ...result, position: version.source.position, drift: [], modelChanged: true }
  }
  await using engine = await project.openEngine(folder.path)
  await using snapshot = await source.snapshot(planned.reads)
  await openSides(project, { engine, snapshot, planned, version, folder: folder.path })
  const compared = await compareTables(engine, { ...planned, definition: project.definition })
  const drift = compared.filter((proof) => !holds(proof))
  if (drift.length > 0 && snapshot.position === version.source.position) throw falseFigures(version, drift)
  return { ...result, position: snapshot.position, drift, modelChanged: false }
}

interface SidesToOpen {
  readonly engine: Engine
  readonly snapshot: Snapshot
  readonly planned: RunPlan
  readonly version: StarVersion
  readonly folder: string
}

/** The source as it is now in `stage`, the published files in `star`. */
async function openSides(project: Project, { engine, snapshot, planned, version, folder }: SidesToOpen): Promise<void> {
  await createSchemas(engine)
  for (const [at, read] of planned.reads.entries()) {
    const file = (index: number): string => join(folder, `${at}-${index}.parquet`)
    await stageTable(engine, snapshot, read, { file })
  }
  await joinAsSource({ engine, snapshot, ...planned })
  for (const [name, table] of Object.entries(version.tables)) {
    const parts = await Promise.all(table.files.map((file) => project.store.fetch(file.path)))
    await engine.run(`create view ${path('star', name)} as from ${parquet(...parts)}`)
  }
  if (planned.plan.calendar) await collectDays(engine, project.dialect, planned.plan)
}

async function checkFiles(project: Project, version: StarVersion): Promise<number> {
  const files = Object.values(version.tables).flatMap((table) => table.files)
  for (const file of files) {
    if (!(await isThere(project, file.path))) throw missing(file.path)
    if (await faultOf(project.store, file)) throw changed(version, file.path)
  }
  return files.length
}

const isThere = ({ store }: Project, file: string): Promise<boolean> => store.fetch(file).then(existsSync, () => false)

const missing = (file: string): StarliftError =>
  new StarliftError('LAKE_DAMAGED', {
    operation: 'check',
    subject: file,
    what: `${file} is not there`,
    next: 'Run again, or go back with  npx starlift rollback .',
  })

const changed = ({ version }: StarVersion, file: string): StarliftError =>
  new StarliftError('LAKE_FALSE', {
    operation: 'check',
    subject: file,
    what: `${file} is not the file that version ${version} published`,
    lines: ['Its sha256 differs from the one in the manifest.'],
    next: 'Run again: it publishes new files. Until then, trust no figure of this version.',
  })

function falseFigures({ version }: StarVersion, drift: readonly TableProof[]): StarliftError {
  return new StarliftError('LAKE_FALSE', {
    operation: 'check',
    subject: `version ${version}`,
    what: `Version ${version} does not equal its source, though the source has not changed`,
    lines: drift.flatMap(differencesOf),
    next: 'Run again. If it happens again, this is a fault of ours: please report it with these lines.',
  })
}

/** The figures of a table that differ, a line each; its content only where nothing else shows the difference. */
export function differencesOf({ table, lines, groups }: TableProof): readonly string[] {
  const figures = lines
    .filter(({ equal, figure }) => !equal && figure !== 'content')
    .map(({ figure, source, star }) => `${table} ${figure}: source ${source}, published ${star}`)
  const paths = groups
    .filter(({ differing }) => differing > 0)
    .map((group) => `${table} by ${group.path}: ${group.differing} of ${group.groups} groups differ`)
  const shown = [...figures, ...paths]
  return shown.length > 0 ? shown : [`${table}: rows differ in their content`]
}
