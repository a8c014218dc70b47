import { typeText } from '../core/schema.ts'
import type { StarPlan } from '../model/plan.ts'
import { computationOf } from './measure.ts'
import { pathsOf } from './path.ts'

/** What can be asked of a star. */
export interface Askable {
  readonly facts: readonly {
    readonly name: string
    readonly measures: readonly { readonly name: string; readonly kind: string; readonly type: string }[]
    readonly paths: readonly { readonly name: string; readonly type: string }[]
  }[]
}

export const askable = (plan: StarPlan): Askable => ({
  facts: plan.facts.map((fact) => ({
    name: fact.name,
    measures: fact.measures.map((measure) => ({
      name: measure.name,
      kind: measure.definition.kind,
      type: typeText(computationOf(measure, fact).type),
    })),
    paths: pathsOf(fact, plan).map(({ name, type }) => ({ name, type: typeText(type) })),
  })),
})
