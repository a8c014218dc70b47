import { type ColumnType, typeText } from '../../core/schema.ts'
import { id } from '../../core/sql.ts'
import type { FactPlan, StarPlan } from '../../model/plan.ts'
import type { Star } from '../ask.ts'
import { pathsOf, targetOf } from '../path.ts'
import type { Days } from './board.ts'

/** What the published rows say that the model does not: how many values attributes have, how long they are, which days there are. */
export interface Profile {
  readonly facts: Readonly<Record<string, FactProfile>>
}

export interface FactProfile {
  /** By path; only what could be a category. */
  readonly attributes: Readonly<Record<string, { readonly values: number; readonly length: number }>>
  readonly days: Days | null
}

/** Types whose values are names of groups, and no measurements. */
const isCategorical = ({ kind }: ColumnType): boolean => kind === 'text' || kind === 'boolean'

export async function profileStar(star: Star): Promise<Profile> {
  const facts: [string, FactProfile][] = []
  for (const fact of star.plan.facts) facts.push([fact.name, await profileFact(fact, star)])
  return { facts: Object.fromEntries(facts) }
}

async function profileFact(fact: FactPlan, { plan, engine }: Star): Promise<FactProfile> {
  const attributes: Record<string, { values: number; length: number }> = {}
  const paths = pathsOf(fact, plan).filter(({ link, type }) => link?.dimension !== null && isCategorical(type))
  for (const [link, own] of Map.groupBy(paths, (path) => path.link)) {
    const target = link ? targetOf(link, plan) : null
    // Facts are long, and whether there are about a dozen values is all that is asked of them.
    const count = target
      ? (column: string) => `count(distinct ${column})`
      : (column: string) => `approx_count_distinct(${column})`
    const list = own.flatMap(({ column }) => [
      count(id(column)),
      `cast(avg(length(cast(${id(column)} as varchar))) as int)`,
    ])
    const members = target ? ` where ${id(target.key)} > 0` : ''
    const { rows } = await engine.query(`select ${list.join(', ')} from ${id(target?.table ?? fact.table)}${members}`)
    own.forEach(({ name }, i) => {
      attributes[name] = { values: Number(rows[0]?.[2 * i] ?? 0), length: Number(rows[0]?.[2 * i + 1] ?? 0) }
    })
  }
  return { attributes, days: await daysOf(fact, { plan, engine }) }
}

/** The days on which the fact has rows, by the date that its period means. */
async function daysOf(fact: FactPlan, { plan, engine }: Star): Promise<Days | null> {
  const link = dateOf(fact, plan)?.link
  if (!link) return null
  const { table, key } = targetOf(link, plan)
  const { rows } = await engine.query(
    `select min(d."date"), max(d."date") from ${id(table)} as d where d.${id(key)} in (select ${id(link.name)} from ${id(fact.table)})`,
  )
  const [first, last] = rows[0] ?? []
  return first && last ? { first, last } : null
}

/** The path of the days that a fact's period chooses; undefined where it has none. */
export function dateOf(fact: FactPlan, plan: StarPlan) {
  const days = pathsOf(fact, plan).filter(({ link, name, type }) => isDay(link?.dimension, name, type))
  return days.find(({ name }) => name === 'date.date') ?? days[0]
}

const isDay = (dimension: string | null | undefined, name: string, type: ColumnType): boolean =>
  dimension === null && name.endsWith('.date') && typeText(type) === 'date'
