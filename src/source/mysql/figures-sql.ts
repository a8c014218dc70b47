import type { ColumnType, TypedColumn } from '../../core/schema.ts'
import { isLong } from '../../core/schema.ts'
import { parseDeclaration } from '../declaration.ts'
import { id } from './quote.ts'
import { around, goodDateSql, type Sql, sql, textSql } from './sql-of-column.ts'

/** MySQL's own limit; a scale beyond it is made up with zeros. */
const MOST_SCALE = 30

/** How the server says the figures of one column: how many NULLs, sum, least and most. */
export interface FiguresSql {
  readonly nulls: Sql
  readonly sum: Sql
  readonly min: Sql
  readonly max: Sql
  /** The canonical text of one value; null for floats, whose text the server cannot make. */
  readonly canonical: Sql | null
}

const NONE = sql('null')
const asText = (text: string): string => `cast(${text} as char)`

/** Days since 1970-01-01. TO_DAYS knows no 29 February of the year 0, which the calendar that readers of Parquet count by has. */
const days = (date: string): string =>
  `(to_days(${date}) - 719528 - if(year(${date}) = 0 and month(${date}) < 3, 1, 0))`

const clock = (time: string): string =>
  `((hour(${time}) * 3600 + minute(${time}) * 60 + second(${time})) * 1000000 + microsecond(${time}))`

const exact = (text: string): string => `cast(${text} as decimal(65,0))`

/** How many rows have no value: half as dear as summing what IS NULL says. */
const nullsOf = (text: string): string => asText(`count(*) - count(${text})`)

/** Figures over a part: its NULLs are counted, its sum, least and most made into text. */
function figures(part: Sql, summed: (part: string) => string, canonical: (part: string) => string): FiguresSql {
  return {
    nulls: around(part, nullsOf),
    sum: around(part, (text) => asText(`sum(${summed(text)})`)),
    min: around(part, (text) => canonical(`min(${text})`)),
    max: around(part, (text) => canonical(`max(${text})`)),
    canonical: around(part, canonical),
  }
}

/** Whether the server sums the column exactly and writes its values as they should be, without being told how. */
function isPlain({ declared, type }: Pick<TypedColumn, 'declared' | 'type'>): boolean {
  const { name, sizes } = parseDeclaration(declared)
  if (/zerofill/.test(declared)) return false
  return /int$/.test(name) || (name === 'decimal' && type.kind === 'decimal' && type.scale === (sizes[1] ?? 0))
}

/** A TIME as a signed number of microseconds. */
export function timeMicros(name: string): string {
  const time = id(name)
  return `cast(${clock(time)} * if(left(cast(${time} as char), 1) = '-', -1, 1) as decimal(20,0))`
}

function numberFigures({ name, declared, type }: TypedColumn): FiguresSql {
  if (parseDeclaration(declared).name === 'time') {
    return figures(sql(timeMicros(name)), exact, asText)
  }
  if (isPlain({ declared, type })) return figures(sql(id(name)), (part) => part, asText)
  const scale = type.kind === 'decimal' ? Math.min(type.scale, MOST_SCALE) : 0
  const zeros = type.kind === 'decimal' && type.scale > MOST_SCALE ? '0'.repeat(type.scale - MOST_SCALE) : ''
  const number = `cast(${/^bit/.test(declared) ? `${id(name)} + 0` : id(name)} as decimal(${scale === 0 ? 38 : digits(type)},${scale}))`
  const text = (part: string): string => (zeros === '' ? asText(part) : `concat(${part}, '${zeros}')`)
  const made = figures(sql(number), (part) => `cast(${part} as decimal(65,${scale}))`, text)
  return { ...made, sum: sql(text(`sum(cast(${number} as decimal(65,${scale})))`)) }
}

const digits = (type: ColumnType): number =>
  type.kind === 'decimal' ? Math.max(type.precision, Math.min(type.scale, MOST_SCALE)) : 38

function textFigures(column: TypedColumn, maskKey: string): FiguresSql {
  const text = around(textSql(column, maskKey), (part) => `(${part})`)
  const bytes = around(text, (part) => `cast(${part} as binary)`)
  const escaped = around(text, (part) => `replace(replace(${part} collate utf8mb4_bin, '~', '~0'), '|', '~1')`)
  return {
    nulls: sql(nullsOf(id(column.name))),
    sum: around(text, (part) => asText(`sum(length(${part}))`)),
    min: around(bytes, (part) => `min(${part})`),
    max: around(bytes, (part) => `max(${part})`),
    canonical: isLong(column) ? around(text, (part) => `sha2(${part}, 256)`) : escaped,
  }
}

function bytesFigures({ name }: TypedColumn): FiguresSql {
  const bytes = `cast(${id(name)} as binary)`
  return {
    nulls: sql(nullsOf(id(name))),
    sum: sql(asText(`sum(length(${bytes}))`)),
    min: NONE,
    max: NONE,
    canonical: sql(`sha2(${bytes}, 256)`),
  }
}

function booleanFigures({ name }: TypedColumn): FiguresSql {
  const number = `(${id(name)} + 0)`
  const made = figures(sql(number), exact, (part) => `if(${part} is null, null, if(${part} = 0, 'false', 'true'))`)
  return { ...made, min: NONE, max: NONE }
}

const floatFigures = ({ name }: TypedColumn): FiguresSql => ({
  nulls: sql(nullsOf(id(name))),
  sum: NONE,
  min: sql(`min(cast(${id(name)} as double))`),
  max: sql(`max(cast(${id(name)} as double))`),
  canonical: null,
})

/** The server's figures of a column. What it stores without room for NULL is not asked for any; a date can be made one here. */
export function figuresSql(column: TypedColumn, maskKey: string): FiguresSql {
  const made = kindFigures(column, maskKey)
  const isDate = column.type.kind === 'date' || column.type.kind === 'timestamp'
  return column.nullable || isDate ? made : { ...made, nulls: sql("'0'") }
}

function kindFigures(column: TypedColumn, maskKey: string): FiguresSql {
  switch (column.type.kind) {
    case 'date':
      return figures(sql(goodDateSql(column)), days, asText)
    case 'timestamp':
      return figures(
        sql(goodDateSql(column)),
        (at) => exact(`${days(at)} * 86400000000 + ${clock(at)}`),
        (at) => `date_format(${at}, '%Y-%m-%d %H:%i:%s.%f')`,
      )
    case 'text':
      return textFigures(column, maskKey)
    case 'bytes':
      return bytesFigures(column)
    case 'boolean':
      return booleanFigures(column)
    case 'float':
      return floatFigures(column)
    default:
      return numberFigures(column)
  }
}
