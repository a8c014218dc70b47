import type { YearRange } from '../model/calendar.ts'
import type {
  CheckPlan,
  DimensionPlan,
  Expression,
  FactPlan,
  JoinPlan,
  LinkPlan,
  NamedColumn,
  StarPlan,
} from '../model/plan.ts'
import { type Dialect, MISSING_KEY, UNKNOWN_KEY } from './dialect.ts'

/** In what one engine's SQL differs from another's, where a plan is written. */
export interface Syntax {
  id(name: string): string
  /** A relation of a room, `stage.orders`, as the engine knows it. */
  relation(room: Room, name: string): string
  expression(expression: Expression): string
  /** The columns of the calendar from a `day`, as published names and SQL, in order. */
  readonly calendar: readonly (readonly [name: string, sql: string])[]
  /** The day that a key stands for: 20260131 is 2026-01-31. */
  dayOf(key: string): string
  /** A SELECT of every day of whole years, its one column called `day`. */
  days(range: YearRange): string
}

export type Room = 'stage' | 'members' | 'keys_before' | 'keys' | 'days' | 'star'

/** Writes plans in the SQL of an engine. What makes the star right is written once, here. */
export function dialectOf(syntax: Syntax): Dialect {
  const writer = new PlanWriter(syntax)
  return {
    members: (plan) => writer.members(plan),
    registry: (plan, mark) => writer.registry(plan, mark),
    dimension: (plan) => writer.dimension(plan),
    days: (plan) => writer.days(plan),
    calendar: (key, range) => writer.calendar(key, range),
    fact: (plan, star) => writer.fact(plan, star),
    violations: (plan, check) => writer.violations(plan, check),
  }
}

const list = (items: readonly string[], glue = ',\n  '): string => items.join(glue)

class PlanWriter {
  readonly #syntax: Syntax

  constructor(syntax: Syntax) {
    this.#syntax = syntax
  }

  #id(name: string): string {
    return this.#syntax.id(name)
  }

  #path(alias: string, column: string): string {
    return `${this.#id(alias)}.${this.#id(column)}`
  }

  #ids(columns: readonly NamedColumn[]): string {
    return columns.map(({ name }) => this.#id(name)).join(', ')
  }

  #column({ name, expression }: NamedColumn): string {
    return `${this.#syntax.expression(expression)} as ${this.#id(name)}`
  }

  #from(table: string, joins: readonly JoinPlan[]): string {
    const joined = joins.map(({ alias, from, table: to, on }) => {
      const pairs = on.map(([left, right]) => `${this.#path(from, left)} = ${this.#path(alias, right)}`)
      return `left join ${this.#syntax.relation('stage', to)} as ${this.#id(alias)} on ${pairs.join(' and ')}`
    })
    return [`from ${this.#syntax.relation('stage', table)} as ${this.#id('t0')}`, ...joined].join('\n')
  }

  #filter(plan: DimensionPlan | FactPlan): string {
    return plan.where ? `\nwhere ${this.#syntax.expression(plan.where)}` : ''
  }

  members(plan: DimensionPlan): string {
    const select = plan.kind === 'distinct' ? 'select distinct' : 'select'
    const columns = plan.columns.map((column) => this.#column(column))
    return `${select}\n  ${list(columns)}\n${this.#from(plan.from, plan.joins)}${this.#filter(plan)}`
  }

  #sameMember(plan: DimensionPlan, left: string, right: string): string {
    return plan.natural
      .map(({ name }) => `${this.#path(left, name)} is not distinct from ${this.#path(right, name)}`)
      .join(' and ')
  }

  registry(plan: DimensionPlan, mark: number): string {
    const order = plan.natural.map(({ name }) => `${this.#path('m', name)} nulls first`).join(', ')
    const natural = plan.natural.map(({ name }) => this.#path('m', name)).join(', ')
    const before = this.#syntax.relation('keys_before', plan.name)
    return `select ${this.#ids(plan.natural)}, ${this.#id(plan.key)}
from ${before}
union all
select ${natural}, cast(${mark} + row_number() over (order by ${order}) as integer) as ${this.#id(plan.key)}
from ${this.#syntax.relation('members', plan.name)} as ${this.#id('m')}
where not exists (select 1 from ${before} as ${this.#id('k')} where ${this.#sameMember(plan, 'k', 'm')})`
  }

  dimension(plan: DimensionPlan): string {
    const columns = plan.columns.map(({ name }) => this.#path('m', name)).join(', ')
    const nothing = plan.columns.map(() => 'null').join(', ')
    return `select ${this.#path('k', plan.key)}, ${columns}
from ${this.#syntax.relation('members', plan.name)} as ${this.#id('m')}
join ${this.#syntax.relation('keys', plan.name)} as ${this.#id('k')} on ${this.#sameMember(plan, 'k', 'm')}
union all
select ${UNKNOWN_KEY}, ${nothing}
union all
select ${MISSING_KEY}, ${nothing}
order by 1`
  }

  days(plan: StarPlan): string {
    const [day, key] = [this.#id('day'), this.#id('key')]
    const selects = plan.facts.flatMap((fact) =>
      fact.links
        .filter((link) => link.dimension === null)
        .map(
          (link) =>
            `select distinct ${this.#id(link.name)} as ${key} from ${this.#syntax.relation('star', fact.table)}`,
        ),
    )
    return `select distinct ${this.#syntax.dayOf(key)} as ${day} from (\n${selects.join('\nunion all\n')}\n) where ${key} > 0`
  }

  calendar(key: string, range: YearRange | null): string {
    const day = this.#id('day')
    const whole = range ? `${this.#syntax.days(range)} union ` : ''
    const nothing = this.#syntax.calendar.map(() => 'null').join(', ')
    const columns = this.#syntax.calendar.map(([name, sql]) => `${sql} as ${this.#id(name)}`)
    return `select ${dateKey(day)} as ${this.#id(key)}, ${list(columns, ', ')}
from (${whole}select ${day} from ${this.#syntax.relation('days', 'all')})
union all
select ${UNKNOWN_KEY}, ${nothing}
union all
select ${MISSING_KEY}, ${nothing}
order by 1`
  }

  fact(plan: FactPlan, star: StarPlan): string {
    const looked = plan.links
      .filter((link) => link.dimension !== null)
      .map((link, i) => ({ link, alias: `d${i + 1}`, to: dimensionOf(link, star) }))
    const links = plan.links.map((link) => {
      const found = looked.find((entry) => entry.link === link)
      return `${found ? this.#memberKey(link, found.alias, found.to) : this.#dayKey(link)} as ${this.#id(link.name)}`
    })
    const grain = plan.columns.filter((column) => plan.grain.includes(column))
    const others = plan.columns.filter((column) => !plan.grain.includes(column))
    const columns = [
      ...grain.map((column) => this.#column(column)),
      ...links,
      ...others.map((column) => this.#column(column)),
    ]
    const joins = looked.map(({ link, alias, to }) => this.#lookUp(link, alias, to))
    return [`select\n  ${list(columns)}`, this.#from(plan.from, plan.joins), ...joins].join('\n') + this.#filter(plan)
  }

  /** A member is found by its natural key, NULLs included; a row that was not reached finds none. */
  #lookUp(link: LinkPlan, alias: string, to: DimensionPlan): string {
    const equals = to.kind === 'distinct' ? 'is not distinct from' : '='
    const last = link.steps.at(-1)
    const reached =
      to.kind === 'distinct' && last?.alias
        ? last.toColumns.map((column) => `${this.#path(last.alias!, column)} is not null`)
        : []
    const pairs = to.natural.map(
      ({ name }, i) => `${this.#path(alias, name)} ${equals} ${this.#syntax.expression(link.lookup[i]!)}`,
    )
    const all = [...pairs, `${this.#path(alias, to.key)} > 0`, ...reached]
    return `left join ${this.#syntax.relation('star', to.table)} as ${this.#id(alias)} on ${all.join(' and ')}`
  }

  /** −1 where a foreign key on the way is NULL, −2 where it leads nowhere or to a row that is no member. */
  #memberKey(link: LinkPlan, alias: string, to: DimensionPlan): string {
    const steps = link.steps.flatMap(({ from: row, columns, alias: far, toColumns }, i) => {
      const nulls = columns.map((column) => `${this.#path(row, column)} is null`)
      const unknown = `when ${nulls.join(' or ')} then ${UNKNOWN_KEY}`
      return far && i < link.steps.length - 1
        ? [unknown, `when ${this.#path(far, toColumns[0]!)} is null then ${MISSING_KEY}`]
        : [unknown]
    })
    const found = `when ${this.#path(alias, to.key)} is not null then ${this.#path(alias, to.key)}`
    return `cast(case ${[found, ...steps].join(' ')} else ${MISSING_KEY} end as integer)`
  }

  #dayKey(link: LinkPlan): string {
    return `coalesce(${dateKey(this.#syntax.expression(link.lookup[0]!))}, ${UNKNOWN_KEY})`
  }

  violations(plan: FactPlan, check: CheckPlan): string {
    const from = this.#syntax.relation('star', plan.table)
    return `select ${this.#ids(plan.grain)} from ${from} where not ${this.#syntax.expression(check.condition)}`
  }
}

const dateKey = (day: string): string => `cast(year(${day}) * 10000 + month(${day}) * 100 + day(${day}) as integer)`

const dimensionOf = (link: LinkPlan, star: StarPlan): DimensionPlan =>
  star.dimensions.find(({ name }) => name === link.dimension)!
