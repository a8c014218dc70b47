import type { Schema } from '../core/schema.ts'
import { id, path as qualified } from '../core/sql.ts'
import type { DateLinkDefinition, FactDefinition, LinkDefinition, Node, StarDefinition } from '../model/definition.ts'
import type { FactPlan, LinkPlan, NamedColumn, StarPlan } from '../model/plan.ts'
import { dayColumns } from './calendar-sides.ts'
import {
  keyNode,
  type LinkColumn,
  ownSide,
  type SideColumn,
  type Sides,
  scaleOf,
  sourceValue,
  starValue,
} from './side.ts'
import { seenFrom, WitnessRows } from './witness.ts'

export function factSides(definition: StarDefinition, plan: StarPlan, fact: FactPlan, schema: Schema): Sides {
  const given = definition.facts[fact.name]!
  const rows = new WitnessRows(definition.tables, schema, given.table)
  const own = fact.columns.map((column) => ownColumn(column, given, rows))
  const links = fact.links.flatMap((link) =>
    linkColumns(link, given.columns[link.label] as LinkDefinition | DateLinkDefinition, { rows, plan }),
  )
  const grain = fact.grain.map(({ name }) => own.find((column) => column.name === name)!)
  const joins = fact.links.map((link, i) => {
    const { table, key } = target(link, plan)
    return `left join ${qualified('star', table)} as d${i} on d${i}.${id(key)} = f.${id(link.name)}`
  })
  const columns = [...own, ...numberAliases(links, fact)]
  const members = Object.fromEntries(fact.links.map((link) => [link.label, memberColumn(link, plan, columns)]))
  const where = given.where ? `where ${rows.value(given.where).sql}` : ''
  return {
    table: fact.table,
    sourceFrom: (used) => `from ${rows.from([...used, where])} ${where}`,
    lookupKeys: (used) => rows.keys([...used, where]),
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
  const named = given.columns[column.label]
  const node = named && 'op' in named ? named : keyNode(column.label)
  return ownSide(column, rows.value(node))
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

/** The table that a link leads to, and its key. */
const target = (link: LinkPlan, plan: StarPlan): { readonly table: string; readonly key: string } =>
  link.dimension === null ? plan.calendar! : plan.dimensions.find(({ name }) => name === link.dimension)!
