import type { Engine } from '../core/engine.ts'
import { type ColumnType, isLong, type TypedColumn } from '../core/schema.ts'
import type { ColumnAnswer, TableAnswer, TableColumns } from '../core/source.ts'
import { id, path } from '../core/sql.ts'
import type { FigureLine } from './receipt.ts'

/** The figures of a table's rows as they landed, to be compared with the source's answer (`TableAnswer` says what each is). */
export async function stagedFigures(
  engine: Engine,
  { table, columns }: TableColumns,
  content: boolean,
): Promise<TableAnswer> {
  const figures = columns.flatMap((column) => columnFigures(column))
  const key = content ? contentSum(columns) : 'null'
  const { rows } = await engine.query(`select count(*), ${[...figures, key].join(', ')} from ${path('landed', table)}`)
  const [count, ...values] = rows[0]!
  return { rows: Number(count), columns: columns.map((_, i) => answerAt(values, i * 4)), content: values.at(-1)! }
}

const answerAt = (values: readonly (string | null)[], at: number): ColumnAnswer => ({
  nulls: Number(values[at]),
  sum: values[at + 1]!,
  min: values[at + 2]!,
  max: values[at + 3]!,
})

function columnFigures({ name, type }: TypedColumn): readonly string[] {
  const column = id(name)
  const [sum, bound] = figureSql(type)
  const extreme = (which: string) => (bound ? bound(`${which}(${column})`) : 'null')
  return [`count(*) - count(${column})`, `cast(${sum(column)} as varchar)`, extreme('min'), extreme('max')]
}

type Write = (column: string) => string

/** How a type is summed, and how its least and greatest value is written; null where it has none. */
function figureSql(type: ColumnType): readonly [Write, Write | null] {
  const written = (value: string) => canonical(value, type)
  switch (type.kind) {
    case 'date':
      return [(column) => `sum(date_diff('day', date '1970-01-01', ${column}))`, written]
    case 'timestamp':
      return [(column) => `sum(epoch_us(${column}))`, written]
    case 'boolean':
      return [(column) => `case when count(${column}) > 0 then count_if(${column}) end`, null]
    case 'text':
      return [(column) => `sum(strlen(${column}))`, (value) => `hex(${value})`]
    case 'bytes':
      return [(column) => `sum(octet_length(${column}))`, null]
    case 'float':
      return [() => 'null', written]
    default:
      return [(column) => `sum(${column})`, written]
  }
}

/** A value's canonical text, as `TableAnswer.content` defines it. */
function canonical(value: string, type: ColumnType): string {
  switch (type.kind) {
    case 'timestamp':
      return `strftime(cast(${value} as timestamp), '%Y-%m-%d %H:%M:%S.%f')`
    case 'float':
      return `format('{:.17e}', cast(${value} as double))`
    case 'text':
      return `replace(replace(${value}, '~', '~0'), '|', '~1')`
    default:
      return `cast(${value} as varchar)`
  }
}

function contentSum(columns: readonly TypedColumn[]): string {
  const parts = columns.map((column) => {
    const value = isLong(column) ? `sha256(${id(column.name)})` : canonical(id(column.name), column.type)
    return `coalesce(${value}, '~N')`
  })
  const key = `cast('0x' || substr(sha256(${parts.join(" || '|' || ")}), 1, 15) as bigint)`
  return `cast(sum(cast(${key} as decimal(38,0))) as varchar)`
}

/** Lines of the receipt: each figure of the source beside the staged one. */
export function compareTable(
  { table, columns }: TableColumns,
  source: TableAnswer,
  stage: TableAnswer,
): readonly FigureLine[] {
  const line = (figure: string, left: string | null, right: string | null): FigureLine => ({
    figure,
    source: left,
    star: right,
    equal: left === right,
  })
  const perColumn = columns.flatMap(({ name }, i) => {
    const [left, right] = [source.columns[i]!, stage.columns[i]!]
    return [
      line(`${table}.${name} nulls`, String(left.nulls), String(right.nulls)),
      line(`${table}.${name} sum`, left.sum, right.sum),
      line(`${table}.${name} min`, left.min, right.min),
      line(`${table}.${name} max`, left.max, right.max),
    ]
  })
  const content = source.content === null ? [] : [line(`${table} content`, source.content, stage.content ?? '0')]
  return [line(`${table} rows`, String(source.rows), String(stage.rows)), ...perColumn, ...content]
}
