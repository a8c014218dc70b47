import { existsSync, readFileSync } from 'node:fs'
import { dirname, isAbsolute, join, resolve } from 'node:path'
import { parseEnv } from 'node:util'
import { z } from 'zod'
import { duckdbFile } from './catalog/duckdb-file.ts'
import { glueCatalog } from './catalog/glue/glue-catalog.ts'
import { checkShown } from './catalog/glue/shown-version.ts'
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
import type { Policy } from './source/policy.ts'
import { sparkTools } from './spark-tools.ts'
import { duckdbDialect } from './sql/duckdb.ts'

const columns = z
  .union([z.string(), z.array(z.string()).min(1)])
  .transform((names) => (typeof names === 'string' ? [names] : names))

const reference = z.strictObject({
  /** The table whose rows point, and the columns by which they do. */
  table: z.string(),
  columns,
  /** Where they point: the table, and its unique columns; default: its key. */
  to: z.string(),
  toColumns: columns.optional(),
  /** The relation's name in the model. */
  name: z.string(),
})

const server = z.strictObject({
  /** `mysql://user@host:3306/database`. DATABASE_URL, in the environment or in .env, goes before it: the place for a password. */
  url: z.string().optional(),
  /** A file with the authorities whose certificates are trusted. For servers of RDS none is needed. */
  ca: z.string().optional(),
  /** The most rows read in a second in all; the most connections that read at once. */
  rowsPerSecond: z.number().positive().optional(),
  connections: z.int().min(1).max(64).optional(),
})

const fields = z.strictObject({
  source: z
    .strictObject({
      /** A mysqldump or mariadb-dump file, plain, gzip or zstd. */
      dump: z.string().optional(),
      /** Which database of the dump, where it holds several. */
      database: z.string().optional(),
      /** Says that TIMESTAMPs are UTC where the dump does not. */
      timeZone: z.literal('+00:00').optional(),
      mysql: server.optional(),
    })
    .refine(({ dump, mysql }) => (dump === undefined) !== (mysql === undefined), 'name one source: dump, or mysql'),
  model: z.string().default('./star.ts'),
  schema: z.string().default('./schema.ts'),
  /** A folder, or `s3://bucket/prefix`. */
  lake: z.string().default('./lake'),
  /** The DuckDB file in which the star is kept as plain tables; false for none. Default: star.duckdb in the lake's folder; none for a bucket. */
  duckdb: z.union([z.string(), z.literal(false)]).optional(),
  /** The Glue database in which the star is shown; needs a lake in a bucket. */
  glue: z
    .strictObject({ database: z.string().regex(/^[a-z0-9_]{1,255}$/, 'lower-case letters, digits and _') })
    .optional(),
  /** Where `ask` and `query` run with `--on athena`; the database is that of `glue`. */
  athena: z.strictObject({ workGroup: z.string().optional(), output: z.string().optional() }).optional(),
  /** How many versions stay. */
  keep: z.int().min(1).default(5),
  /** A folder for temporary files. Default: in the lake's folder, or .starlift beside the config. */
  scratch: z.string().optional(),
  /** What the engine may use, as DuckDB writes it: `2GB`. */
  memory: z.string().optional(),
  threads: z.int().min(1).optional(),
  /** Tables of up to so many rows are compared with the source row by row. */
  contentRows: z.int().min(0).default(1_000_000),
  /** Types of columns by `table.column`: `text`, `bytes`, `boolean` or `decimal(p,s)`. */
  types: z.record(z.string(), z.string()).default({}),
  /** Columns whose zero and impossible dates are read as NULL, and counted. */
  zeroDates: z.record(z.string(), z.literal('null')).default({}),
  /** Columns that may not leave the source: `drop`, or `mask` (a keyed digest; key in STARLIFT_MASK_KEY). */
  columns: z.record(z.string(), z.enum(['drop', 'mask'])).default({}),
  /** What the database does not declare, and what `pull` calls things. */
  pull: z
    .strictObject({
      keys: z.record(z.string(), columns).default({}),
      references: z.array(reference).default([]),
      /** Names of relations by `table.column` (several columns joined by `+`). */
      names: z.record(z.string(), z.string()).default({}),
    })
    .prefault({}),
})

const config = fields.refine(({ glue, lake }) => glue === undefined || bucketOf(lake) !== null, {
  path: ['glue'],
  message: "a Glue catalog shows a lake in a bucket: lake: 's3://bucket/prefix'",
})

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
  const { url, ca, ...limits } = given
  return mysqlSource({
    ...databaseUrl(folder, url),
    policy,
    ...(ca ? { tls: { ca: resolve(folder, ca) } } : {}),
    limits,
  })
}

/** Every hop to the source that a config names, whether it works. */
export async function* examineSource(given: CompleteConfig, scratch: string): AsyncIterable<Hop> {
  const { folder, source } = given
  const { dump, mysql, database } = source
  if (dump !== undefined) return yield* examineDump({ path: dump, scratch, ...(database ? { database } : {}) })
  const { examineServer } = await import('./source/mysql/examine/examine.ts')
  const ca = mysql?.ca
  const find = () => databaseUrl(folder, mysql?.url)
  yield* examineServer({ find, ...(ca ? { ca: resolve(folder, ca) } : {}) })
}

/** DATABASE_URL of the environment, then of .env, then the config's; and which of them it is. */
function databaseUrl(
  folder: string,
  configured: string | undefined,
): { readonly url: string; readonly origin: string } {
  const file = join(folder, '.env')
  const text = existsSync(file) ? readFileSync(file, 'utf8') : ''
  const line = text.split(/\r?\n/).findLastIndex((each) => /^\s*(export\s+)?DATABASE_URL\s*=/.test(each)) + 1
  const found = [
    [process.env.DATABASE_URL, 'DATABASE_URL of the environment'],
    [parseEnv(text).DATABASE_URL, `.env line ${line}`],
    [configured, 'the config'],
  ] as const
  for (const [url, origin] of found) if (url) return { url, origin }
  throw new StarliftError('CONFIG', {
    operation: 'connect',
    subject: 'source.mysql',
    what: 'Nothing says which server to read',
    next: 'Set DATABASE_URL=mysql://user:password@host:3306/database in the environment or in .env.',
  })
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
  const { workGroup, output } = athena ?? {}
  return athenaEngine({ ...glue, ...(workGroup ? { workGroup } : {}), ...(output ? { output } : {}) })
}

const openEngine = (given: CompleteConfig, scratch: string) =>
  duckdbEngine({
    scratch,
    ...(given.memory ? { memory: given.memory } : {}),
    ...(given.threads ? { threads: given.threads } : {}),
  })

/** An engine for one query of the sandbox: many may run at once, on one machine. */
export const sandboxEngine = (scratch: string) => duckdbEngine({ scratch, memory: SANDBOX_MEMORY })

const SANDBOX_MEMORY = '2GB'

/** Chooses the adapters: the one place where they are constructed. */
export const projectOf = (given: CompleteConfig, definition: StarDefinition): Project => ({
  ...adaptersOf(given),
  definition,
})

/** Everything of a project but its model: what is done to the lake alone needs no more. */
export function adaptersOf(given: CompleteConfig): Omit<Project, 'definition'> {
  const { duckdb, glue } = given
  return {
    assumptions: {
      keys: given.pull.keys,
      references: given.pull.references.map(({ table, columns: from, to }) => ({ table, columns: from, to })),
    },
    openSource: (scratch) => openSource(given, scratch),
    openEngine: (scratch) => openEngine(given, scratch),
    dialect: duckdbDialect,
    store: openStore(given),
    catalogs: (engine) => [
      ...(duckdb === false ? [] : [duckdbFile(engine, resolve(duckdb))]),
      ...(glue ? [glueCatalog(engine, { ...glue, root: `${given.lake.replace(/\/+$/, '')}/` })] : []),
    ],
    scratch: given.scratch,
    keep: given.keep,
    contentRows: given.contentRows,
    zeroDates: given.zeroDates,
    spark: sparkTools,
  }
}
