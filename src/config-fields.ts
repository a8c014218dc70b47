import { z } from 'zod'
import { bucketOf } from './lake/s3/client.ts'

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

const serverFields = z.strictObject({
  /** `mysql://user@host:3306/database`. DATABASE_URL, in the environment or in .env, goes before it: the place for a password. */
  url: z.string().optional(),
  /** The name or ARN of an instance of RDS, in place of a URL: AWS says its address. Needs @aws-sdk/client-rds. */
  rds: z.string().min(1).optional(),
  /** The instance's database; default: the one that was made with it. */
  database: z.string().min(1).optional(),
  /** Who logs in to the instance; default: whom the secret is for. */
  user: z.string().min(1).optional(),
  /** User and password, by the name or ARN of a secret; default: the instance's master secret. Needs @aws-sdk/client-secrets-manager. */
  secret: z.string().min(1).optional(),
  /** Log `user` in to the instance by IAM, with no password. Needs @aws-sdk/rds-signer. */
  iam: z.boolean().optional(),
  /** A file with the authorities whose certificates are trusted. For servers of RDS none is needed. */
  ca: z.string().optional(),
  /** The most rows read in a second in all; the most connections that read at once. */
  rowsPerSecond: z.number().positive().optional(),
  connections: z.int().min(1).max(64).optional(),
})

/** A live MySQL or MariaDB server. */
export const server = serverFields
  .refine(({ url, rds }) => url === undefined || rds === undefined, 'name the server once: url, or rds')
  .refine(
    ({ rds, database, user, iam }) => rds !== undefined || !(database ?? user ?? iam),
    'database, user and iam are of an instance: name it by rds',
  )
  .refine(({ iam, secret }) => !iam || secret === undefined, 'log in one way: secret, or iam')
  .refine(({ iam, user }) => !iam || user !== undefined, 'iam needs user')

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
  /** Show each version as Iceberg tables too: metadata beside the files, for Spark, Trino, Snowflake, pyiceberg. */
  iceberg: z.boolean().default(false),
  /** Where `ask` and `query` run with `--on athena`, and each published version is read back; the database is that of `glue`. */
  athena: z.strictObject({ workGroup: z.string().optional(), output: z.string().optional() }).optional(),
  /** Where the star's job runs with `--target aws`: PROJECT-etl-job, as `starlift deploy` names it. */
  aws: z
    .strictObject({ project: z.string().regex(/^[a-z][a-z0-9-]{1,40}$/, 'lower-case letters, digits and -') })
    .optional(),
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

/** The whole, with what fields say of each other. */
export const config = fields.refine(({ glue, lake }) => glue === undefined || bucketOf(lake) !== null, {
  path: ['glue'],
  message: "a Glue catalog shows a lake in a bucket: lake: 's3://bucket/prefix'",
})
