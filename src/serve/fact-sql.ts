import type { Parameter } from '../core/engine.ts'
import { type ColumnType, typeText } from '../core/schema.ts'
import { id, path as qualified } from '../core/sql.ts'
import type { FactPlan, LinkPlan, StarPlan } from '../model/plan.ts'
import { isRange, valuesOf, type Wanted } from './asked.ts'
import { type Path, targetOf, valueAt } from './path.ts'
import type { Period } from './period.ts'
import type { Part } from './resolve.ts'
import { exactValue } from './wanted-value.ts'

/** A SELECT with the values of its parameters, in order. */
export interface Statement {
  readonly sql: string
  readonly parameters: readonly Parameter[]
}

/** Figures that the measures are made of: a column of the answer each. */
export interface Figure {
  readonly sql: string
  /** Needs the day on which each group's time ends. */
  readonly along?: LinkPlan
  /** Reads what this link leads to. */
  readonly needs?: LinkPlan
}

// Names with a blank, which no published column has.
const groupName = (i: number): string => `group ${i}`
const figureName = (i: number): string => `figure ${i}`
const LAST_DAY = '"last day"'
const OWN_DAY = '"own day"'

/** A column's sum on the last day of each group's time. */
export const sumOfLastDay = (column: string): string =>
  `sum(case when f.${OWN_DAY} = f.${LAST_DAY} then ${qualified('f', column)} end)`

/** The order of the answer, by places in it: groups first, then figures. */
export interface Sorted {
  readonly places: readonly { readonly group: number | null; readonly figure: number | null; readonly down: boolean }[]
  readonly limit: number
}

export interface FactQuestion {
  readonly part: Part
  readonly plan: StarPlan
  readonly figures: readonly Figure[]
  /** The days that count, and how far they are moved to stand beside those they are compared with. */
  readonly period: Period | null
  /** Where the engine may sort and cut. */
  readonly sorted: Sorted | null
}

/** One GROUP BY over the fact and the tables its links lead to: every join is to one row, so no figure is counted twice. */
export function factStatement({ part, plan, figures, period, sorted }: FactQuestion): Statement {
  const { fact, by, where } = part
  const conditions = where.map(({ path, wanted }) => condition(path, wanted, fact))
  if (period) conditions.push(periodCondition(period, fact))
  const groups = by.map((path, i) => `${valueAt(path, fact)} as ${id(groupName(i))}`)
  const along = figures.find((figure) => figure.along)?.along
  const lastDays = along
    ? [`${lastDay(along, by, fact)} as ${LAST_DAY}`, `${dayOf(along, fact)} as ${OWN_DAY}`, 'f.*']
    : []
  const parameters = conditions.flatMap((one) => one.parameters)
  const filter = conditions.length > 0 ? ` where ${conditions.map(({ sql }) => sql).join(' and ')}` : ''
  const from = `from ${id(fact.table)} as f${joins({ part, plan, figures, period })}${filter}`
  const values = figures.map(({ sql }, i) => `${sql} as ${id(figureName(i))}`)
  const names = by.map((_, i) => id(groupName(i)))
  // By places: not every engine lets GROUP BY name what SELECT calls it.
  const grouped = names.length > 0 ? ` group by ${names.map((_, i) => i + 1).join(', ')}` : ''
  const rows = along ? `from (select ${[...groups, ...lastDays].join(', ')} ${from}) as f` : from
  const list = [...(along ? names : groups), ...values]
  return { sql: `select ${list.join(', ')} ${rows}${grouped}${sorted ? order(sorted) : ''}`, parameters }
}

function order({ places, limit }: Sorted): string {
  const texts = places.map(({ group, figure, down }) => {
    const name = group === null ? figureName(figure ?? 0) : groupName(group)
    return `${id(name)} ${down ? 'desc' : 'asc'} nulls last`
  })
  return `${texts.length > 0 ? ` order by ${texts.join(', ')}` : ''} limit ${limit}`
}

const dayOf = (link: LinkPlan, fact: FactPlan): string => qualified(`d${fact.links.indexOf(link)}`, 'date')

/** The last day of each group's time, over everything else. */
function lastDay(along: LinkPlan, by: readonly Path[], fact: FactPlan): string {
  const time = by.filter((path) => path.link === along).map((path) => valueAt(path, fact))
  return `max(${dayOf(along, fact)}) over (${time.length > 0 ? `partition by ${time.join(', ')}` : ''})`
}

/** The tables that this question reaches, and no others: a fact's every key leads to one row, so what is not joined changes nothing. */
function joins({ part, plan, figures, period }: Omit<FactQuestion, 'sorted'>): string {
  const { fact, by, where } = part
  const used = new Set<LinkPlan | null | undefined>([
    ...by.map(({ link }) => link),
    ...where.map(({ path }) => path.link),
    ...figures.flatMap(({ along, needs }) => [along, needs]),
    period?.link,
  ])
  const each = fact.links.map((link, i) => {
    if (!used.has(link)) return ''
    const { table, key } = targetOf(link, plan)
    const own = qualified('f', link.name)
    if (period === null || period.move === null || link !== period.link)
      return ` join ${id(table)} as d${i} on ${qualified(`d${i}`, key)} = ${own}`
    // Days of the period before are shown as the days that they are compared with.
    const moved = `cast("moved"."date" + ${period.move} as date)`
    return ` join ${id(table)} as "moved" on ${qualified('moved', key)} = ${own} join ${id(table)} as d${i} on d${i}."date" = ${moved}`
  })
  return each.join('')
}

function periodCondition({ link, from, to, move }: Period, fact: FactPlan): Statement {
  const day = move === null ? dayOf(link, fact) : '"moved"."date"'
  return { sql: `${day} between cast(? as date) and cast(? as date)`, parameters: [from, to] }
}

function condition(path: Path, wanted: Wanted, fact: FactPlan): Statement {
  const value = valueAt(path, fact)
  const parameter = parameterOf(path.type)
  if (isRange(wanted)) {
    const ends = [['>=', wanted.from] as const, ['<=', wanted.to] as const].filter(([, end]) => end !== undefined)
    return {
      sql: `(${ends.map(([operator]) => `${value} ${operator} ${parameter}`).join(' and ') || 'true'})`,
      parameters: ends.map(([, end]) => exactValue(path.name, path.type, end!)),
    }
  }
  const values = valuesOf(wanted)
  const present = values.filter((one) => one !== null)
  const list = present.length > 0 ? [`${value} in (${present.map(() => parameter).join(', ')})`] : []
  const nothing = values.includes(null) ? [`${value} is null`] : []
  return {
    sql: `(${[...list, ...nothing].join(' or ') || 'false'})`,
    parameters: present.map((one) => exactValue(path.name, path.type, one)),
  }
}

const parameterOf = (type: ColumnType): string =>
  type.kind === 'text' ? '?' : `cast(? as ${type.kind === 'decimal' ? `decimal(38,${type.scale})` : typeText(type)})`
