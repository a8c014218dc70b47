import { clearBatch, newBatch, type Vector } from '../../core/batch.ts'
import type { TypedColumn } from '../../core/schema.ts'
import type { TableColumns } from '../../core/source.ts'
import type { Policy } from '../policy.ts'
import type { DumpTable } from './database.ts'
import { readExtents } from './extent-reader.ts'
import { count, dumpError } from './faults.ts'
import type { DumpFile } from './file.ts'
import { RowReader } from './row-reader.ts'
import { valueText } from './value-text.ts'

export interface ZeroDateSearch {
  readonly file: DumpFile
  readonly policy: Policy
  readonly table: DumpTable
  readonly view: TableColumns
}

interface Found {
  readonly column: TypedColumn
  rows: number
  first: string
}

/** Reads the whole table once more to say how many rows hold dates that are zero or do not exist, and which is the first. */
export async function zeroDateError({ file, policy, table, view }: ZeroDateSearch): Promise<Error> {
  const { definition } = table
  const dates = view.columns.filter(
    ({ name, type }) => isDate(type.kind) && policy.zeroDates[`${view.table}.${name}`] !== 'null',
  )
  const keys = definition.primary
    .flatMap((name) => definition.columns.filter((column) => column.name === name))
    .map(asText)
  const columns = [...dates, ...keys]
  const batch = newBatch(columns.map(({ type }) => type))
  const reader = new RowReader({ label: file.label, definition, columns, batch })
  const found = dates.map((column): Found => ({ column, rows: 0, first: '' }))
  for await (const _ of readExtents(file, reader, table.extents)) {
    for (const [i, each] of found.entries()) {
      const { inBatch, rows } = reader.zeroDates[i]!
      const row = reader.row - batch.rows + inBatch + 1
      if (each.first === '' && inBatch >= 0)
        each.first = `row ${count(row)}${keyText(keys, batch.columns.slice(dates.length), inBatch)}`
      each.rows = rows
    }
    clearBatch(batch)
  }
  return refusal(
    view.table,
    found.filter(({ rows }) => rows > 0),
    reader.row,
  )
}

const isDate = (kind: string): boolean => kind === 'date' || kind === 'timestamp'

const asText = (column: DumpTable['definition']['columns'][number]): TypedColumn => ({
  ...column,
  type: { kind: 'bytes' },
})

function keyText(keys: readonly TypedColumn[], vectors: readonly Vector[], row: number): string {
  const values = keys.map(({ name }, i) => `${name} ${valueText(vectors[i]!, row).slice(0, 60)}`)
  return values.length > 0 ? ` (${values.join(', ')})` : ''
}

function refusal(table: string, found: readonly Found[], rows: number): Error {
  const lines = found.map((each) => {
    const path = `${table}.${each.column.name}`
    return `${path} holds 0000-00-00 in ${count(each.rows)} of ${count(rows)} rows; first: ${each.first}`
  })
  const paths = found.map(({ column }) => `'${table}.${column.name}': 'null'`).join(', ')
  return dumpError({
    code: 'VALUE_ZERO_DATE',
    subject: `${table}.${found[0]!.column.name}`,
    what: `${lines[0]}.`,
    lines: lines.slice(1),
    next: `In the config: zeroDates: { ${paths} }. It will be counted in the receipt.`,
  })
}
