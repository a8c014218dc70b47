import { dirname, isAbsolute, join, resolve } from 'node:path'
import { z } from 'zod'
import { duckdbFile } from './catalog/duckdb-file.ts'
import { StarliftError } from './core/error.ts'
import { duckdbEngine } from './engine/duckdb/duckdb-engine.ts'
import { localStore } from './lake/local-store.ts'
import type { StarDefinition } from './model/definition.ts'
import type { Project } from './pipeline/project.ts'
import { dumpSource } from './source/dump/dump-source.ts'
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

const config = z.strictObject({
  /** A mysqldump or mariadb-dump file, plain, gzip or zstd. */
  source: z.strictObject({
    dump: z.string(),
    database: z.string().optional(),
    timeZone: z.literal('+00:00').optional(),
  }),
  model: z.string().default('./star.ts'),
  schema: z.string().default('./schema.ts'),
  lake: z.string().default('./lake'),
  /** The DuckDB file in which the star is kept as plain tables; false for none. Default: star.duckdb in the lake. */
  duckdb: z.union([z.string(), z.literal(false)]).optional(),
  /** How many versions stay. */
  keep: z.int().min(1).default(5),
  /** A folder for temporary files. Default: in the lake. */
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
    source: { ...source, dump: at(source.dump) },
    model: at(model),
    schema: at(schema),
    lake: at(lake),
    scratch: scratch === undefined ? join(at(lake), '_starlift', 'scratch') : at(scratch),
    duckdb: duckdb === false ? false : at(duckdb ?? join(lake, 'star.duckdb')),
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

const policyOf = ({ types, zeroDates, columns: fates }: CompleteConfig) => ({
  types,
  zeroDates,
  columns: fates,
  ...(process.env.STARLIFT_MASK_KEY ? { maskKey: process.env.STARLIFT_MASK_KEY } : {}),
})

/** The source that a config names. */
export const openSource = (given: CompleteConfig, scratch: string) =>
  dumpSource({
    path: given.source.dump,
    policy: policyOf(given),
    scratch,
    ...(given.source.timeZone ? { timeZone: given.source.timeZone } : {}),
    ...(given.source.database ? { database: given.source.database } : {}),
  })

export const openStore = (given: CompleteConfig) => localStore(given.lake)

export const openEngine = (given: CompleteConfig, scratch: string) =>
  duckdbEngine({
    scratch,
    ...(given.memory ? { memory: given.memory } : {}),
    ...(given.threads ? { threads: given.threads } : {}),
  })

/** Chooses the adapters: the one place where they are constructed. */
export function projectOf(given: CompleteConfig, definition: StarDefinition): Project {
  const { duckdb } = given
  return {
    definition,
    assumptions: {
      keys: given.pull.keys,
      references: given.pull.references.map(({ table, columns: from, to, toColumns }) => ({
        table,
        columns: from,
        to,
        toColumns: toColumns ?? [],
      })),
    },
    openSource: (scratch) => openSource(given, scratch),
    openEngine: (scratch) => openEngine(given, scratch),
    dialect: duckdbDialect,
    store: openStore(given),
    catalogs: (engine) => (duckdb === false ? [] : [duckdbFile(engine, resolve(duckdb))]),
    scratch: given.scratch,
    keep: given.keep,
    contentRows: given.contentRows,
  }
}
