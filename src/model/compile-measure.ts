import { StarliftError } from '../core/error.ts'
import { nearest } from '../core/nearest.ts'
import type { FactDefinition, MeasureDefinition, Node } from './definition.ts'
import type { LinkPlan, MeasurePlan, NamedColumn } from './plan.ts'
import { digitsOf, misfit } from './typing.ts'

interface MeasureContext {
  readonly name: string
  readonly plain: readonly NamedColumn[]
  readonly links: readonly LinkPlan[]
  readonly definition: FactDefinition
}

export function compileMeasure(name: string, definition: MeasureDefinition, context: MeasureContext): MeasurePlan {
  if (definition.kind === 'count') return { name, definition, column: null }
  if (definition.kind === 'ratio') return { name, definition, column: checkedRatio(name, definition.over, context) }
  const column = context.plain.find(({ label }) => label === definition.column)
  const link =
    definition.kind === 'countDistinct' ? context.links.find(({ label }) => label === definition.column) : undefined
  if (!column && !link) throw noColumn(`measure ${name}`, definition.column, context.plain, context.definition.at)
  if (column && addsUp(definition.kind)) checkSummable(name, column, context)
  return { name, definition, column: (column ?? link)!.name }
}

const addsUp = (kind: MeasureDefinition['kind']): boolean => kind === 'sum' || kind === 'last' || kind === 'average'

function checkedRatio(name: string, over: readonly string[], { definition }: MeasureContext): null {
  const missing = over.find((part) => !(part in definition.measures))
  if (missing !== undefined)
    throw misfit(`ratio ${name} uses ${missing}, which is no measure of the fact`, definition.at)
  return null
}

function checkSummable(name: string, column: NamedColumn, { definition }: MeasureContext): void {
  if (!digitsOf(column.expression.type)) {
    throw misfit(
      `measure ${name} adds up ${column.label}, which is no exact number; cast it with decimal(value, precision, scale)`,
      definition.at,
    )
  }
  const node = definition.columns[column.label]
  if (node && 'op' in node && isFar(node)) {
    throw misfit(
      `measure ${name} adds up ${column.label}, which was reached through a key and so repeats in every row`,
      definition.at,
    )
  }
}

/** True where no factor belongs to the fact's own row. */
function isFar(node: Node): boolean {
  if (node.op === 'column') return node.path.length > 0
  if (!('args' in node)) return false
  return node.op === 'times' ? node.args.every(isFar) : node.args.some(isFar)
}

function noColumn(who: string, column: string, columns: readonly NamedColumn[], at: string): StarliftError {
  const close = nearest(
    column,
    columns.map(({ label }) => label),
  )
  return new StarliftError('MODEL_COLUMN', {
    operation: 'plan',
    subject: column,
    what: `${who} uses ${column}, which is no column of the fact at ${at}`,
    lines: close.length ? [`Close names: ${close.join(', ')}.`] : [],
    next: 'Correct the name in star.ts.',
  })
}
