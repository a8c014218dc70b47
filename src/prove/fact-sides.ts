import type { Schema } from '../core/schema.ts'
import { id, path as qualified } from '../core/sql.ts'
import type { DateLinkDefinition, FactDefinition, LinkDefinition, Node, StarDefinition } from '../model/definition.ts'
import type { FactPlan, LinkPlan, NamedColumn, StarPlan } from '../model/plan.ts'
import { dayColumns } from './calendar-sides.ts'
import {
  type ByMember,
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
  const joins = fact.links.map((link, i) => (member: string) => {
    const { table, key } = target(link, plan)
    return ` left join ${qualified('star', table)} as d${i} on d${i}.${id(key)} = ${member}`
  })
  const columns = [...own, ...numberAliases(links, fact, joins)]
  const members = Object.fromEntries(fact.links.map((link) => [link.label, memberColumn(link, plan, columns)]))
  const where = given.where ? `where ${rows.value(given.where).sql}` : ''
  return {
    table: fact.table,
    sourceFrom: (used) => `from ${rows.from([...used, where])} ${where}`,
    lookupKeys: (used) => rows.keys([...used, where]),
    starFrom: `from ${qualified('star', fact.table)} as f${fact.links.map(({ name }, i) => joins[i]!(`f.${id(name)}`)).join('')}`,
    grain,
    columns,
    members,
  }
}

/** Link columns are written for alias `dLABEL`; here the label becomes the number of its join. */
const numberAliases = (
  columns: readonly LinkColumn[],
  fact: FactPlan,
  joins: readonly ((member: string) => string)[],
): readonly SideColumn[] =>
  columns.map(({ link, name, source, star, hashed, scale, content, byMember }) => {
    const at = fact.links.indexOf(link)
    const value = star(`d${at}`)
    const starByMember: ByMember = {
      keys: [`f.${id(link.name)}`],
      joins: ([key]) => joins[at]!(key!),
      value: () => value,
    }
    return {
      ...{ name, source, star: value, scale, content },
      ...(hashed ? { hashed: { source: hashed.source, star: hashed.star(`d${at}`) } } : {}),
      ...(byMember ? { byMember: { source: byMember, star: starByMember } } : {}),
    }
  })

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
  const state = (words: StateWords) =>
    `case when ${member} then ${words.member} when ${rows.unknown(path)} then ${words.unknown} else ${words.missing} end`
  const attributes = dimension.columns.map((column): LinkColumn => {
    const node = seenFrom((given.dimension.attributes[column.label] ?? keyNode(column.label)) as Node, path)
    const value = sourceValue(rows.value(node), column.expression.type)
    const source = `case when ${member} then ${value} end`
    return {
      link,
      name: `${link.label}.${column.label}`,
      source,
      star: (alias) => starValue(alias, column),
      scale: scaleOf(column.expression.type),
      content: dimension.natural.includes(column),
      ...(path.length > 0 ? { byMember: foundAgain(rows, path, source) } : {}),
    }
  })
  return [
    {
      link,
      name: `${link.label} (member)`,
      source: state(STATES),
      star: (alias) => starState(link, alias, dimension.key, STATES),
      hashed: { source: state(CODES), star: (alias) => starState(link, alias, dimension.key, CODES) },
      scale: null,
      content: true,
    },
    ...attributes,
  ]
}

/** A column of the row at the end of a path: whatever names that row says what it is. */
const foundAgain = (rows: WitnessRows, path: readonly string[], source: string): ByMember => ({
  keys: rows.keysAt(path),
  joins: (keys) => rows.joinsFrom(path, keys, [source]),
  value: () => source,
})

/** A condition that holds where the link reaches a row that its dimension keeps. */
function isMember({ dimension, path }: LinkDefinition, rows: WitnessRows): string {
  const kept = dimension.where ? ` and coalesce(${rows.value(seenFrom(dimension.where, path)).sql}, false)` : ''
  return `(${rows.exists(path)}${kept})`
}

type StateWords = Readonly<Record<'member' | 'unknown' | 'missing' | 'dangling', string>>

/** Where a link leads, for people; and in the form that is hashed, which is half as dear. */
const STATES: StateWords = { member: "'member'", unknown: "'unknown'", missing: "'missing'", dangling: "'dangling'" }
const CODES: StateWords = { member: '0', unknown: '1', missing: '2', dangling: '3' }

const starState = (link: LinkPlan, alias: string, key: string, words: StateWords): string =>
  `case when ${alias}.${id(key)} is null then ${words.dangling} when f.${id(link.name)} = -1 then ${words.unknown} when f.${id(link.name)} = -2 then ${words.missing} else ${words.member} end`

/** The table that a link leads to, and its key. */
const target = (link: LinkPlan, plan: StarPlan): { readonly table: string; readonly key: string } =>
  link.dimension === null ? plan.calendar! : plan.dimensions.find(({ name }) => name === link.dimension)!
