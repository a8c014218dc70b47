import { id, path } from '../core/sql.ts'
import type { YearRange } from '../model/calendar.ts'
import type { CheckPlan, DimensionPlan, FactPlan, JoinPlan, LinkPlan, NamedColumn, StarPlan } from '../model/plan.ts'
import { type Dialect, MISSING_KEY, UNKNOWN_KEY } from './dialect.ts'
import { expressionSql } from './duckdb-expression.ts'

export const duckdbDialect: Dialect = { members, registry, dimension, days, calendar, fact, violations }

const list = (items: readonly string[], glue = ',\n  '): string => items.join(glue)
const ids = (columns: readonly NamedColumn[]): string => columns.map(({ name }) => id(name)).join(', ')
const asColumn = ({ name, expression }: NamedColumn): string => `${expressionSql(expression)} as ${id(name)}`

function from(table: string, joins: readonly JoinPlan[]): string {
  const joined = joins.map(({ alias, from, table: to, on }) => {
    const pairs = on.map(([left, right]) => `${path(from, left)} = ${path(alias, right)}`)
    return `left join ${path('stage', to)} as ${id(alias)} on ${pairs.join(' and ')}`
  })
  return [`from ${path('stage', table)} as "t0"`, ...joined].join('\n')
}

const filter = (plan: DimensionPlan | FactPlan): string => (plan.where ? `\nwhere ${expressionSql(plan.where)}` : '')

function members(plan: DimensionPlan): string {
  const select = plan.kind === 'distinct' ? 'select distinct' : 'select'
  return `${select}\n  ${list(plan.columns.map(asColumn))}\n${from(plan.from, plan.joins)}${filter(plan)}`
}

const sameMember = (plan: DimensionPlan, left: string, right: string): string =>
  plan.natural.map(({ name }) => `${path(left, name)} is not distinct from ${path(right, name)}`).join(' and ')

function registry(plan: DimensionPlan, mark: number): string {
  const order = plan.natural.map(({ name }) => `${path('m', name)} nulls first`).join(', ')
  const natural = plan.natural.map(({ name }) => path('m', name)).join(', ')
  return `select ${ids(plan.natural)}, ${id(plan.key)}
from ${path('keys_before', plan.name)}
union all
select ${natural}, cast(${mark} + row_number() over (order by ${order}) as integer) as ${id(plan.key)}
from ${path('members', plan.name)} as "m"
where not exists (select 1 from ${path('keys_before', plan.name)} as "k" where ${sameMember(plan, 'k', 'm')})`
}

function dimension(plan: DimensionPlan): string {
  const columns = plan.columns.map(({ name }) => path('m', name)).join(', ')
  const nothing = plan.columns.map(() => 'null').join(', ')
  return `select ${path('k', plan.key)}, ${columns}
from ${path('members', plan.name)} as "m"
join ${path('keys', plan.name)} as "k" on ${sameMember(plan, 'k', 'm')}
union all
select ${UNKNOWN_KEY}, ${nothing}
union all
select ${MISSING_KEY}, ${nothing}
order by 1`
}

function days(plan: StarPlan): string {
  const selects = plan.facts.flatMap((fact) =>
    fact.links
      .filter((link) => link.dimension === null)
      .map((link) => `select ${expressionSql(link.lookup[0]!)} as "day" ${from(fact.from, fact.joins)}${filter(fact)}`),
  )
  return `select distinct "day" from (\n${selects.join('\nunion all\n')}\n) where "day" is not null`
}

function calendar(key: string, range: YearRange | null): string {
  const whole = range
    ? `select cast("range" as date) as "day" from range(make_timestamp(${range.first}, 1, 1, 0, 0, 0), make_timestamp(${range.last + 1}, 1, 1, 0, 0, 0), interval 1 day) union `
    : ''
  const nothing = CALENDAR_COLUMNS.map(() => 'null').join(', ')
  return `select ${dateKey('"day"')} as ${id(key)}, ${list(
    CALENDAR_COLUMNS.map(([name, sql]) => `${sql} as ${id(name)}`),
    ', ',
  )}
from (${whole}select "day" from "days"."all")
union all
select ${UNKNOWN_KEY}, ${nothing}
union all
select ${MISSING_KEY}, ${nothing}
order by 1`
}

const dateKey = (day: string): string => `cast(year(${day}) * 10000 + month(${day}) * 100 + day(${day}) as integer)`

const CALENDAR_COLUMNS: readonly (readonly [string, string])[] = [
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
]

function fact(plan: FactPlan, star: StarPlan): string {
  const looked = plan.links
    .filter((link) => link.dimension !== null)
    .map((link, i) => ({ link, alias: `d${i + 1}`, to: dimensionOf(link, star) }))
  const links = plan.links.map((link) => {
    const found = looked.find((entry) => entry.link === link)
    return `${found ? memberKey(link, found.alias, found.to) : dayKey(link)} as ${id(link.name)}`
  })
  const grain = plan.columns.filter((column) => plan.grain.includes(column))
  const others = plan.columns.filter((column) => !plan.grain.includes(column))
  const joins = looked.map(({ link, alias, to }) => lookUp(link, alias, to))
  return (
    [
      `select\n  ${list([...grain.map(asColumn), ...links, ...others.map(asColumn)])}`,
      from(plan.from, plan.joins),
      ...joins,
    ].join('\n') + filter(plan)
  )
}

const dimensionOf = (link: LinkPlan, star: StarPlan): DimensionPlan =>
  star.dimensions.find(({ name }) => name === link.dimension)!

/** A member is found by its natural key, NULLs included; a row that was not reached finds none. */
function lookUp(link: LinkPlan, alias: string, to: DimensionPlan): string {
  const equals = to.kind === 'distinct' ? 'is not distinct from' : '='
  const last = link.steps.at(-1)
  const reached =
    to.kind === 'distinct' && last?.alias
      ? last.toColumns.map((column) => `${path(last.alias!, column)} is not null`)
      : []
  const pairs = to.natural.map(({ name }, i) => `${path(alias, name)} ${equals} ${expressionSql(link.lookup[i]!)}`)
  return `left join ${path('star', to.table)} as ${id(alias)} on ${[...pairs, `${path(alias, to.key)} > 0`, ...reached].join(' and ')}`
}

/** −1 where a foreign key on the way is NULL, −2 where it leads nowhere or to a row that is no member. */
function memberKey(link: LinkPlan, alias: string, to: DimensionPlan): string {
  const steps = link.steps.flatMap(({ from: row, columns, alias: far, toColumns }, i) => {
    const unknown = `when ${columns.map((column) => `${path(row, column)} is null`).join(' or ')} then ${UNKNOWN_KEY}`
    return far && i < link.steps.length - 1
      ? [unknown, `when ${path(far, toColumns[0]!)} is null then ${MISSING_KEY}`]
      : [unknown]
  })
  const found = `when ${path(alias, to.key)} is not null then ${path(alias, to.key)}`
  return `cast(case ${[found, ...steps].join(' ')} else ${MISSING_KEY} end as integer)`
}

const dayKey = (link: LinkPlan): string => `coalesce(${dateKey(expressionSql(link.lookup[0]!))}, ${UNKNOWN_KEY})`

function violations(plan: FactPlan, check: CheckPlan): string {
  return `select ${ids(plan.grain)} from ${path('star', plan.table)} where not ${expressionSql(check.condition)}`
}
