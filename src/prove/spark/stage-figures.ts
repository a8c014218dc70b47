import { type ColumnType, isLong, type TypedColumn } from '../../core/schema.ts'
import { sparkId } from '../../core/sql.ts'

/** What the figures of one column are made by, on Spark, over the rows as they landed; null where a type has none. */
export interface ColumnFigures {
  readonly column: string
  readonly nulls: string
  readonly sum: string | null
  readonly min: string | null
  readonly max: string | null
}

export interface TableFigures {
  readonly columns: readonly ColumnFigures[]
  /** Sum of KEY over all rows (`TableAnswer.content`); null for a table with floats, of which the server cannot make the text. */
  readonly content: string | null
}

/** The figures of a staged table as `TableAnswer` defines them. The least and most of a float are doubles, and no text. */
export const sparkFigures = (columns: readonly TypedColumn[]): TableFigures => ({
  columns: columns.map(columnFigures),
  content: columns.some(({ type }) => type.kind === 'float') ? null : contentSum(columns),
})

function columnFigures({ name, type }: TypedColumn): ColumnFigures {
  const column = sparkId(name)
  const summed = summedBy(type)
  const bound = boundedBy(type)
  const ordered = type.kind === 'text' ? `cast(${column} as binary)` : column
  return {
    column: name,
    nulls: `count(1) - count(${column})`,
    sum: summed && `cast(sum(cast(${summed(column)} as ${widest(type)})) as string)`,
    min: bound?.(`min(${ordered})`) ?? null,
    max: bound?.(`max(${ordered})`) ?? null,
  }
}

type Write = (column: string) => string

const widest = (type: ColumnType): string => `decimal(38,${type.kind === 'decimal' ? type.scale : 0})`

function summedBy({ kind }: ColumnType): Write | null {
  switch (kind) {
    case 'date':
      return (column) => `datediff(${column}, date '1970-01-01')`
    case 'timestamp':
      return (column) => `unix_micros(cast(${column} as timestamp))`
    case 'boolean':
      return (column) => `int(${column})`
    case 'text':
    case 'bytes':
      return (column) => `octet_length(${column})`
    case 'float':
      return null
    default:
      return (column) => column
  }
}

function boundedBy({ kind }: ColumnType): Write | null {
  switch (kind) {
    case 'bytes':
    case 'boolean':
      return null
    case 'text':
      return (value) => `hex(${value})`
    case 'float':
      return (value) => `double(${value})`
    case 'timestamp':
      return moment
    default:
      return (value) => `cast(${value} as string)`
  }
}

const moment: Write = (value) => `date_format(${value}, 'yyyy-MM-dd HH:mm:ss.SSSSSS')`

/** A value's canonical text, as `TableAnswer.content` defines it. */
function canonical(column: TypedColumn): string {
  const value = sparkId(column.name)
  if (isLong(column)) return `sha2(${value}, 256)`
  if (column.type.kind === 'timestamp') return moment(value)
  if (column.type.kind === 'text') return `replace(replace(${value}, '~', '~0'), '|', '~1')`
  return `cast(${value} as string)`
}

function contentSum(columns: readonly TypedColumn[]): string {
  const parts = columns.map((column) => `nvl(${canonical(column)}, '~N')`)
  const key = `conv(substr(sha2(concat_ws('|', ${parts.join(', ')}), 256), 1, 15), 16, 10)`
  return `cast(sum(cast(${key} as decimal(38,0))) as string)`
}
