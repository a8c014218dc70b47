import type { ColumnType, Schema } from '../core/schema.ts'
import { id, path as qualified } from '../core/sql.ts'
import type { YearRange } from '../model/calendar.ts'
import type {
  DateLinkDefinition,
  DimensionDefinition,
  FactDefinition,
  LinkDefinition,
  Node,
  StarDefinition,
} from '../model/definition.ts'
import type { CalendarPlan, DimensionPlan, FactPlan, LinkPlan, NamedColumn, StarPlan } from '../model/plan.ts'
import { seenFrom, WitnessRows } from './witness.ts'
import { rescale, type Witness, witnessColumn } from './witness-expression.ts'

/** One value of a row as the two sides compute it. Both give the same type for the same published column. */
export interface SideColumn {
  /** What people call it: `order_amount`, `product.line`. */
  readonly name: string
  /** The same value from the staged rows, and from the star. */
  readonly source: string
  readonly star: string
  /** Digits after the point that the whole numbers stand for; null where the value is no exact number. */
  readonly scale: number | null
  /** Part of the content of a row. Attributes are not: their dimension is compared by itself, member by member. */
  readonly content: boolean
}

/** A figure that is computed on both sides: of all rows, and of every group. */
export interface Figure {
  readonly name: string
  readonly source: string
  readonly star: string
  readonly scale: number | null
}

/** The same rows twice: from the stage by natural keys, and from the star by its own keys. */
export interface Sides {
  readonly table: string
  /** The source's rows, with what these expressions need of them. */
  readonly sourceFrom: (used: readonly string[]) => string
  readonly starFrom: string
  /** Names the source's row: a part of `columns`. */
  readonly grain: readonly SideColumn[]
  readonly columns: readonly SideColumn[]
  /** For each link by its label: one value that names the member, NULL where there is none. */
  readonly members: Readonly<Record<string, SideColumn>>
}

const scaleOf = (type: ColumnType): number | null =>
  type.kind === 'decimal' ? type.scale : type.kind === 'integer' ? 0 : null

/** The witness's value at the published scale. */
const sourceValue = (value: Witness, type: ColumnType): string => rescale(value, scaleOf(type) ?? 0)
const starValue = (alias: string, { name, expression }: NamedColumn): string =>
  witnessColumn(qualified(alias, name), expression.type).sql

export function factSides(definition: StarDefinition, plan: StarPlan, fact: FactPlan, schema: Schema): Sides {
  const given = definition.facts[fact.name]!
  const rows = new WitnessRows(definition.tables, schema, given.table)
  const own = fact.columns.map((column) => ownColumn(column, given, rows))
  const links = fact.links.flatMap((link) =>
    linkColumns(link, given.columns[link.label] as LinkDefinition | DateLinkDefinition, { rows, plan }),
  )
  const grain = fact.grain.map(({ name }) => own.find((column) => column.name === name)!)
  const joins = fact.links.map(
    (link, i) =>
      `left join ${qualified('star', targetTable(link, plan))} as d${i} on d${i}.${id(targetKey(link, plan))} = f.${id(link.name)}`,
  )
  const columns = [...own, ...numberAliases(links, fact)]
  const members = Object.fromEntries(fact.links.map((link) => [link.label, memberColumn(link, plan, columns)]))
  const where = given.where ? `where ${rows.value(given.where).sql}` : ''
  return {
    table: fact.table,
    sourceFrom: (used) => `from ${rows.from([...used, where])} as w ${where}`,
    starFrom: `from ${qualified('star', fact.table)} as f ${joins.join(' ')}`,
    grain,
    columns,
    members,
  }
}

/** Link columns are written for alias `dLABEL`; here the label becomes the number of its join. */
const numberAliases = (columns: readonly LinkColumn[], fact: FactPlan): readonly SideColumn[] =>
  columns.map(({ link, name, source, star, scale, content }) => ({
    name,
    source,
    scale,
    content,
    star: star(`d${fact.links.indexOf(link)}`),
  }))

function ownColumn(column: NamedColumn, given: FactDefinition, rows: WitnessRows): SideColumn {
  const node = (given.columns[column.label] ?? keyNode(column.label)) as Node
  return {
    name: column.name,
    source: sourceValue(rows.value(node), column.expression.type),
    star: starValue('f', column),
    scale: scaleOf(column.expression.type),
    content: true,
  }
}

function memberColumn(link: LinkPlan, plan: StarPlan, columns: readonly SideColumn[]): SideColumn {
  const column = (attribute: string) => columns.find(({ name }) => name === `${link.label}.${attribute}`)!
  const dimension = plan.dimensions.find(({ name }) => name === link.dimension)
  if (!dimension) return column('date')
  const state = columns.find(({ name }) => name === `${link.label} (member)`)!
  const natural = dimension.natural.map(({ label }) => column(label))
  const write = (side: 'source' | 'star') =>
    `case when ${state[side]} = 'member' then row(${natural.map((one) => one[side]).join(', ')}) end`
  return { name: link.label, source: write('source'), star: write('star'), scale: null, content: true }
}

const keyNode = (column: string): Node => ({ op: 'column', path: [], column, at: '' })

interface LinkColumn {
  readonly link: LinkPlan
  readonly name: string
  readonly source: string
  readonly star: (alias: string) => string
  readonly scale: number | null
  readonly content: boolean
}

interface Context {
  readonly rows: WitnessRows
  readonly plan: StarPlan
}

function linkColumns(
  link: LinkPlan,
  given: LinkDefinition | DateLinkDefinition,
  { rows, plan }: Context,
): readonly LinkColumn[] {
  if (given.link === 'dates') return dayColumns(link, rows.value(given.value).sql)
  const dimension = plan.dimensions.find(({ name }) => name === link.dimension)!
  const { path } = given
  const member = isMember(given, rows)
  const state = `case when ${member} then 'member' when ${rows.unknown(path)} then 'unknown' else 'missing' end`
  const attributes = dimension.columns.map((column): LinkColumn => {
    const node = seenFrom((given.dimension.attributes[column.label] ?? keyNode(column.label)) as Node, path)
    const value = sourceValue(rows.value(node), column.expression.type)
    return {
      link,
      name: `${link.label}.${column.label}`,
      source: `case when ${member} then ${value} end`,
      star: (alias) => starValue(alias, column),
      scale: scaleOf(column.expression.type),
      content: dimension.natural.includes(column),
    }
  })
  return [
    {
      link,
      name: `${link.label} (member)`,
      source: state,
      star: (alias) => starState(link, alias, dimension.key),
      scale: null,
      content: true,
    },
    ...attributes,
  ]
}

/** A condition that holds where the link reaches a row that its dimension keeps. */
function isMember({ dimension, path }: LinkDefinition, rows: WitnessRows): string {
  const kept = dimension.where ? ` and coalesce(${rows.value(seenFrom(dimension.where, path)).sql}, false)` : ''
  return `(${rows.exists(path)}${kept})`
}

const starState = (link: LinkPlan, alias: string, key: string): string =>
  `case when ${alias}.${id(key)} is null then 'dangling' when f.${id(link.name)} = -1 then 'unknown' when f.${id(link.name)} = -2 then 'missing' else 'member' end`

/** The day is content; what the calendar says of it can be grouped by. */
function dayColumns(link: LinkPlan, day: string): readonly LinkColumn[] {
  return CALENDAR.map(
    ([label, name, write, scale]): LinkColumn => ({
      link,
      name: `${link.label}.${label}`,
      source: write(day),
      star: (alias) => calendarValue(alias, name, scale),
      scale,
      content: label === 'date',
    }),
  )
}

const calendarValue = (alias: string, name: string, scale: number | null): string =>
  scale === null ? qualified(alias, name) : `cast(${qualified(alias, name)} as hugeint)`

type CalendarColumn = readonly [label: string, name: string, write: (day: string) => string, scale: number | null]

/** A calendar number by the engine's formatting of days, where the star takes it from date functions. */
const formatted = (label: string, name: string, format: string): CalendarColumn => [
  label,
  name,
  (day) => `cast(strftime(${day}, '${format}') as hugeint)`,
  0,
]

const CALENDAR: readonly CalendarColumn[] = [
  ['date', 'date', (day) => day, null],
  formatted('year', 'year', '%Y'),
  formatted('month', 'month', '%m'),
  formatted('week', 'week', '%V'),
  formatted('isoYear', 'iso_year', '%G'),
  formatted('day', 'day', '%d'),
  formatted('weekday', 'weekday', '%u'),
  ['quarter', 'quarter', (day) => `((cast(strftime(${day}, '%m') as hugeint) + 2) // 3)`, 0],
  ['monthName', 'month_name', (day) => `strftime(${day}, '%B')`, null],
  ['yearMonth', 'year_month', (day) => `substr(cast(${day} as varchar), 1, 7)`, null],
  ['weekdayName', 'weekday_name', (day) => `strftime(${day}, '%A')`, null],
]

/** The calendar against what days say of themselves: every day of the range, and every day that a fact points to. */
export function calendarSides({ table, key }: CalendarPlan, range: YearRange | null): Sides {
  const day = qualified('f', 'date')
  const keyed: SideColumn = {
    name: key,
    source: `cast(strftime(${day}, '%Y%m%d') as hugeint)`,
    star: calendarValue('f', key, 0),
    scale: 0,
    content: true,
  }
  const columns = CALENDAR.map(([label, name, write, scale]) => ({
    name: label,
    source: write(day),
    star: calendarValue('f', name, scale),
    scale,
    content: true,
  }))
  const whole = range
    ? ` union select cast(unnest(generate_series(make_date(${range.first}, 1, 1), make_date(${range.last}, 12, 31), interval 1 day)) as date)`
    : ''
  const sourceFrom = () => `from (select "day" as "date" from "days"."all"${whole}) as f`
  const starFrom = `from ${qualified('star', table)} as f where ${qualified('f', key)} > 0`
  return { table, sourceFrom, starFrom, grain: [keyed], columns: [keyed, ...columns], members: {} }
}

const targetTable = (link: LinkPlan, plan: StarPlan): string =>
  link.dimension === null ? plan.calendar!.table : plan.dimensions.find(({ name }) => name === link.dimension)!.table
const targetKey = (link: LinkPlan, plan: StarPlan): string =>
  link.dimension === null ? plan.calendar!.key : plan.dimensions.find(({ name }) => name === link.dimension)!.key

export function dimensionSides(
  definition: DimensionDefinition,
  tables: StarDefinition['tables'],
  plan: DimensionPlan,
  schema: Schema,
): Sides {
  const rows = new WitnessRows(tables, schema, definition.table)
  const columns = plan.columns.map((column): SideColumn => {
    const node = definition.attributes[column.label] ?? keyNode(column.label)
    return {
      name: column.name,
      source: sourceValue(rows.value(node), column.expression.type),
      star: starValue('f', column),
      scale: scaleOf(column.expression.type),
      content: true,
    }
  })
  const where = definition.where ? `where ${rows.value(definition.where).sql}` : ''
  const values = columns.map(({ source }, i) => `${source} as v${i}`).join(', ')
  const once = definition.kind === 'distinct' ? 'distinct ' : ''
  return {
    table: plan.table,
    sourceFrom: () => `from (select ${once}${values} from ${rows.from([values, where])} as w ${where})`,
    starFrom: `from ${qualified('star', plan.table)} as f where f.${id(plan.key)} > 0`,
    grain: plan.natural
      .map(({ name }) => columns.findIndex((column) => column.name === name))
      .map((i) => ({ ...columns[i]!, source: `v${i}` })),
    columns: columns.map((column, i) => ({ ...column, source: `v${i}` })),
    members: {},
  }
}
