import type { StarDefinition } from '../../model/definition.ts'
import type { StarPlan } from '../../model/plan.ts'
import { dimensionDefinitions } from '../definitions.ts'
import { calendarSides } from './calendar-sides.ts'
import { dimensionSides } from './dimension-sides.ts'
import { factSides } from './fact-sides.ts'
import type { Staged } from './rows.ts'
import type { Sides } from './side.ts'

/** Leg two of the proof on Spark: every published table as two SELECTs that must give the same rows. */
export function sparkSides(definition: StarDefinition, plan: StarPlan, staged: Staged): readonly Sides[] {
  const given = dimensionDefinitions(definition)
  return [
    ...plan.dimensions.map((dimension) => dimensionSides(staged, given.get(dimension.name)!, dimension)),
    ...(plan.calendar ? [calendarSides(plan.calendar, staged.view)] : []),
    ...plan.facts.map((fact) => factSides(staged, definition, plan, fact)),
  ]
}
