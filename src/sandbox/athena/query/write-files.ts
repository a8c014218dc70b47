import { id, text } from '../../../core/sql.ts'
import { parseS3Uri } from '../../object-store.ts'
import { notSupported, QueryFault } from '../sql/fault.ts'
import type { Storage } from '../statement/statement.ts'
import { JSON_LINES, PARQUET, TEXT } from '../statement/storage.ts'
import type { TableColumn } from '../table/glue-table.ts'
import { athenaText } from '../type/athena-text.ts'
import { type DataType, duckdbText } from '../type/data-type.ts'
import type { Job } from './job.ts'
import { columnId, type PreparedQuery } from './prepared-query.ts'

/** How rows are written. */
export interface FileFormat {
  readonly name: 'PARQUET' | 'JSON' | 'TEXTFILE'
  readonly compression: Compression
  /** Between the fields of TEXTFILE. */
  readonly mark: string
}

type Compression = keyof typeof COMPRESSIONS

/** Athena's name: DuckDB's, what a file's name ends in where it is text. */
const COMPRESSIONS = {
  NONE: ['uncompressed', ''],
  SNAPPY: ['snappy', null],
  GZIP: ['gzip', '.gz'],
  ZSTD: ['zstd', '.zst'],
  LZ4: ['lz4_raw', null],
} as const

/** Most partitions that one statement may write. */
const MOST_PARTITIONS = 100

export const storageOf = ({ name, mark }: FileFormat): Storage =>
  name === 'PARQUET'
    ? PARQUET
    : name === 'JSON'
      ? JSON_LINES
      : { ...TEXT, parameters: { 'field.delim': mark, 'serialization.format': mark } }

/** Reads `format`, `write_compression` and what else says the same. */
export function fileFormat(given: {
  readonly format: string
  readonly compression: string | undefined
  readonly mark: string | undefined
}): FileFormat {
  const name = { PARQUET: 'PARQUET', JSON: 'JSON', TEXTFILE: 'TEXTFILE', CSV: 'TEXTFILE' }[given.format.toUpperCase()]
  if (!name) throw notSupported(`writing the format ${given.format.toUpperCase()}`)
  const compression = (given.compression ?? 'GZIP').toUpperCase().replace('UNCOMPRESSED', 'NONE')
  const known = Object.hasOwn(COMPRESSIONS, compression) ? COMPRESSIONS[compression as Compression] : undefined
  if (!known || (name !== 'PARQUET' && known[1] === null))
    throw notSupported(`writing ${name} with compression ${compression}`)
  return { name: name as FileFormat['name'], compression: compression as Compression, mark: given.mark ?? '\u0001' }
}

export interface Target {
  /** `s3://bucket/folder/` */
  readonly location: string
  readonly format: FileFormat
  readonly columns: readonly TableColumn[]
  /** The last columns, whose values are in the names of folders. */
  readonly keys: readonly TableColumn[]
}

export interface Written {
  readonly rows: number
  readonly uris: readonly string[]
  readonly partitions: readonly WrittenPartition[]
}

export interface WrittenPartition {
  readonly values: readonly (string | null)[]
  readonly location: string
}

/** Drafts that a statement may need: for each partition one. */
export const draftsFor = (job: Job): readonly string[] =>
  Array.from({ length: MOST_PARTITIONS }, () => job.context.objects.draft())

/** Runs a query and writes its rows as objects below a location. */
export async function writeFiles(
  query: PreparedQuery,
  target: Target,
  { job, drafts }: { readonly job: Job; readonly drafts: readonly string[] },
): Promise<Written> {
  const all = [...target.columns, ...target.keys]
  const casts = all.map(({ type }, i) => `${stored(columnId(i), type)} as ${columnId(i)}`)
  await query.run(`create temp table written as select ${casts.join(', ')} from ${query.sql}`)
  const rows = Number((await query.rows('select count(*) from written'))[0]![0])
  const partitions = target.keys.length > 0 ? await partitionsOf(query, target) : rows > 0 ? [ALL] : []
  const uris: string[] = []
  for (const [i, partition] of partitions.entries()) {
    job.check()
    await query.run(copyOf(target, partition.condition, drafts[i]!))
    uris.push(
      await keep(job, drafts[i]!, { folder: `${target.location}${partition.folder}`, format: target.format, i }),
    )
  }
  const kept = partitions.filter(({ folder }) => folder !== '')
  return {
    rows,
    uris,
    partitions: kept.map(({ values, folder }) => ({
      values,
      location: `${target.location}${folder}`.replace(/\/$/, ''),
    })),
  }
}

const stored = (column: string, type: DataType): string => `cast(${column} as ${duckdbText(type)})`

interface Part {
  readonly values: readonly (string | null)[]
  /** `year=2024/`, or nothing. */
  readonly folder: string
  readonly condition: string
}

const ALL: Part = { values: [], folder: '', condition: 'true' }

async function partitionsOf(query: PreparedQuery, { columns, keys }: Target): Promise<readonly Part[]> {
  const names = keys.map((_, i) => columnId(columns.length + i))
  const texts = keys.map(({ type }, i) => athenaText(names[i]!, type))
  const rows = await query.rows(
    `select distinct ${texts.join(', ')} from written order by all limit ${MOST_PARTITIONS + 1}`,
  )
  if (rows.length > MOST_PARTITIONS)
    throw new QueryFault(
      'NOT_SUPPORTED',
      `HIVE_TOO_MANY_OPEN_PARTITIONS: Exceeded limit of ${MOST_PARTITIONS} open writers for partitions/buckets`,
    )
  return rows.map((values) => ({
    values,
    folder: values.map((value, i) => `${keys[i]!.name}=${value === null ? DEFAULT : hiveEscaped(value)}/`).join(''),
    condition: values
      .map((value, i) => `${texts[i]} is not distinct from ${value === null ? 'null' : text(value)}`)
      .join(' and '),
  }))
}

export const DEFAULT = '__HIVE_DEFAULT_PARTITION__'

/** As Hive writes values into names of folders. */
const hiveEscaped = (value: string): string =>
  [...value].map((one) => (one < ' ' || ESCAPED.includes(one) ? `%${hex(one)}` : one)).join('')

const ESCAPED = '"#%\'*/:=?\\\u007f{[]^'

const hex = (character: string): string => character.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')

function copyOf({ columns, format }: Target, condition: string, draft: string): string {
  const compression = COMPRESSIONS[format.compression][0]
  const from = `from written where ${condition}`
  const named = columns.map(({ name }, i) => `${columnId(i)} as ${id(name)}`)
  const packed = compression === 'uncompressed' ? 'none' : compression
  switch (format.name) {
    case 'PARQUET':
      return `copy (select ${named.join(', ')} ${from}) to ${text(draft)} (format parquet, parquet_version v1, compression ${compression})`
    case 'JSON':
      return `copy (select ${named.join(', ')} ${from}) to ${text(draft)} (format json, compression ${packed})`
    case 'TEXTFILE': {
      const fields = columns.map(({ type }, i) => `coalesce(${hiveText(columnId(i), type)}, '\\N')`)
      const line = fields.join(` || ${text(format.mark)} || `)
      return `copy (select ${line} ${from}) to ${text(draft)} (format csv, header false, quote '', escape '', delim chr(3), compression ${packed})`
    }
  }
}

/** A value as LazySimpleSerDe writes it. */
function hiveText(column: string, type: DataType): string {
  if (type.kind === 'array' || type.kind === 'map' || type.kind === 'row')
    throw notSupported('nested values in TEXTFILE')
  return athenaText(column, type)
}

interface Place {
  readonly folder: string
  readonly format: FileFormat
  readonly i: number
}

async function keep({ id: query, context }: Job, draft: string, { folder, format, i }: Place): Promise<string> {
  const { bucket, key } = parseS3Uri(folder)!
  const stamp = context.now().toISOString().replace(/\D/g, '')
  const ending = format.name === 'PARQUET' ? '' : COMPRESSIONS[format.compression][1]
  const name = `${stamp.slice(0, 8)}_${stamp.slice(8, 14)}_${String(i).padStart(5, '0')}_${query}${ending}`
  await context.objects.adopt({ bucket, key: key + name }, draft)
  return `s3://${bucket}/${key}${name}`
}
