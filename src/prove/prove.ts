import type { Engine } from '../core/engine.ts'
import { StarliftError } from '../core/error.ts'
import type { Schema } from '../core/schema.ts'
import { calendarRange, type YearRange } from '../model/calendar.ts'
import type { StarDefinition } from '../model/definition.ts'
import type { StarPlan } from '../model/plan.ts'
import { calendarSides } from './calendar-sides.ts'
import { dimensionDefinitions } from './definitions.ts'
import { explain } from './difference.ts'
import { dimensionSides } from './dimension-sides.ts'
import { factSides } from './fact-sides.ts'
import { groupPaths } from './group-paths.ts'
import type { TableProof } from './receipt.ts'
import { compareSides, figuresOf } from './star-proof.ts'

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
