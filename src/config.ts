import { dirname, isAbsolute, join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { z } from 'zod'
import { duckdbFile } from './catalog/duckdb-file.ts'
import { glueCatalog } from './catalog/glue/glue-catalog.ts'
import { readBack } from './catalog/glue/read-back.ts'
import { checkShown } from './catalog/glue/shown-version.ts'
import { icebergTables } from './catalog/iceberg/iceberg-tables.ts'
import { config, type server } from './config-fields.ts'
import { StarliftError } from './core/error.ts'
import type { Hop } from './core/hop.ts'
import type { Source } from './core/source.ts'
import type { Store } from './core/store.ts'
import { type AthenaEngine, athenaEngine } from './engine/athena/athena-engine.ts'
import { duckdbEngine } from './engine/duckdb/duckdb-engine.ts'
import { localStore } from './lake/local-store.ts'
import { bucketOf } from './lake/s3/client.ts'
import { s3Store } from './lake/s3/s3-store.ts'
import type { Version } from './lake/version.ts'
import type { StarDefinition } from './model/definition.ts'
import type { Project } from './pipeline/project.ts'
import { dumpSource } from './source/dump/dump-source.ts'
import { examineDump } from './source/dump/examine.ts'
import { findServer } from './source/mysql/find-server.ts'
import type { Policy } from './source/policy.ts'
import { sparkTools } from './spark-tools.ts'
import { duckdbDialect } from './sql/duckdb.ts'

/** starlift.config.ts as people write it. */
export type Config = z.input<typeof config>
/** The same with every default filled in; paths are absolute. */
export type CompleteConfig = Omit<z.output<typeof config>, 'duckdb' | 'scratch'> & {
  readonly folder: string
  readonly duckdb: string | false
  readonly scratch: string
}

/** Types the config while it is written; gives it back as it is. */
export const defineConfig = (given: Config): Config => given

/** Checks a config from `file` and fills it in. */
export function completeConfig(given: unknown, file: string): CompleteConfig {
  const parsed = config.safeParse(given)
  if (!parsed.success) throw invalid(file, parsed.error.issues)
  const folder = dirname(file)
  const at = (path: string): string => (isAbsolute(path) ? path : join(folder, path))
  const { source, model, schema, lake, scratch, duckdb } = parsed.data
  return {
    ...parsed.data,
    folder,
    source: { ...source, ...(source.dump === undefined ? {} : { dump: at(source.dump) }) },
    model: at(model),
    schema: at(schema),
    ...placesOf({ lake, scratch, duckdb }, at),
  }
}

interface Places {
  readonly lake: string
  readonly scratch: string | undefined
  readonly duckdb: string | false | undefined
}

/** A lake in a bucket has no folder in which anything else could be kept. */
function placesOf({ lake, scratch, duckdb }: Places, at: (path: string) => string) {
  const remote = bucketOf(lake) !== null
  const temporary = remote ? at('.starlift/scratch') : join(at(lake), '_starlift', 'scratch')
  const file = duckdb ?? (remote ? false : join(lake, 'star.duckdb'))
  return {
    lake: remote ? lake : at(lake),
    scratch: scratch === undefined ? temporary : at(scratch),
    duckdb: file === false ? (false as const) : at(file),
  }
}

function invalid(file: string, issues: readonly z.core.$ZodIssue[]): StarliftError {
  return new StarliftError('CONFIG', {
    operation: 'read the config',
    subject: file,
    what: `The config has ${issues.length === 1 ? 'a fault' : `${issues.length} faults`}`,
    lines: issues.map(({ path, message }) => `${path.join('.') || 'config'}: ${message}`),
    next: 'Correct starlift.config.ts; an editor shows each field with its meaning.',
  })
}

const policyOf = ({ types, zeroDates, columns: fates }: CompleteConfig): Policy => ({
  types,
  zeroDates,
  columns: fates,
  ...(process.env.STARLIFT_MASK_KEY ? { maskKey: process.env.STARLIFT_MASK_KEY } : {}),
})

/** The source that a config names, for looking at it: zero dates are read as NULL and counted. */
export const openToExplore = (given: CompleteConfig, scratch: string): Promise<Source> =>
  openBy({ ...policyOf(given), allZeroDates: true }, given, scratch)

/** The source that a config names. */
export const openSource = (given: CompleteConfig, scratch: string): Promise<Source> =>
  openBy(policyOf(given), given, scratch)

function openBy(policy: Policy, given: CompleteConfig, scratch: string): Promise<Source> {
  const { dump, mysql, timeZone, database } = given.source
  if (dump === undefined) return openServer(given, policy, mysql ?? {})
  return dumpSource({
    path: dump,
    policy,
    scratch,
    ...(timeZone ? { timeZone } : {}),
    ...(database ? { database } : {}),
  })
}

/** The client of MySQL is loaded only where a server is read. */
async function openServer({ folder }: CompleteConfig, policy: Policy, given: z.output<typeof server>): Promise<Source> {
  const { mysqlSource } = await import('./source/mysql/mysql-source.ts')
  const { ca, rowsPerSecond, connections } = given
  return mysqlSource({
    ...(await findServer(folder, given)),
    policy,
    ...(ca ? { tls: { ca: resolve(folder, ca) } } : {}),
    limits: { rowsPerSecond, connections },
  })
}

/** Every hop to the source that a config names, whether it works. */
export async function* examineSource(given: CompleteConfig, scratch: string): AsyncIterable<Hop> {
  const { folder, source } = given
  const { dump, mysql, database } = source
  if (dump !== undefined) return yield* examineDump({ path: dump, scratch, ...(database ? { database } : {}) })
  const { examineServer } = await import('./source/mysql/examine/examine.ts')
  const ca = mysql?.ca
  const find = () => findServer(folder, mysql ?? {})
  yield* examineServer({ find, ...(ca ? { ca: resolve(folder, ca) } : {}) })
}

export const openStore = (given: CompleteConfig): Store => openStoreAt(given.lake, given)

/** The store at an address: a folder, or `s3://bucket/prefix`. */
export function openStoreAt(place: string, { scratch, folder }: CompleteConfig): Store {
  const bucket = bucketOf(place)
  return bucket ? s3Store({ ...bucket, cache: join(scratch, 'objects') }) : localStore(resolve(folder, place))
}

/** Athena on the catalog that shows this version. Fails with CONFIG where the config names no Glue database. */
export async function openAthena(
  { glue, athena }: CompleteConfig,
  { lake, version, tables }: Version,
): Promise<AthenaEngine> {
  if (!glue)
    throw new StarliftError('CONFIG', {
      operation: 'query',
      subject: 'glue',
      what: 'The config names no Glue database, which is where Athena finds the star',
      next: "Add  glue: { database: 'star' }  to the config and run again.",
    })
  await checkShown(glue.database, { lake, version, tables: Object.keys(tables) })
  return athenaOn(glue, athena)
}

const athenaOn = (
  { database }: NonNullable<CompleteConfig['glue']>,
  { workGroup, output }: NonNullable<CompleteConfig['athena']> = {},
): Promise<AthenaEngine> =>
  athenaEngine({ database, ...(workGroup ? { workGroup } : {}), ...(output ? { output } : {}) })

const openEngine = (given: CompleteConfig, scratch: string) =>
  duckdbEngine({
    scratch,
    ...(given.memory ? { memory: given.memory } : {}),
    ...(given.threads ? { threads: given.threads } : {}),
  })

/** An engine for one query of the sandbox: many may run at once, on one machine. */
export const sandboxEngine = (scratch: string) => duckdbEngine({ scratch, memory: SANDBOX_MEMORY })

const SANDBOX_MEMORY = '2GB'

/** A lake as readers of other programs name it, with a slash at its end. */
const addressOf = (lake: string): string => `${bucketOf(lake) ? lake.replace(/\/+$/, '') : pathToFileURL(lake)}/`

/** Chooses the adapters: the one place where they are constructed. */
export const projectOf = (given: CompleteConfig, definition: StarDefinition): Project => ({
  ...adaptersOf(given),
  definition,
})

/** Everything of a project but its model: what is done to the lake alone needs no more. */
export function adaptersOf(given: CompleteConfig): Omit<Project, 'definition'> {
  const { duckdb, glue, iceberg, athena } = given
  const store = openStore(given)
  return {
    assumptions: {
      keys: given.pull.keys,
      references: given.pull.references.map(({ table, columns: from, to }) => ({ table, columns: from, to })),
    },
    openSource: (scratch) => openSource(given, scratch),
    openEngine: (scratch) => openEngine(given, scratch),
    dialect: duckdbDialect,
    store,
    catalogs: (engine) => [
      ...(duckdb === false ? [] : [duckdbFile(engine, resolve(duckdb))]),
      ...(iceberg ? [icebergTables(engine, store, addressOf(given.lake))] : []),
      ...(glue ? [glueCatalog(engine, { ...glue, root: addressOf(given.lake) })] : []),
      ...(glue && athena ? [readBack(engine, { ...glue, open: () => athenaOn(glue, athena) })] : []),
    ],
    scratch: given.scratch,
    keep: given.keep,
    contentRows: given.contentRows,
    zeroDates: given.zeroDates,
    spark: sparkTools(iceberg),
  }
}
