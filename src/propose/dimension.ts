import type { TypedColumn } from '../core/schema.ts'
import { singular, snakeCase } from '../model/name.ts'
import { joinLabels, Labels, labelOf, relationLabel, type Variables } from './label.ts'
import type { Findings, ProposedColumn, ProposedDimension } from './proposal.ts'
import { isAddress, isNaming, isPersonal, isSecret, roleOf } from './role.ts'
import { ownColumns, type View, type Views } from './view.ts'

const DEEPEST = 3
const MOST_FAR = 12
/** So many columns are taken of a table that is only reached. */
const MOST_OF_ONE = 2

export interface DimensionContext {
  readonly views: Views
  readonly variables: Variables
  /** Names of dimensions as published, the calendar's among them. */
  readonly names: Labels
  readonly findings: Findings
}

/** One member per row of the table, with what is worth knowing of the tables that it leads to. */
export function proposeDimension(view: View, context: DimensionContext): ProposedDimension {
  const name = nameOf(view, context.names)
  const labels = new Labels()
  labels.reserve(`${snakeCase(singular(name))}_key`)
  const keys = shownKeys(view, labels)
  const own = attributesOf(view).map((column) => ownColumn(view, column, labels, context.findings))
  return {
    variable: context.variables.take(labelOf(view.name), `${labelOf(name)}Members`),
    table: view.name,
    name: name === view.name ? null : name,
    columns: [...keys, ...own, ...farColumns(view, labels, context.views)],
    notes: privateNotes(view),
  }
}

function nameOf({ name }: View, names: Labels): string {
  return names.reserve(snakeCase(name)) ? name : names.take([`${labelOf(name) || 'table'}Members`])
}

/** Key columns are published by their own names unless the model shows them; those whose names cannot be had are shown. */
export const shownKeys = (view: View, labels: Labels): readonly ProposedColumn[] =>
  view.key
    .filter((column) => !labels.reserve(snakeCase(column)))
    .map((column) => ({
      label: labels.take([labelOf(column), `${labelOf(column) || 'key'}Code`]),
      value: { kind: 'column', path: [], column },
    }))

/** Its own columns, and foreign keys that are text, for they can be read. */
function attributesOf(view: View): readonly TypedColumn[] {
  const own = new Set(ownColumns(view))
  const readable = new Set(
    view.relations.filter(({ columns }) => columns.length === 1).flatMap(({ columns }) => columns),
  )
  const isRead = (column: TypedColumn): boolean =>
    own.has(column) || (roleOf(column) === 'text' && readable.has(column.name) && !view.key.includes(column.name))
  return view.columns.filter(
    (column) => isRead(column) && roleOf(column) !== 'long' && (column.masked || !isPersonal(column.name)),
  )
}

function ownColumn({ name: table }: View, { name }: TypedColumn, labels: Labels, { blanks }: Findings): ProposedColumn {
  const example = blanks.get(`${table}.${name}`)
  const label = labels.take([labelOf(name)])
  if (example === undefined) return { label, value: { kind: 'column', path: [], column: name } }
  return { label, value: { kind: 'column', path: [], column: name, mark: 'trim' }, note: example }
}

function farColumns(view: View, labels: Labels, views: Views): readonly ProposedColumn[] {
  const found: ProposedColumn[] = []
  for (const { path, view: far, shown } of reached(view, views)) {
    for (const { name } of describing(far, shown).slice(0, MOST_OF_ONE)) {
      if (found.length === MOST_FAR) return found
      const relations = path.map((relation) => stepLabel(view, relation))
      const [short, whole] = [joinLabels(relations.at(-1)!, labelOf(name)), joinLabels(...relations, labelOf(name))]
      found.push({ label: labels.take([short, whole]), value: { kind: 'column', path, column: name } })
    }
  }
  return found
}

/** A row of the own table is called by the column that leads there, where the relation is called as the table is. */
function stepLabel({ name: table, relations }: View, step: string): string {
  const own = relations.find(({ name }) => name === step)
  const asTable = own?.table === table && snakeCase(step) === singular(snakeCase(table))
  return asTable && own.columns.length === 1 ? labelOf(own.columns[0]!) : relationLabel(step)
}

interface ReachedView {
  readonly path: readonly string[]
  readonly view: View
  /** Its columns that the foreign key shows already. */
  readonly shown: readonly string[]
}

/** Tables to which the foreign keys lead, each way once; from a row to another of its own table one step only. */
function* reached(view: View, views: Views, path: readonly string[] = [], seen = [view.name]): Generator<ReachedView> {
  if (path.length === DEEPEST) return
  for (const { name, table, columns } of view.relations) {
    const far = views.get(table)!
    const next = [...path, name]
    if (table === view.name && path.length > 0) continue
    if (table !== view.name && seen.includes(table)) continue
    const text = columns.length === 1 && far.key.length === 1 && isText(view, columns[0]!)
    yield { path: next, view: far, shown: text ? far.key : [] }
    if (table !== view.name) yield* reached(far, views, next, [...seen, table])
  }
}

const isText = ({ columns }: View, name: string): boolean =>
  columns.some((column) => column.name === name && column.type.kind === 'text')

/** By what people know a row of a table, the plainest first. */
function describing(view: View, shown: readonly string[]): readonly TypedColumn[] {
  const texts = view.columns.filter(
    (column) =>
      roleOf(column) === 'text' &&
      !isSecret(column.name) &&
      !isPersonal(column.name) &&
      !isAddress(column.name) &&
      !shown.includes(column.name) &&
      !view.relations.some(({ columns }) => columns.includes(column.name)),
  )
  const naming = texts.filter(({ name }) => isNaming(name))
  const ranked = naming.toSorted((a, b) => Number(isState(a.name)) - Number(isState(b.name)))
  return ranked.length > 0 ? ranked : texts.slice(0, 1)
}

/** Most countries have none, or do not say it. */
const isState = (name: string): boolean => /state|province/i.test(name)

/** Which columns are left out because of whom they speak of. */
export function privateNotes({ name, columns }: View): readonly string[] {
  const found = (is: (column: string) => boolean): readonly string[] =>
    columns.filter((column) => !column.masked && is(column.name)).map((column) => column.name)
  const [secret, personal] = [found(isSecret), found((column) => isPersonal(column) && !isSecret(column))]
  const all = [...secret, ...personal]
  if (all.length === 0) return []
  return [
    `Left out as ${[...(secret.length > 0 ? ['secret'] : []), ...(personal.length > 0 ? ['personal'] : [])].join(' or ')}: ${all.join(', ')}. Digests:  columns: { '${name}.${all[0]}': 'mask' }  in the config.`,
  ]
}
