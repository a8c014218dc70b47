import type { FactPlan, MeasurePlan, StarPlan } from '../model/plan.ts'
import type { Asked, Wanted } from './asked.ts'
import { type Path, pathsOf } from './path.ts'
import { unknownName, wrongQuestion } from './question-error.ts'

/** A question whose names are those of the star, one part for each fact that answers. */
export interface ResolvedQuestion {
  readonly measures: readonly string[]
  readonly by: readonly string[]
  readonly parts: readonly Part[]
}

export interface Part {
  readonly fact: FactPlan
  readonly measures: readonly AskedMeasure[]
  readonly by: readonly Path[]
  readonly where: readonly { readonly path: Path; readonly wanted: Wanted }[]
}

export interface AskedMeasure {
  /** As it was asked: `sales`, or `orders.sales` where two facts measure sales. */
  readonly name: string
  readonly plan: MeasurePlan
}

/** Finds the facts that answer. Fails with QUESTION where a name is unknown, or not shared by all facts that are asked. */
export function resolveQuestion(asked: Asked, plan: StarPlan): ResolvedQuestion {
  if (asked.measures.length === 0)
    throw wrongQuestion('measures', 'A question needs a measure', `Measures: ${measureNames(plan).join(', ')}.`)
  const found = [...new Set(asked.measures)].map((name) => ({ name, ...measureNamed(name, plan) }))
  const facts = [...new Set(found.map(({ fact }) => fact))]
  const by = [...new Set(asked.by ?? [])]
  return {
    measures: found.map(({ name }) => name),
    by,
    parts: facts.map((fact) => ({
      fact,
      measures: found.filter((one) => one.fact === fact).map(({ name, measure }) => ({ name, plan: measure })),
      by: by.map((name) => pathNamed(name, fact, plan, facts)),
      where: Object.entries(asked.where ?? {}).map(([name, wanted]) => ({
        path: pathNamed(name, fact, plan, facts),
        wanted,
      })),
    })),
  }
}

export const measureNames = ({ facts }: StarPlan): readonly string[] =>
  facts.flatMap((fact) => fact.measures.map(({ name }) => name))

function measureNamed(name: string, plan: StarPlan): { fact: FactPlan; measure: MeasurePlan } {
  const all = plan.facts.flatMap((fact) => fact.measures.map((measure) => ({ fact, measure })))
  const found = all.filter(({ fact, measure }) => measure.name === name || `${fact.name}.${measure.name}` === name)
  if (found.length === 1) return found[0]!
  if (found.length === 0) throw unknownName('measure', name, measureNames(plan))
  const full = found.map(({ fact }) => `${fact.name}.${name}`)
  throw wrongQuestion(name, `Several facts measure ${name}`, `Ask for ${full.join(' or ')}.`)
}

function pathNamed(name: string, fact: FactPlan, plan: StarPlan, facts: readonly FactPlan[]): Path {
  const paths = pathsOf(fact, plan)
  const found = paths.find((path) => path.name === name)
  if (found) return found
  const shared = sharedPaths(facts, plan)
  if (facts.some((other) => pathsOf(other, plan).some((path) => path.name === name)))
    throw wrongQuestion(
      name,
      `${fact.name} cannot be grouped or chosen by ${name}`,
      `Ask for its measures apart, or by what all share: ${shared.slice(0, 12).join(', ')}${shared.length > 12 ? ' …' : '.'}`,
    )
  throw unknownName('path', name, shared)
}

/** Paths that every one of these facts has. */
const sharedPaths = (facts: readonly FactPlan[], plan: StarPlan): readonly string[] =>
  facts
    .map((fact) => pathsOf(fact, plan).map(({ name }) => name))
    .reduce((shared, names) => shared.filter((name) => names.includes(name)))
