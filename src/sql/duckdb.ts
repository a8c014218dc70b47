import { id, path } from '../core/sql.ts'
import type { Dialect } from './dialect.ts'
import { expressionSql } from './duckdb-expression.ts'
import { dialectOf } from './select.ts'

export const duckdbDialect: Dialect = dialectOf({
  id,
  relation: path,
  expression: expressionSql,
  calendar: [
    ['date', '"day"'],
    ['year', 'cast(year("day") as integer)'],
    ['quarter', 'cast(quarter("day") as integer)'],
    ['month', 'cast(month("day") as integer)'],
    ['month_name', 'monthname("day")'],
    ['year_month', `lpad(cast(year("day") as varchar), 4, '0') || '-' || lpad(cast(month("day") as varchar), 2, '0')`],
    ['week', 'cast(week("day") as integer)'],
    ['iso_year', 'cast(isoyear("day") as integer)'],
    ['day', 'cast(day("day") as integer)'],
    ['weekday', 'cast(isodow("day") as integer)'],
    ['weekday_name', 'dayname("day")'],
  ],
  dayOf: (key) => `make_date(${key} // 10000, ${key} // 100 % 100, ${key} % 100)`,
  days: ({ first, last }) =>
    `select cast("range" as date) as "day" from range(make_timestamp(${first}, 1, 1, 0, 0, 0), make_timestamp(${last + 1}, 1, 1, 0, 0, 0), interval 1 day)`,
})
