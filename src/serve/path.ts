import type { ColumnType } from '../core/schema.ts'
import { path as qualified } from '../core/sql.ts'
import type { FactPlan, LinkPlan, StarPlan } from '../model/plan.ts'

/** Something that rows of a fact can be grouped or chosen by. */
export interface Path {
  /** `product.line`, `ordered.year`, `status`. */
  readonly name: string
  readonly type: ColumnType
  /** The link that leads there; null for a column of the fact's own. */
  readonly link: LinkPlan | null
  /** The published column at its end. */
  readonly column: string
}

const NUMBER: ColumnType = { kind: 'integer', bits: 32 }
const TEXT: ColumnType = { kind: 'text' }

/** What the calendar says of a day: the model's name, the published name, the type. */
const CALENDAR: readonly (readonly [label: string, column: string, type: ColumnType])[] = [
  ['date', 'date', { kind: 'date' }],
  ['year', 'year', NUMBER],
  ['quarter', 'quarter', NUMBER],
  ['month', 'month', NUMBER],
  ['monthName', 'month_name', TEXT],
  ['yearMonth', 'year_month', TEXT],
  ['week', 'week', NUMBER],
  ['isoYear', 'iso_year', NUMBER],
  ['day', 'day', NUMBER],
  ['weekday', 'weekday', NUMBER],
  ['weekdayName', 'weekday_name', TEXT],
]

/** The date that questions about time mean: the one the model says, or else the only one. */
export function timeLink(fact: FactPlan): LinkPlan | undefined {
  const dates = fact.links.filter(({ dimension }) => dimension === null)
  return dates.find(({ label }) => label === fact.on) ?? (dates.length === 1 ? dates[0] : undefined)
}

/** Every path of a fact; `date` is the link that its questions about time mean. */
export function pathsOf(fact: FactPlan, plan: StarPlan): readonly Path[] {
  const links = fact.links.map((link) => [link.label, link] as const)
  const time = timeLink(fact)
  const named = time && !links.some(([label]) => label === 'date') ? [...links, ['date', time] as const] : links
  return [
    ...fact.columns.map(({ label, name, expression }) => ({
      name: label,
      type: expression.type,
      link: null,
      column: name,
    })),
    ...named.flatMap(([label, link]) =>
      attributesOf(link, plan).map(([attribute, column, type]) => ({
        name: `${label}.${attribute}`,
        type,
        link,
        column,
      })),
    ),
  ]
}

function attributesOf(link: LinkPlan, plan: StarPlan): typeof CALENDAR {
  const dimension = plan.dimensions.find(({ name }) => name === link.dimension)
  return dimension
    ? dimension.columns.map(({ label, name, expression }) => [label, name, expression.type] as const)
    : CALENDAR
}

/** The table that a link leads to, and its key. */
export const targetOf = (link: LinkPlan, plan: StarPlan): { readonly table: string; readonly key: string } =>
  plan.dimensions.find(({ name }) => name === link.dimension) ?? plan.calendar!

/** Where the value stands once the tables are joined: the fact is `f`, its links `d0`, `d1` … */
export const valueAt = (path: Path, fact: FactPlan): string =>
  path.link ? qualified(`d${fact.links.indexOf(path.link)}`, path.column) : qualified('f', path.column)
