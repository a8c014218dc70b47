import { StarliftError } from '../core/error.ts'
import { here, reachedBy } from './capture.ts'
import { observing } from './observe.ts'

/** Who reads star.ts without TypeScript is told the same: fails with MODEL_TYPE where a name is given something that is no column. */
export function checkColumns(of: string, columns: object, links: 'links' | 'no links'): void {
  if (observing()) return
  for (const [name, value] of Object.entries(columns)) if (!isColumn(value, links)) throw notColumn(of, name, value)
}

function isColumn(value: unknown, links: 'links' | 'no links'): boolean {
  if (typeof value !== 'object' || value === null || reachedBy(value)) return false
  return 'op' in value || (links === 'links' && 'link' in value)
}

function notColumn(of: string, name: string, value: unknown): StarliftError {
  const [what, next] = said(value)
  return new StarliftError('MODEL_TYPE', {
    operation: 'read the model',
    subject: `${of}.${name}`,
    what: `${name} of ${of} at ${here()} is ${what}`,
    next,
  })
}

function said(value: unknown): readonly [string, string] {
  const row = reachedBy(value)
  if (row) return [`a row of ${row.table}`, 'Name one of its columns, or hand the row to a dimension’s at().']
  if (typeof value === 'object' && value !== null && 'kind' in value)
    return ['a measure', `Name the column here, and measure it behind:  .measures({ ${String(value.kind)}: … }) .`]
  if (typeof value === 'object' && value !== null && 'link' in value)
    return ['a link to a dimension', 'Dimensions have columns alone; give the link to a fact.']
  return ['no column', 'Name a column of the row, an expression over its columns, or for facts a link to a dimension.']
}
