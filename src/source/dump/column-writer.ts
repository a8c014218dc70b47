import { parseDeclaration } from '../declaration.ts'
import { maskWriter } from './mask-writer.ts'
import { bitWriter, booleanWriter, decimalWriter, floatWriter, integerWriter } from './number-writer.ts'
import type { Put, WriterTarget } from './put.ts'
import { dateWriter, timestampWriter, timeWriter } from './temporal-writer.ts'
import { bytesWriter, textWriter } from './text-writer.ts'

/** The way from a dump's value to a column. NULL never gets here. */
export function columnWriter(target: WriterTarget): Put {
  const { column } = target
  const { type } = column
  if (column.masked) return maskWriter(target)
  const { name } = parseDeclaration(column.declared)
  if (name === 'bit' && type.kind !== 'boolean') return bitWriter(target)
  switch (type.kind) {
    case 'boolean':
      return booleanWriter(target)
    case 'integer':
      return name === 'time' ? timeWriter(target) : integerWriter(target)
    case 'decimal':
      return decimalWriter(target, type)
    case 'float':
      return floatWriter(target, type.bits)
    case 'date':
      return dateWriter(target)
    case 'timestamp':
      return timestampWriter(target)
    case 'text':
      return textWriter(target)
    case 'bytes':
      return bytesWriter(target)
  }
}
