import { StarliftError } from '../core/error.ts'
import type { Schema } from '../core/schema.ts'
import { compileDimension, type Naming } from './compile-dimension.ts'
import { compileFact } from './compile-fact.ts'
import type { DimensionDefinition, Node, StarDefinition } from './definition.ts'
import { Names } from './name.ts'
import type { DimensionPlan, FactPlan, RelationPlan, StarPlan } from './plan.ts'
import { type Assumptions, Reading } from './reading.ts'

/** Resolves a model against what the source says of itself now. Errors are MODEL_… and TYPE_…, and name the line of star.ts. */
export function compileStar(definition: StarDefinition, schema: Schema, assumptions: Assumptions): StarPlan {
  const reading = new Reading(definition.tables, schema, assumptions)
  const naming: Naming = { names: definition.names, columns: definition.columns }
  const dimensions = new Map(
    linkedDimensions(definition).map((dimension) => [dimension.name, compileDimension(dimension, reading, naming)]),
  )
  const facts = Object.entries(definition.facts).map(([name, fact]) =>
    compileFact({
      name,
      definition: fact,
      checks: definition.checks[name] ?? [],
      reconcile: definition.reconcile[name] ?? [],
      dimensions,
      reading,
      naming,
    }),
  )
  const calendar = facts.some(usesDates) ? { table: naming.names.dates ?? 'dim_dates', key: 'date_key' } : null
  checkTableNames([...dimensions.values(), ...facts], calendar?.table)
  const { sources, relations, keys } = reading
  refuseTwins(sources.map(({ table }) => table))
  return {
    sources,
    relations,
    keys,
    dimensions: [...dimensions.values()],
    calendar,
    facts,
    remarks: relations.filter(({ declared }) => !declared).map(undeclared),
    escapes: escapesOf(definition),
  }
}

const usesDates = (fact: FactPlan): boolean => fact.links.some((link) => link.dimension === null)

/** Every dimension that a fact links to, once; two of one name are an error. */
function linkedDimensions(definition: StarDefinition): readonly DimensionDefinition[] {
  const found = new Map<string, DimensionDefinition>()
  for (const fact of Object.values(definition.facts)) {
    for (const column of Object.values(fact.columns)) {
      if (!('link' in column) || column.link === 'dates') continue
      const { dimension } = column
      const other = found.get(dimension.name)
      if (other && other !== dimension) throw twoOfOneName(dimension, other)
      found.set(dimension.name, dimension)
    }
  }
  return [...found.values()]
}

const twoOfOneName = (one: DimensionDefinition, other: DimensionDefinition): StarliftError =>
  new StarliftError('MODEL_NAME', {
    operation: 'plan',
    subject: one.name,
    what: `Two dimensions have the name ${one.name}: at ${other.at} and at ${one.at}`,
    next: "Name one of them:  dimension(table, attributes, { name: '…' }) .",
  })

function checkTableNames(tables: readonly (DimensionPlan | FactPlan)[], calendar: string | undefined): void {
  const names = new Names('the star')
  if (calendar) names.take(calendar, 'dates')
  for (const { table, name } of tables) names.take(table, name)
}

/** MySQL may tell `T` from `t`; engines do not. */
function refuseTwins(tables: readonly string[]): void {
  const lower = tables.map((table) => table.toLowerCase())
  const at = lower.findIndex((table, i) => lower.indexOf(table) < i)
  if (at < 0) return
  const [one, other] = [tables[lower.indexOf(lower[at]!)]!, tables[at]!]
  throw new StarliftError('MODEL_UNSUPPORTED', {
    operation: 'plan',
    subject: other,
    what: `The tables ${one} and ${other} differ in upper and lower case alone, and engines take them for one`,
    next: `Read one of them, or give ${other} another name in the source.`,
  })
}

const undeclared = ({ table, columns, to }: RelationPlan): string =>
  `${table}(${columns.join(', ')}) → ${to} is not declared in the database; this run proves it`

/** Every expression that the model writes in SQL, wherever it stands. */
function escapesOf(definition: StarDefinition): readonly string[] {
  const facts = Object.values(definition.facts)
  const dimensions = linkedDimensions(definition)
  const columns = [...facts.map((fact) => fact.columns), ...dimensions.map(({ attributes }) => attributes)]
  const conditions = [...facts, ...dimensions].flatMap(({ where }) => (where ? [['where', where] as const] : []))
  const named = [...columns.flatMap((each) => Object.entries(each)), ...conditions]
  return named.flatMap(([label, column]) => {
    const nodes = 'op' in column ? [column] : column.link === 'dates' ? [column.value] : []
    return nodes.flatMap(sqlIn).map(({ at, text }) => `${label} is written in SQL at ${at}: ${text.duckdb}`)
  })
}

function sqlIn(node: Node): readonly Extract<Node, { op: 'sql' }>[] {
  const inside = 'args' in node ? node.args.flatMap(sqlIn) : []
  return node.op === 'sql' ? [node, ...inside] : inside
}
