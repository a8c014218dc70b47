import { sparkId } from '../../core/sql.ts'
import type { DimensionDefinition } from '../../model/definition.ts'
import type { DimensionPlan } from '../../model/plan.ts'
import { keyNode } from '../side.ts'
import { type Staged, WitnessRows } from './rows.ts'
import { ownSide, type Sides, sidesOf } from './side.ts'

export function dimensionSides(staged: Staged, definition: DimensionDefinition, plan: DimensionPlan): Sides {
  const rows = new WitnessRows(staged, definition.table)
  const computed = plan.columns.map((column) =>
    ownSide(column, rows.value(definition.attributes[column.label] ?? keyNode(column.label))),
  )
  const where = definition.where ? ` where ${rows.value(definition.where).sql}` : ''
  const once = definition.kind === 'distinct' ? 'distinct ' : ''
  const values = computed.map(({ source }, i) => `${source} as c${i}`).join(', ')
  return sidesOf({
    table: plan.table,
    columns: computed.map((column, i) => ({ ...column, source: `c${i}` })),
    grain: plan.natural.map(({ name }) => name),
    figures: [],
    paths: [],
    from: {
      source: `from (select ${once}${values} ${rows.from()}${where})`,
      star: `from ${sparkId(staged.view('star', plan.table))} as f where f.${sparkId(plan.key)} > 0`,
    },
  })
}
