import type { ColumnType } from '../../core/schema.ts'
import { sparkId } from '../../core/sql.ts'
import type { MeasurePlan, NamedColumn } from '../../model/plan.ts'
import { type SideColumn, scaleOf } from '../side.ts'
import { rescale, type Witness, witnessColumn } from './expression.ts'

/** A figure of all rows and of every group, over the columns `v0`, `v1` … of a side. */
export interface Figure {
  readonly name: string
  readonly sql: string
  readonly scale: number | null
}

/** A path by which rows may be grouped: a column of a side, and where the job finds how many values it has. */
export interface Path {
  readonly column: number
  /** The published dimension and its column; null where the path is compared always. */
  readonly attribute: { readonly table: string; readonly column: string } | null
}

/** The same rows twice, as SELECTs of the columns `v0`, `v1` …: from the stage by natural keys, and from the star by its own keys. */
export interface Sides {
  readonly table: string
  readonly source: string
  readonly star: string
  readonly columns: readonly Pick<SideColumn, 'name' | 'scale' | 'content'>[]
  /** The columns that name the source's row. */
  readonly grain: readonly number[]
  readonly figures: readonly Figure[]
  readonly paths: readonly Path[]
}

interface SidesOf {
  readonly table: string
  readonly columns: readonly SideColumn[]
  readonly grain: readonly string[]
  readonly figures: readonly Figure[]
  readonly paths: readonly Path[]
  readonly from: { readonly source: string; readonly star: string }
}

export function sidesOf({ table, columns, grain, figures, paths, from }: SidesOf): Sides {
  const select = (side: 'source' | 'star') =>
    `select ${columns.map((column, i) => `${column[side]} as v${i}`).join(',\n  ')}\n${from[side]}`
  return {
    table,
    source: select('source'),
    star: select('star'),
    columns: columns.map(({ name, scale, content }) => ({ name, scale, content })),
    grain: grain.map((name) => columns.findIndex((column) => column.name === name)),
    figures: [...figures, contentOf(columns)],
    paths,
  }
}

/** The sum of the engine's own hash of every row; that a value is NULL is hashed too, because Spark's hash passes NULLs over. */
function contentOf(columns: readonly SideColumn[]): Figure {
  const values = columns.flatMap(({ content }, i) => (content ? [`isnull(v${i})`, `v${i}`] : []))
  return { name: 'content', sql: `sum(cast(xxhash64(${values.join(', ')}) as decimal(38,0)))`, scale: null }
}

/** What a measure adds up, counts or picks. A ratio is made of measures that are compared already. */
export function measureFigures(
  { name, definition, column }: MeasurePlan,
  columns: readonly SideColumn[],
): readonly Figure[] {
  if (definition.kind === 'count' || definition.kind === 'ratio') return []
  const member = columns.findIndex((one) => one.name === memberName(definition.column))
  const at = member >= 0 ? member : columns.findIndex((one) => one.name === column)
  const { scale } = columns[at]!
  switch (definition.kind) {
    case 'countDistinct':
      return [{ name, sql: `count(distinct v${at})`, scale: null }]
    case 'min':
    case 'max':
      return [{ name, sql: `${definition.kind}(v${at})`, scale }]
    case 'average':
      return [
        { name: `${name} (sum)`, sql: `sum(v${at})`, scale },
        { name: `${name} (count)`, sql: `count(v${at})`, scale: null },
      ]
    default:
      return [{ name, sql: `sum(v${at})`, scale }]
  }
}

/** The column that names the member of a link as one value. */
export const memberName = (label: string): string => `${label} (natural key)`

/** The witness's value at the published scale. */
export const sourceValue = (value: Witness, type: ColumnType): string => rescale(value, scaleOf(type) ?? 0)

export const starValue = (alias: string, { name, expression }: NamedColumn): string =>
  witnessColumn(`${alias}.${sparkId(name)}`, expression.type).sql

/** A published column of a table `f` beside the witness's value for it. */
export const ownSide = (column: NamedColumn, value: Witness): SideColumn => ({
  name: column.name,
  source: sourceValue(value, column.expression.type),
  star: starValue('f', column),
  scale: scaleOf(column.expression.type),
  content: true,
})
