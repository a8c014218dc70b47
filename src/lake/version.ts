import type { PublishedColumn, PublishedVersion } from '../core/catalog.ts'
import { StarliftError } from '../core/error.ts'
import type { Store } from '../core/store.ts'

const VERSIONS = '_starlift/versions/'
const HINT = '_starlift/current.json'

/** A version of the star: the one truth about what is published. `plan` and `receipt` are kept as they were made. */
export interface Version<Plan = unknown, Receipt = unknown> {
  readonly format: 1
  /** Made with the first version; keys of two lakes are never joined. */
  readonly lake: string
  readonly version: number
  /** The version it was built on; null for the first. */
  readonly basedOn: number | null
  /** Set where this version serves the files of an earlier one again. */
  readonly rollbackOf?: number
  /** ISO 8601, UTC. */
  readonly published: string
  readonly run: string
  /** sha256 of the plan. */
  readonly model: string
  readonly source: { readonly label: string; readonly witness: string; readonly position: string }
  readonly tables: Readonly<Record<string, TableVersion>>
  /** The key registry, by dimension. */
  readonly keys: Readonly<Record<string, KeyRegistry>>
  readonly plan: Plan
  readonly receipt: Receipt
}

export interface TableVersion {
  readonly kind: 'fact' | 'dimension'
  readonly columns: readonly PublishedColumn[]
  readonly rows: number
  readonly files: readonly DataFile[]
}

export interface DataFile {
  readonly path: string
  readonly rows: number
  readonly bytes: number
  readonly sha256: string
}

export interface KeyRegistry {
  readonly file: string
  /** The highest number ever given out; new members get numbers above it. */
  readonly mark: number
  readonly sha256: string
}

export const versionPath = (version: number): string => `${VERSIONS}${String(version).padStart(6, '0')}.json`

/** Numbers of the versions there are, newest last. */
export async function versionNumbers(store: Store): Promise<readonly number[]> {
  const paths = await store.list(VERSIONS)
  return paths
    .map((path) => Number(/(\d+)\.json$/.exec(path)?.[1]))
    .filter((version) => version > 0)
    .sort((a, b) => a - b)
}

export async function readVersion(store: Store, version: number): Promise<Version> {
  const bytes = await store.read(versionPath(version))
  if (!bytes) throw missing(store, `There is no version ${version} in ${store.label}`)
  try {
    const found = JSON.parse(Buffer.from(bytes).toString()) as Version
    if (found.format !== 1) throw new Error(`format ${found.format}`)
    return found
  } catch (error) {
    throw damaged(versionPath(version), error)
  }
}

const missing = (store: Store, what: string): StarliftError =>
  new StarliftError('LAKE_MISSING', {
    operation: 'read the lake',
    subject: store.label,
    what,
    next: 'npx starlift versions  lists what there is;  npx starlift run  publishes one.',
  })

const damaged = (path: string, cause: unknown): StarliftError =>
  new StarliftError('LAKE_DAMAGED', {
    operation: 'read the lake',
    subject: path,
    what: `${path} cannot be read`,
    lines: [String((cause as Error).message)],
    next: 'Restore it from a copy, or go back with  npx starlift rollback .',
    cause,
  })

/** The newest version, which is the one that is served; null in an empty lake. */
export async function newestVersion(store: Store): Promise<Version | null> {
  const newest = (await versionNumbers(store)).at(-1)
  return newest === undefined ? null : readVersion(store, newest)
}

/** The newest version, or an error that says that there is none. */
export async function servedVersion(store: Store): Promise<Version> {
  const newest = await newestVersion(store)
  if (!newest) throw missing(store, `Nothing is published in ${store.label} yet`)
  return newest
}

/** The commit: fails with STORE_EXISTS where another run published a version of this number first. */
export async function publishVersion(store: Store, version: Version): Promise<void> {
  await store.create(versionPath(version.version), Buffer.from(`${JSON.stringify(version, null, 2)}\n`))
  await store.replace(HINT, Buffer.from(`${JSON.stringify({ version: version.version })}\n`)).catch(() => {})
}

/** What catalogs are told of a version. */
export const announcement = (store: Store, published: Version): PublishedVersion => ({
  lake: published.lake,
  version: published.version,
  published: published.published,
  position: published.source.position,
  witness: published.source.witness,
  isRollback: published.rollbackOf !== undefined,
  receipt: JSON.stringify(published.receipt),
  tables: Object.entries(published.tables).map(([name, { kind, columns, rows, files }]) => ({
    name,
    kind,
    columns,
    rows,
    bytes: files.reduce((sum, { bytes }) => sum + bytes, 0),
    paths: files.map(({ path }) => path),
    files: () => Promise.all(files.map(({ path }) => store.fetch(path))),
  })),
})
