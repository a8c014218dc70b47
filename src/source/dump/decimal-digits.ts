import { clearBatch, newBatch } from '../../core/batch.ts'
import type { Column, TypedColumn } from '../../core/schema.ts'
import type { DecimalDigits } from '../../core/source.ts'
import type { DumpTable } from './database.ts'
import { readExtents } from './extent-reader.ts'
import type { DumpFile } from './file.ts'
import { RowReader } from './row-reader.ts'
import { valueText } from './value-text.ts'

export interface DigitsQuestion {
  readonly file: DumpFile
  readonly table: DumpTable
  readonly column: Column
}

/** Reads all values of a decimal column, and gives the most digits before and behind the point; zeros at the ends do not count. */
export async function decimalDigits({ file, table, column }: DigitsQuestion): Promise<DecimalDigits | null> {
  const columns: TypedColumn[] = [{ ...column, type: { kind: 'bytes' } }]
  const batch = newBatch(columns.map(({ type }) => type))
  const reader = new RowReader({ label: file.label, definition: table.definition, columns, batch })
  const most = { before: 0, after: 0, row: 0, all: -1 }
  for await (const _ of readExtents(file, reader, table.extents)) {
    const [vector] = batch.columns
    for (let row = 0; row < batch.rows; row++)
      if ((vector!.validity[row >> 3]! >> (row & 7)) & 1)
        measure(valueText(vector!, row), reader.row - batch.rows + row + 1, most)
    clearBatch(batch)
  }
  const { all, ...digits } = most
  return all < 0 ? null : digits
}

function measure(text: string, row: number, most: { before: number; after: number; row: number; all: number }): void {
  const [before = '', after = ''] = text.replace(/^[-+]?0*/, '').split('.')
  const behind = after.replace(/0+$/, '').length
  most.before = Math.max(most.before, before.length)
  most.after = Math.max(most.after, behind)
  if (before.length + behind > most.all) Object.assign(most, { row, all: before.length + behind })
}
