import type { Schema } from '../core/schema.ts'
import { id, path as qualified } from '../core/sql.ts'
import type { DimensionDefinition, StarDefinition } from '../model/definition.ts'
import type { DimensionPlan } from '../model/plan.ts'
import { keyNode, ownSide, type Sides, withSource } from './side.ts'
import { WitnessRows } from './witness.ts'

export function dimensionSides(
  definition: DimensionDefinition,
  tables: StarDefinition['tables'],
  plan: DimensionPlan,
  schema: Schema,
): Sides {
  const rows = new WitnessRows(tables, schema, definition.table)
  const columns = plan.columns.map((column) =>
    ownSide(column, rows.value(definition.attributes[column.label] ?? keyNode(column.label))),
  )
  const selected = columns.map((column, i) => withSource(column, `v${i}`))
  const where = definition.where ? `where ${rows.value(definition.where).sql}` : ''
  const values = columns.map(({ source }, i) => `${source} as v${i}`).join(', ')
  const once = definition.kind === 'distinct' ? 'distinct ' : ''
  return {
    table: plan.table,
    sourceFrom: () => `from (select ${once}${values} from ${rows.from([values, where])} ${where})`,
    lookupKeys: () => rows.keys([values, where]),
    starFrom: `from ${qualified('star', plan.table)} as f where f.${id(plan.key)} > 0`,
    grain: plan.natural.map(({ name }) => selected[columns.findIndex((column) => column.name === name)]!),
    columns: selected,
    members: {},
  }
}
