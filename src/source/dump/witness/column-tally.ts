import { isLong, type TypedColumn } from '../../../core/schema.ts'
import { bitTally, booleanTally, decimalTally, floatTally, integerTally, timeTally } from './number-tally.ts'
import type { Tally } from './tally.ts'
import { dateTally, timestampTally } from './temporal-tally.ts'
import { bytesTally, maskedTally, textTally } from './text-tally.ts'

export function tallyFor(column: TypedColumn, maskKey = ''): Tally {
  const { type, declared } = column
  if (column.masked) return maskedTally(column.charset ?? 'utf8mb4', maskKey)
  if (/^bit\b/.test(declared) && type.kind !== 'boolean') return bitTally(declared)
  if (/^time\b/.test(declared) && type.kind === 'integer') return timeTally()
  switch (type.kind) {
    case 'boolean':
      return booleanTally(declared)
    case 'integer':
      return integerTally(declared)
    case 'decimal':
      return decimalTally(declared, type)
    case 'float':
      return floatTally(type.bits)
    case 'date':
      return dateTally()
    case 'timestamp':
      return timestampTally()
    case 'text':
      return textTally(column.charset ?? 'utf8mb4', isLong(column))
    case 'bytes':
      return bytesTally()
  }
}
