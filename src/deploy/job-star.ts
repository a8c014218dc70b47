import type { PublishedColumn } from '../core/catalog.ts'
import { type ColumnType, columnOf, type Schema, tableOf, typeText } from '../core/schema.ts'
import type { TableColumns } from '../core/source.ts'
import type { DimensionPlan, NamedColumn, RelationPlan, StarPlan } from '../model/plan.ts'
import type { Dialect } from '../sql/dialect.ts'
import type { Plain } from './python-text.ts'

/** The parts of a job that other rooms write. */
export interface JobParts {
  readonly dialect: Dialect
  /** Names of published tables with kind, columns and what people should know of them, as manifests hold them. */
  readonly published: Readonly<Record<string, Plain>>
  /** Columns and types of every published table, in order. */
  readonly columns: readonly (readonly [string, readonly { readonly name: string; readonly type: ColumnType }[]])[]
  /** sha256 of the plan, as versions carry it. */
  readonly model: string
  /** Leg two: two SELECTs for each published table. */
  readonly proof: Plain
  /** Leg one, by table: the SELECTs of a read by JDBC, and the figures of what landed. */
  jdbc(read: TableColumns): { readonly [name: string]: Plain }
  figures(read: TableColumns): Plain
  orphans(relation: RelationPlan): string
  notByJdbc(read: TableColumns): readonly string[]
  mayHaveTwins(column: NamedColumn): boolean
  hiveTypes: Readonly<Record<string, string>>
  /** What Iceberg tables are written with, or null. */
  readonly iceberg: Plain
}

/** What a job on Spark is written with, chosen with the adapters. */
export interface SparkTools extends Pick<JobParts, 'dialect' | 'jdbc' | 'notByJdbc' | 'hiveTypes'> {
  /** How the view of a relation is called. */
  view(room: string, name: string): string
  orphans(relation: RelationPlan, schema: Schema): string
  /** Makes what Iceberg tables are written with from the columns of each; null where they are not wanted. */
  readonly icebergShapes: ((tables: Readonly<Record<string, readonly PublishedColumn[]>>) => object) | null
}

export interface JobPlan {
  readonly plan: StarPlan
  readonly schema: Schema
  readonly reads: readonly TableColumns[]
  /** Tables of up to so many rows are compared row by row. */
  readonly contentRows: number
  readonly zeroDates: Readonly<Record<string, string>>
}

/** Everything of a star that the job needs and that is no code. */
export const jobStar = (given: JobPlan, parts: JobParts): { readonly [name: string]: Plain } => ({
  model: parts.model,
  sources: given.reads.map((read) => sourceOf(given, parts, read)),
  notByJdbc: given.reads.flatMap(parts.notByJdbc),
  keys: given.plan.keys.map(({ table, columns }) => ({ table, columns })),
  relations: given.plan.relations.map((relation) => relationOf(given.schema, parts, relation)),
  dimensions: given.plan.dimensions.map((dimension) => dimensionOf(dimension, parts)),
  checks: given.plan.facts.flatMap((fact) =>
    fact.checks.map((check) => ({
      table: fact.table,
      label: check.label,
      at: check.at,
      violations: parts.dialect.violations(fact, check),
    })),
  ),
  types: Object.fromEntries(
    parts.columns.map(([table, columns]) => [table, columns.map(({ name, type }) => [name, sparkTypeText(type)])]),
  ),
  published: parts.published,
  proof: parts.proof,
  notes: [...given.plan.remarks, ...given.plan.escapes],
  hive: parts.hiveTypes,
  iceberg: parts.iceberg,
})

function sourceOf(given: JobPlan, parts: JobParts, read: TableColumns): Plain {
  const table = tableOf(given.schema, read.table)!
  const { badDates, ...statements } = parts.jdbc(read)
  return {
    ...statements,
    key: rangeKey(table.key.map((name) => columnOf(table, name)!)),
    columns: read.columns.map(({ name, type }) => [name, sparkTypeText(type)]),
    badDates: (badDates as readonly { readonly column: string; readonly count: string }[]).map((date) => ({
      ...date,
      policy: given.zeroDates[`${read.table}.${date.column}`] ?? 'refuse',
    })),
    figures: parts.figures(read),
    content: (table.rows ?? 0) <= given.contentRows,
  }
}

/** The first column of the key, where reads can be cut into ranges of it. */
const rangeKey = ([first]: readonly { readonly name: string; readonly type: { readonly kind: string } }[]):
  | string
  | null => (first?.type.kind === 'integer' ? first.name : null)

function relationOf(schema: Schema, parts: JobParts, relation: RelationPlan): Plain {
  const { table, columns, to, toColumns } = relation
  const text = columns.some((name) => columnOf(tableOf(schema, table)!, name)!.type.kind === 'text')
  return { table, columns, to, toColumns, text, orphans: text ? parts.orphans(relation) : null }
}

const dimensionOf = ({ name, table, key, natural, columns, clean, at }: DimensionPlan, parts: JobParts): Plain => ({
  name,
  table,
  key,
  at,
  natural: natural.map((column) => column.name),
  columns: columns.map((column) => column.name),
  clean,
  mayHaveTwins: columns.filter(parts.mayHaveTwins).map((column) => ({ label: column.label, name: column.name })),
})

const SPARK: Readonly<Record<string, string>> = {
  integer: 'int',
  text: 'string',
  bytes: 'binary',
  timestamp: 'timestamp_ntz',
  'timestamp with time zone': 'timestamp',
}

/** A type as Spark describes it. */
function sparkTypeText(type: ColumnType): string {
  const text = typeText(type)
  return SPARK[text] ?? text
}
