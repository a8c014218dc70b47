import type { Engine } from '../core/engine.ts'
import { StarliftError } from '../core/error.ts'
import type { Schema } from '../core/schema.ts'
import { id, path } from '../core/sql.ts'
import { calendarRange, type YearRange } from '../model/calendar.ts'
import type { StarDefinition } from '../model/definition.ts'
import type { FactPlan, StarPlan } from '../model/plan.ts'
import { calendarSides } from './calendar-sides.ts'
import { dimensionDefinitions } from './definitions.ts'
import { explain } from './difference.ts'
import { dimensionSides } from './dimension-sides.ts'
import { factSides } from './fact-sides.ts'
import type { TableProof } from './receipt.ts'
import type { SideColumn, Sides } from './side.ts'
import { compareSides, figuresOf } from './star-proof.ts'

/** Groups of an attribute with more values than this are proven by content alone, unless the model asks for them. */
const MOST_GROUPS = 1000
/** Paths of one pass that the model did not ask for: what fits the bit mask of `grouping()` with room to spare. */
const MOST_PATHS = 30

export interface StarToProve {
  readonly definition: StarDefinition
  readonly plan: StarPlan
  readonly schema: Schema
}

/** Leg two of the proof. Fails with PROOF_FAILED, naming the groups and row keys that differ. */
export async function proveStar(engine: Engine, star: StarToProve): Promise<readonly TableProof[]> {
  const proofs: TableProof[] = []
  for await (const question of questions(engine, star)) {
    const proof = await compareSides(engine, question)
    if (!holds(proof)) throw await failure(engine, question, proof)
    proofs.push(proof)
  }
  return proofs
}

/** The same comparisons for their own sake: a difference is an answer, and no failure. */
export async function compareTables(engine: Engine, star: StarToProve): Promise<readonly TableProof[]> {
  const proofs: TableProof[] = []
  for await (const question of questions(engine, star)) proofs.push(await compareSides(engine, question))
  return proofs
}

export const holds = ({ lines, groups }: TableProof): boolean =>
  lines.every(({ equal }) => equal) && groups.every(({ differing }) => differing === 0)

type Question = Parameters<typeof compareSides>[1]

/** Every published table with what is compared of it: dimensions, the calendar, facts. */
async function* questions(engine: Engine, { definition, plan, schema }: StarToProve): AsyncGenerator<Question> {
  const given = dimensionDefinitions(definition)
  for (const dimension of plan.dimensions) {
    const sides = dimensionSides(given.get(dimension.name)!, definition.tables, dimension, schema)
    yield { sides, figures: figuresOf([], sides), paths: [] }
  }
  if (plan.calendar) {
    const sides = calendarSides(plan.calendar, await rangeOfDays(engine))
    yield { sides, figures: figuresOf([], sides), paths: [] }
  }
  for (const fact of plan.facts) {
    const sides = factSides(definition, plan, fact, schema)
    yield { sides, figures: figuresOf(fact.measures, sides), paths: await groupPaths(engine, { sides, fact, plan }) }
  }
}

async function failure(engine: Engine, question: Question, proof: TableProof): Promise<StarliftError> {
  return new StarliftError('PROOF_FAILED', {
    operation: 'prove',
    subject: proof.table,
    what: `${proof.table} does not equal its source`,
    lines: await explain(engine, { ...question, proof }),
    next: 'Nothing was published. If the source is unchanged, this is a fault of ours: please report it with these lines.',
  })
}

async function rangeOfDays(engine: Engine): Promise<YearRange | null> {
  const { rows } = await engine.query('select year("day"), count(*) from "days"."all" group by all')
  return calendarRange(rows.map(([year, days]) => ({ year: Number(year), days: Number(days) })))
}

interface FactSides {
  readonly sides: Sides
  readonly fact: FactPlan
  readonly plan: StarPlan
}

/** The paths that the model asks for, or else every attribute with few enough values. */
async function groupPaths(engine: Engine, { sides, fact, plan }: FactSides): Promise<readonly SideColumn[]> {
  const published = new Map(fact.columns.map(({ label, name }) => [label, name]))
  const wanted =
    fact.reconcile.length > 0
      ? fact.reconcile.map((label) => published.get(label) ?? label)
      : (await smallPaths(engine, fact, plan)).slice(0, MOST_PATHS)
  const found = wanted.map((name) => sides.columns.find((column) => column.name === name))
  return found.filter((column) => column !== undefined)
}

async function smallPaths(engine: Engine, fact: FactPlan, plan: StarPlan): Promise<readonly string[]> {
  const paths: string[] = []
  for (const link of fact.links) {
    const dimension = plan.dimensions.find(({ name }) => name === link.dimension)
    if (!dimension) paths.push(`${link.label}.year`)
    else paths.push(...(await smallAttributes(engine, dimension)).map((label) => `${link.label}.${label}`))
  }
  return paths
}

async function smallAttributes(
  engine: Engine,
  { table, columns }: StarPlan['dimensions'][number],
): Promise<readonly string[]> {
  const counts = columns.map(({ name }) => `count(distinct ${id(name)})`).join(', ')
  const { rows } = await engine.query(`select count(*), ${counts} from ${path('star', table)}`)
  const [members, ...distinct] = rows[0]!.map(Number) as [number, ...number[]]
  return columns
    .filter((_, i) => distinct[i]! <= MOST_GROUPS && distinct[i]! < Math.max(members - 2, 2))
    .map(({ label }) => label)
}
