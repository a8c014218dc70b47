import { nearest } from '../core/nearest.ts'
import { columnName, type Naming, nameColumn } from './compile-dimension.ts'
import { compileMeasure } from './compile-measure.ts'
import type { DateLinkDefinition, FactDefinition, LinkDefinition, Node } from './definition.ts'
import { Names, snakeCase } from './name.ts'
import type { CheckPlan, DimensionPlan, Expression, FactPlan, LinkPlan, NamedColumn } from './plan.ts'
import { print } from './print.ts'
import type { Reading } from './reading.ts'
import { resolve } from './resolve.ts'
import { Scope } from './scope.ts'
import { hiddenKey, keyAmong } from './source-key.ts'
import { misfit } from './typing.ts'

export interface FactContext {
  readonly name: string
  readonly definition: FactDefinition
  readonly checks: readonly Node[]
  readonly reconcile: readonly string[]
  readonly dimensions: ReadonlyMap<string, DimensionPlan>
  readonly reading: Reading
  readonly naming: Naming
}

export function compileFact(context: FactContext): FactPlan {
  const { name, definition, reading, naming } = context
  const scope = new Scope(reading, definition.table)
  const table = naming.names[name] ?? `fact_${snakeCase(name)}`
  const names = new Names(table)
  const links = linksOf(definition).map(([label, link]) => compileLink(label, link, { ...context, scope, names }))
  const plain = withGrain(definition, reading).map(([label, node]) => nameColumn({ label, node, scope, names, naming }))
  return {
    name,
    table,
    from: definition.table,
    at: definition.at,
    grain: keyAmong(definition, reading, plain),
    columns: plain,
    links,
    where: definition.where && resolve(definition.where, { scope }),
    measures: Object.entries(definition.measures).map(([measure, given]) =>
      compileMeasure(measure, given, { name, plain, links, definition }),
    ),
    on: definition.on,
    checks: context.checks.map((node) => compileCheck(node, plain)),
    reconcile: checkedPaths(context, plain, links),
    joins: scope.joins,
  }
}

type AnyLink = LinkDefinition | DateLinkDefinition
const linksOf = ({ columns }: FactDefinition): readonly [string, AnyLink][] =>
  Object.entries(columns).filter((entry): entry is [string, AnyLink] => 'link' in entry[1])

/** The fact's own columns, and before them those of its key that it does not show: every row can be traced to its source row. */
function withGrain(definition: FactDefinition, reading: Reading): readonly [string, Node][] {
  const own = Object.entries(definition.columns).filter((entry): entry is [string, Node] => 'op' in entry[1])
  return [
    ...hiddenKey(
      definition,
      reading,
      own.map(([, node]) => node),
    ),
    ...own,
  ]
}

interface LinkContext extends FactContext {
  readonly scope: Scope
  readonly names: Names
}

function compileLink(
  label: string,
  link: AnyLink,
  { scope, names, naming, dimensions, reading }: LinkContext,
): LinkPlan {
  const name = names.take(`${columnName(naming, label)}_key`, label)
  if (link.link === 'dates') return { label, name, dimension: null, steps: [], lookup: [dateLookup(link, scope)] }
  const dimension = dimensions.get(link.dimension.name)!
  const last = link.path.at(-1)
  const foreign =
    last === undefined ? undefined : reading.relation(scope.tableAt(link.path.slice(0, -1)), last, link.at)
  const byKey =
    dimension.kind === 'dimension' &&
    foreign !== undefined &&
    foreign.toColumns.join() === reading.key(dimension.from, link.at).join()
  const steps = scope.steps(link.path, !byKey, link.at)
  return {
    label,
    name,
    dimension: dimension.name,
    steps,
    lookup: byKey ? foreignKey(scope, link, foreign.columns) : farKey(scope, link, reading),
  }
}

function dateLookup(link: DateLinkDefinition, scope: Scope): Expression {
  const value = resolve(link.value, { scope })
  if (value.type.kind === 'date') return value
  throw misfit('dates.at() needs a date; take the day of a timestamp with day(moment, zone)', link.at)
}

const foreignKey = (scope: Scope, { path, at }: LinkDefinition, columns: readonly string[]): readonly Expression[] =>
  columns.map((column) => scope.column(path.slice(0, -1), column, at).expression)

/** What the dimension is looked up by, evaluated on the row that the link reaches. */
function farKey(scope: Scope, { dimension, path, at }: LinkDefinition, reading: Reading): readonly Expression[] {
  if (dimension.kind === 'dimension')
    return reading.key(dimension.table, at).map((key) => scope.column(path, key, at).expression)
  return Object.values(dimension.attributes).map((node) => resolve(moved(node, path), { scope }))
}

/** The same expression, seen from further away. */
function moved(node: Node, path: readonly string[]): Node {
  if (node.op === 'column') return { ...node, path: [...path, ...node.path] }
  return 'args' in node ? { ...node, args: node.args.map((arg) => moved(arg, path)) } : node
}

function compileCheck(node: Node, columns: readonly NamedColumn[]): CheckPlan {
  const own = (label: string): Expression => {
    const { name, expression } = columns.find((column) => column.label === label)!
    return { op: 'own', column: name, type: expression.type }
  }
  return { label: print(node), condition: resolve(node, { own }), at: node.at }
}

/** The proof compares all paths of a fact in one pass, and tells them apart by a bit mask. */
const MOST_RECONCILED = 30

function checkedPaths(
  { reconcile, dimensions, definition }: FactContext,
  plain: readonly NamedColumn[],
  links: readonly LinkPlan[],
): readonly string[] {
  const paths = [...plain.map(({ label }) => label), ...links.flatMap((link) => attributePaths(link, dimensions))]
  const wrong = reconcile.find((path) => !paths.includes(path))
  if (wrong !== undefined)
    throw misfit(
      `reconcile names ${wrong}, which is no path of the fact; near: ${nearest(wrong, paths).join(', ')}`,
      definition.at,
    )
  if (reconcile.length > MOST_RECONCILED)
    throw misfit(
      `reconcile names ${reconcile.length} paths; one fact is compared by ${MOST_RECONCILED} at the most`,
      definition.at,
    )
  return reconcile
}

const CALENDAR_ATTRIBUTES = [
  'date',
  'year',
  'quarter',
  'month',
  'monthName',
  'yearMonth',
  'week',
  'isoYear',
  'day',
  'weekday',
  'weekdayName',
] as const

function attributePaths(link: LinkPlan, dimensions: ReadonlyMap<string, DimensionPlan>): readonly string[] {
  const attributes =
    link.dimension === null ? CALENDAR_ATTRIBUTES : dimensions.get(link.dimension)!.columns.map(({ label }) => label)
  return attributes.map((attribute) => `${link.label}.${attribute}`)
}
