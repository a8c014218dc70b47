import { createHash, randomUUID } from 'node:crypto'
import type { PublishedColumn } from '../core/catalog.ts'
import { typeText } from '../core/schema.ts'
import { vacuum } from '../lake/retention.ts'
import { announcement, type DataFile, publishVersion, type TableVersion, type Version } from '../lake/version.ts'
import type { StarPlan } from '../model/plan.ts'
import { describeChanges } from './changes.ts'
import { type BuiltFile, type RunContext, receiptOf } from './context.ts'
import { digest, faultOf } from './intact.ts'
import { publishedColumns } from './prove.ts'

/**
 * Files into the lake, then the manifest with the receipt: the only commit. Fails with STORE_EXISTS where another run was first. What
 * follows the commit is best effort.
 */
export async function publish(context: RunContext): Promise<void> {
  context.changes = [...(await describeChanges(context))]
  const number = (context.base?.version ?? 0) + 1
  const prefix = `v${String(number).padStart(6, '0')}-${context.run.slice(-4)}`
  const tables: Record<string, TableVersion> = {}
  for (const [table, columns] of describeTables(context.plan)) {
    tables[table] = await storeTable(context, { table, columns, prefix })
  }
  const keys = { ...context.base?.keys, ...(await storeRegistries(context, prefix)) }
  await context.lease.assertHeld()
  const version = versionOf(context, { number, tables, keys })
  await publishVersion(context.project.store, version)
  context.version = version
  // The next run cleans up first, and says so if it cannot.
  await vacuum(context.project.store, context.project.keep).catch(() => {})
}

function versionOf(
  context: RunContext,
  { number, tables, keys }: { number: number; tables: Version['tables']; keys: Version['keys'] },
): Version {
  const { base, run, plan, source, snapshot } = context
  return {
    format: 1,
    lake: base?.lake ?? randomUUID(),
    version: number,
    basedOn: base?.version ?? null,
    published: new Date().toISOString(),
    run,
    model: modelHash(plan),
    source: { label: source.label, witness: source.witness, position: snapshot.position },
    tables,
    keys,
    plan,
    receipt: receiptOf(context),
  }
}

/** Two plans with one hash publish the same tables from the same source; where star.ts says it does not count. */
export const modelHash = (plan: StarPlan): string =>
  createHash('sha256')
    .update(JSON.stringify(plan, (name, value: unknown) => (WORDS.has(name) ? undefined : value)))
    .digest('hex')

const WORDS: ReadonlySet<string> = new Set(['at', 'remarks', 'escapes'])

interface TableToStore {
  readonly table: string
  readonly columns: readonly PublishedColumn[]
  readonly prefix: string
}

/** A table whose file is, byte for byte, the one already served keeps that file, if it is still as it was published. */
async function storeTable(
  { project, plan, base, tables }: RunContext,
  { table, columns, prefix }: TableToStore,
): Promise<TableVersion> {
  const built = tables.get(table)!
  const sha256 = await digest(built.file)
  const before = base?.tables[table]?.files
  const same = before?.length === 1 && before[0]!.sha256 === sha256
  const kept = same && (await faultOf(project.store, before[0]!)) === null
  const files = kept
    ? before
    : [await storeFile(project.store, `${table}/${prefix}/part-00000.parquet`, { ...built, sha256 })]
  return { kind: kindOf(plan, table), columns, rows: built.rows, files }
}

export const kindOf = (plan: StarPlan, table: string): 'fact' | 'dimension' =>
  plan.facts.some((fact) => fact.table === table) ? 'fact' : 'dimension'

async function storeRegistries({ project, plan, registries }: RunContext, prefix: string): Promise<Version['keys']> {
  const keys: Record<string, Version['keys'][string]> = {}
  for (const { name, table } of plan.dimensions) {
    const { file, mark } = registries.get(name)!
    const sha256 = await digest(file)
    const path = `_starlift/keys/${table}/${prefix}.parquet`
    await project.store.upload(path, file)
    keys[name] = { file: path, mark, sha256 }
  }
  return keys
}

async function storeFile(
  store: RunContext['project']['store'],
  path: string,
  { file, rows, bytes, sha256 }: BuiltFile & { sha256: string },
): Promise<DataFile> {
  await store.upload(path, file)
  return { path, rows, bytes, sha256 }
}

/** Published columns with their types and comments, for the manifest and for catalogs. */
export function describeTables(plan: StarPlan): readonly (readonly [string, readonly PublishedColumn[]])[] {
  const comments = new Map(
    [...plan.dimensions, ...plan.facts].flatMap(({ table, columns }) =>
      columns.map(({ name, comment }) => [`${table}.${name}`, comment] as const),
    ),
  )
  return publishedColumns(plan).map(([table, columns]) => [
    table,
    columns.map(({ name, type }) => {
      const comment = comments.get(`${table}.${name}`)
      return { name, type: typeText(type), ...(comment ? { comment } : {}) }
    }),
  ])
}

export async function announce(context: RunContext, label: string): Promise<void> {
  const catalog = context.catalogs.find((one) => one.label === label)!
  await catalog.announce(announcement(context.project.store, context.version!))
}
