import type { TypedColumn } from '../../core/schema.ts'
import { id } from './quote.ts'

/** SQL with the values of its parameters, in order. */
export interface Sql {
  readonly text: string
  readonly parameters: readonly string[]
}

export const sql = (text: string, parameters: readonly string[] = []): Sql => ({ text, parameters })

export function joined(parts: readonly Sql[], separator: string): Sql {
  return sql(
    parts.map(({ text }) => text).join(separator),
    parts.flatMap(({ parameters }) => parameters),
  )
}

/** A part used several times in `make`, with its parameters as often. */
export const around = (part: Sql, make: (text: string) => string): Sql => {
  const MARK = '\u0000'
  const times = make(MARK).split(MARK).length - 1
  return sql(make(part.text), Array.from({ length: times }, () => part.parameters).flat())
}

const CHARSET = /^((var)?char|(tiny|medium|long)?text|enum|set)\b/

/** Text in utf8mb4. A masked text is its keyed digest; should the server fail to make one, `!` and not NULL. */
export function textSql(column: TypedColumn, maskKey: string): Sql {
  const name = id(column.name)
  // Converting what is in utf8mb4 already costs the server a copy of each value.
  const inUtf8 = column.charset === 'utf8mb4' ? name : `convert(${name} using utf8mb4)`
  if (!column.masked)
    return sql(
      column.charset !== undefined && CHARSET.test(column.declared)
        ? inUtf8
        : `cast(${name} as char character set utf8mb4)`,
    )
  const plain = column.charset === undefined ? `cast(${name} as char character set utf8mb4)` : inUtf8
  return sql(`if(${name} is null, null, ifnull(left(sha2(concat(?, '|', ${plain}), 256), 16), '!'))`, [maskKey])
}

const TEXT = /^((var)?char|(tiny|medium|long)?text|enum|set|json|uuid|inet[46])\b/

/**
 * The value as it is read: the column as it stands, for every type is exact in the binary protocol, and text comes in utf8mb4. Only what the
 * config wants as another type, or masked, is made by the server.
 */
export function wireSql(column: TypedColumn, maskKey: string): Sql {
  const { type, declared, masked } = column
  const made = type.kind === 'text' && (masked === true || !TEXT.test(declared))
  return made ? textSql(column, maskKey) : sql(id(column.name))
}

/** Whether a date is zero or does not exist. MySQL's year 0 is no leap year. */
export function badDateSql(column: TypedColumn): string {
  const [year, month, day] = ['year', 'month', 'day'].map((part) => `${part}(${id(column.name)})`)
  const leap = `${year} % 4 = 0 and ${year} <> 0 and (${year} % 100 <> 0 or ${year} % 400 = 0)`
  const last = `case when ${month} = 2 then if(${leap}, 29, 28) when ${month} in (4, 6, 9, 11) then 30 else 31 end`
  // Most days are none of the last: for them the server is done with the first half.
  return `((${month} = 0 or ${day} = 0 or ${day} > 28) and (${month} = 0 or ${day} = 0 or ${day} > ${last}))`
}

/** The date where it exists, else NULL. */
export const goodDateSql = (column: TypedColumn): string => `if(${badDateSql(column)}, null, ${id(column.name)})`
