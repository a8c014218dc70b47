import { sparkId } from '../core/sql.ts'
import type { Dialect } from './dialect.ts'
import { dialectOf } from './select.ts'
import { sparkExpression } from './spark-expression.ts'

/** A name in letters, digits and underscores, which is all that views may have in theirs; two names never share one. */
export const plainName = (name: string): string =>
  name.replace(/_x|[^A-Za-z0-9_]/gu, (piece) => `_x${piece.codePointAt(0)!.toString(16)}_${piece === '_x' ? 'x' : ''}`)

/** Spark's temporary views have names of one part. */
export const sparkView = (room: string, name: string): string => `${room}__${plainName(name)}`

/** Spark SQL 3.5 and 4, ANSI mode, session time zone UTC. */
export const sparkDialect: Dialect = dialectOf({
  id: sparkId,
  relation: (room, name) => sparkId(sparkView(room, name)),
  expression: sparkExpression,
  calendar: [
    ['date', '`day`'],
    ['year', 'year(`day`)'],
    ['quarter', 'quarter(`day`)'],
    ['month', 'month(`day`)'],
    ['month_name', "date_format(`day`, 'MMMM')"],
    ['year_month', "lpad(cast(year(`day`) as string), 4, '0') || '-' || lpad(cast(month(`day`) as string), 2, '0')"],
    ['week', 'weekofyear(`day`)'],
    ['iso_year', 'extract(yearofweek from `day`)'],
    ['day', 'day(`day`)'],
    ['weekday', 'weekday(`day`) + 1'],
    ['weekday_name', "date_format(`day`, 'EEEE')"],
  ],
  dayOf: (key) => `make_date(int(${key} div 10000), int(${key} div 100 % 100), ${key} % 100)`,
  days: ({ first, last }) =>
    `select explode(sequence(make_date(${first}, 1, 1), make_date(${last}, 12, 31), interval 1 day)) as \`day\``,
})
