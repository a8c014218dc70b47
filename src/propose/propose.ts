import type { Schema } from '../core/schema.ts'
import { isTyped } from '../core/schema.ts'
import type { SchemaTables } from '../model/definition.ts'
import { proposeDimension } from './dimension.ts'
import { proposeFact } from './fact.ts'
import { Labels, labelOf, Variables } from './label.ts'
import {
  type Findings,
  NO_FINDINGS,
  type Proposal,
  type ProposedColumn,
  type ProposedDimension,
  type ProposedFact,
} from './proposal.ts'
import { rankFacts } from './rank.ts'
import { isSorting, roleOf } from './role.ts'
import { type View, type Views, viewsOf } from './view.ts'

/** More facts than these are named and not written: a model is learnt from a few. */
const MOST_FACTS = 4

/** A model that the database as it is can be run with; `tables` is what schema.ts says of it. */
export function propose(schema: Schema, tables: SchemaTables, findings: Findings = NO_FINDINGS): Proposal {
  const views = viewsOf(schema, tables)
  const ranked = rankFacts(views)
  const variables = new Variables()
  const names = new Labels()
  names.reserve('dates')
  const dimensions = new Map<string, ProposedDimension>()
  const dimensionOf = (table: string): ProposedDimension => {
    const made = dimensions.get(table) ?? proposeDimension(views.get(table)!, { views, variables, names, findings })
    dimensions.set(table, made)
    return made
  }
  const measures = new Labels()
  const chosen = ranked.slice(0, MOST_FACTS)
  // Before those of dimensions: a fact is published under its constant's name.
  const constants = chosen.map(({ name }) => variables.take(labelOf(name), `${labelOf(name) || 'row'}Facts`))
  const facts = chosen.map((view, i) => proposeFact(view, constants[i]!, { views, variables, dimensionOf, measures }))
  return {
    dimensions: [...dimensions.values()],
    facts,
    leftOut: [...alsoPossible(ranked.slice(MOST_FACTS).map(({ name }) => name)), ...leftOut(schema, tables, views)],
    reconcile: facts
      .map((fact) => [fact.variable, groupsOf(fact, [...dimensions.values()], views)] as const)
      .filter(([, paths]) => paths.length > 0),
  }
}

const alsoPossible = (tables: readonly string[]): readonly string[] =>
  tables.length === 0 ? [] : [`Facts as well: ${tables.join(', ')}.`]

/** Why a table or a column is not in the model. */
function leftOut(schema: Schema, tables: SchemaTables, views: Views): readonly string[] {
  const keyless = [...views.values()]
    .filter(({ key }) => key.length === 0)
    .map(
      ({ name }) =>
        `${name} has no key, so a row of it cannot be a grain or a member: pull: { keys: { … } } in the config.`,
    )
  const twins = schema.tables
    .filter(({ name }) => !views.has(name))
    .map(({ name }) => `${name}: another table's name differs in upper and lower case alone.`)
  const refused = schema.tables.flatMap((table) =>
    table.columns
      .filter((column) => !isTyped(column) && column.name in (tables[table.name]?.columns ?? {}))
      .map(({ name, type }) => `${table.name}.${name}: ${'reason' in type ? type.reason : ''}.`),
  )
  return [...keyless, ...twins, ...refused]
}

const MOST_GROUPS = 4

/** Groups that people ask for first: the year, and what things are sorted by. */
function groupsOf(fact: ProposedFact, dimensions: readonly ProposedDimension[], views: Views): readonly string[] {
  const members = fact.columns.flatMap(({ label, value }) => {
    if (value.kind !== 'member') return []
    const { table, columns } = dimensions.find(({ variable }) => variable === value.dimension)!
    const sorted = columns.filter((column) => sorts(column, views.get(table)!)).toSorted((a, b) => broad(b) - broad(a))
    return sorted.slice(0, 1).map((attribute) => `${label}.${attribute.label}`)
  })
  const year = fact.on === null ? [] : [`${fact.on}.year`]
  const own = fact.columns.filter((column) => sorts(column, views.get(fact.table)!)).map(({ label }) => label)
  return [...year, ...members, ...own].slice(0, MOST_GROUPS)
}

/** Text of few values, as far as its name tells. */
function sorts({ label, value }: ProposedColumn, { columns }: View): boolean {
  if (value.kind !== 'column' || !isSorting(label)) return false
  if (value.path.length > 0) return true
  return columns.some((column) => column.name === value.column && roleOf(column) === 'text')
}

const broad = ({ label }: ProposedColumn): number => (/city|state$/i.test(label) ? 0 : 1)
