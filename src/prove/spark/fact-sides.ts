import { sparkId } from '../../core/sql.ts'
import type { DateLinkDefinition, FactDefinition, LinkDefinition, StarDefinition } from '../../model/definition.ts'
import type { DimensionPlan, FactPlan, LinkPlan, NamedColumn, StarPlan } from '../../model/plan.ts'
import { keyNode, type SideColumn, scaleOf } from '../side.ts'
import { seenFrom } from '../witness.ts'
import { dayColumns } from './calendar-sides.ts'
import { type Staged, WitnessRows } from './rows.ts'
import { measureFigures, memberName, ownSide, type Path, type Sides, sidesOf, sourceValue, starValue } from './side.ts'

interface Proving {
  readonly staged: Staged
  readonly rows: WitnessRows
  readonly plan: StarPlan
}

export function factSides(staged: Staged, definition: StarDefinition, plan: StarPlan, fact: FactPlan): Sides {
  const given = definition.facts[fact.name]!
  const proving = { staged, plan, rows: new WitnessRows(staged, given.table) }
  const { rows } = proving
  const own = fact.columns.map((column) => ownColumn(column, given, rows))
  const links = fact.links.flatMap((link, i) =>
    linkColumns(proving, link, { given: linkOf(given, link), alias: `d${i}` }),
  )
  const columns = [...own, ...links]
  const where = given.where ? `\nwhere ${rows.value(given.where).sql}` : ''
  return sidesOf({
    table: fact.table,
    columns,
    grain: fact.grain.map(({ name }) => name),
    figures: fact.measures.flatMap((measure) => measureFigures(measure, columns)),
    paths: pathsOf(fact, plan, columns),
    from: { source: `${rows.from()}${where}`, star: starFrom(proving, fact) },
  })
}

const linkOf = (given: FactDefinition, { label }: LinkPlan): LinkDefinition | DateLinkDefinition =>
  given.columns[label] as LinkDefinition | DateLinkDefinition

function starFrom({ staged, plan }: Proving, fact: FactPlan): string {
  const joins = fact.links.map((link, i) => {
    const { table, key } = dimensionOf(link, plan) ?? plan.calendar!
    return `\nleft join ${sparkId(staged.view('star', table))} as d${i} on d${i}.${sparkId(key)} == f.${sparkId(link.name)}`
  })
  return `from ${sparkId(staged.view('star', fact.table))} as f${joins.join('')}`
}

const dimensionOf = (link: LinkPlan, plan: StarPlan): DimensionPlan | undefined =>
  plan.dimensions.find(({ name }) => name === link.dimension)

function ownColumn(column: NamedColumn, given: FactDefinition, rows: WitnessRows): SideColumn {
  const named = given.columns[column.label]
  const node = named && 'op' in named ? named : keyNode(column.label)
  return ownSide(column, rows.value(node))
}

interface Linked {
  readonly given: LinkDefinition | DateLinkDefinition
  /** Under which the link's table is joined on the star's side. */
  readonly alias: string
}

function linkColumns(proving: Proving, link: LinkPlan, { given, alias }: Linked): readonly SideColumn[] {
  const { rows, plan } = proving
  if (given.link === 'dates') {
    const days = dayColumns(link, rows.value(given.value).sql, alias)
    return [...days, { ...days[0]!, name: memberName(link.label), content: false }]
  }
  const dimension = dimensionOf(link, plan)!
  const state = stateColumn(rows, link, { given, alias, key: dimension.key })
  const member = isMember(given, rows)
  const attributes = dimension.columns.map((column): SideColumn => {
    const node = seenFrom(given.dimension.attributes[column.label] ?? keyNode(column.label), given.path)
    return {
      name: `${link.label}.${column.label}`,
      source: `if(${member}, ${sourceValue(rows.value(node), column.expression.type)}, null)`,
      star: starValue(alias, column),
      scale: scaleOf(column.expression.type),
      content: dimension.natural.includes(column),
    }
  })
  const natural = dimension.natural.map(
    ({ label }) => attributes.find(({ name }) => name === `${link.label}.${label}`)!,
  )
  return [state, ...attributes, wholeKey(link, state, natural)]
}

/** The natural key as one value, NULL where the row has no member. */
function wholeKey({ label }: LinkPlan, state: SideColumn, natural: readonly SideColumn[]): SideColumn {
  const write = (side: 'source' | 'star') =>
    `if(${state[side]} == 'member', named_struct(${natural.map((one, i) => `'k${i}', ${one[side]}`).join(', ')}), null)`
  return { name: memberName(label), source: write('source'), star: write('star'), scale: null, content: false }
}

interface StateOf {
  readonly given: LinkDefinition
  readonly alias: string
  readonly key: string
}

function stateColumn(rows: WitnessRows, link: LinkPlan, { given, alias, key }: StateOf): SideColumn {
  const own = `f.${sparkId(link.name)}`
  return {
    name: `${link.label} (member)`,
    source: `case when ${isMember(given, rows)} then 'member' when ${rows.unknown(given.path)} then 'unknown' else 'missing' end`,
    star: `case when isnull(${alias}.${sparkId(key)}) then 'dangling' when ${own} == -1 then 'unknown' when ${own} == -2 then 'missing' else 'member' end`,
    scale: null,
    content: true,
  }
}

/** A condition that holds where the link reaches a row that its dimension keeps. */
function isMember({ dimension, path }: LinkDefinition, rows: WitnessRows): string {
  const kept = dimension.where ? ` and nvl(${rows.value(seenFrom(dimension.where, path)).sql}, false)` : ''
  return `(${rows.exists(path)}${kept})`
}

/** The paths that the model asks for, or else every attribute (the job takes those with few values) and the year of each date. */
function pathsOf(fact: FactPlan, plan: StarPlan, columns: readonly SideColumn[]): readonly Path[] {
  const at = (name: string): number => columns.findIndex((column) => column.name === name)
  const published = new Map(fact.columns.map(({ label, name }) => [label, name]))
  const asked = fact.reconcile.map((label) => ({ column: at(published.get(label) ?? label), attribute: null }))
  if (asked.length > 0) return asked
  return fact.links.flatMap((link): readonly Path[] => {
    const dimension = dimensionOf(link, plan)
    if (!dimension) return [{ column: at(`${link.label}.year`), attribute: null }]
    return dimension.columns.map(({ label, name }) => ({
      column: at(`${link.label}.${label}`),
      attribute: { table: dimension.table, column: name },
    }))
  })
}
