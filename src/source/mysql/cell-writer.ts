import { putBytes, putNull, type Vector, valueBytes } from '../../core/batch.ts'
import type { TypedColumn } from '../../core/schema.ts'
import { parseDeclaration } from '../declaration.ts'
import { daysOf, microsOfClock, microsOfTime } from './calendar.ts'
import { tableError } from './faults.ts'
import type { Cell } from './row-flow.ts'

/** Writes one value into a vector; false for a date that is zero or does not exist. */
type Put = (cell: Exclude<Cell, null>, row: number) => boolean

export interface WriterTarget {
  readonly table: string
  readonly column: TypedColumn
  readonly vector: Vector
}

class Misfit extends Error {}

function integerPut({ data }: Vector, bits: 8 | 16 | 32 | 64): Put {
  if (bits === 64) {
    const values = new BigInt64Array(data.buffer)
    return (cell, row) => {
      const value = BigInt(String(cell))
      values[row] = value
      return fits(values[row] === value)
    }
  }
  const values = { 8: Int8Array, 16: Int16Array, 32: Int32Array }[bits]
  const narrow = new values(data.buffer)
  return (cell, row) => {
    const value = Number(cell)
    narrow[row] = value
    return fits(narrow[row] === value)
  }
}

function fits(exact: boolean): true {
  if (!exact) throw new Misfit()
  return true
}

const DECIMAL = /^(-?)(\d*)(?:\.(\d*))?$/

/** The digits of an exact number times 10^scale. */
function unscaled(text: string, scale: number): bigint {
  const [whole, sign, before = '', after = ''] = DECIMAL.exec(text) ?? []
  if (whole === undefined || /[^0]/.test(after.slice(scale))) throw new Misfit()
  const value = BigInt(before + after.slice(0, scale).padEnd(scale, '0'))
  return sign === '-' ? -value : value
}

function decimalPut({ data, type }: Vector, precision: number, scale: number): Put {
  const width = valueBytes(type)
  const view = new DataView(data.buffer)
  const limit = 10n ** BigInt(precision)
  return (cell, row) => {
    const value = unscaled(String(cell), scale)
    fits(value < limit && value > -limit)
    if (width === 2) view.setInt16(2 * row, Number(value), true)
    else if (width === 4) view.setInt32(4 * row, Number(value), true)
    else view.setBigInt64(width * row, BigInt.asIntN(64, value), true)
    if (width === 16) view.setBigInt64(16 * row + 8, value >> 64n, true)
    return true
  }
}

function floatPut({ data }: Vector, bits: 32 | 64): Put {
  const values = bits === 32 ? new Float32Array(data.buffer) : new Float64Array(data.buffer)
  return (cell, row) => {
    values[row] = Number(cell)
    return fits(typeof cell === 'number' && values[row] === cell)
  }
}

function datePut({ data }: Vector): Put {
  const values = new Int32Array(data.buffer)
  return (cell, row) => {
    const days = daysOf(String(cell))
    if (days === null) return false
    values[row] = days
    return true
  }
}

const DAY = 86_400_000_000n

function timestampPut({ data }: Vector): Put {
  const values = new BigInt64Array(data.buffer)
  return (cell, row) => {
    const days = daysOf(String(cell))
    if (days === null) return false
    values[row] = BigInt(days) * DAY + BigInt(microsOfClock(String(cell).slice(11)))
    return true
  }
}

function bytesPut(vector: Vector, masked: boolean): Put {
  return (cell, row) => {
    if (!Buffer.isBuffer(cell) || (masked && cell.length !== 16)) throw new Misfit()
    putBytes(vector, row, cell, 0, cell.length)
    return true
  }
}

function booleanPut({ data }: Vector): Put {
  return (cell, row) => {
    const value = Number(cell)
    data[row] = value
    return fits(value === 0 || value === 1)
  }
}

function putOf({ column, vector }: WriterTarget): Put {
  const { type, declared, masked } = column
  if (type.kind === 'integer' && parseDeclaration(declared).name === 'time') {
    const micros = integerPut(vector, 64)
    return (cell, row) => micros(String(microsOfTime(String(cell))), row)
  }
  switch (type.kind) {
    case 'boolean':
      return booleanPut(vector)
    case 'integer':
      return integerPut(vector, type.bits)
    case 'decimal':
      return decimalPut(vector, type.precision, type.scale)
    case 'float':
      return floatPut(vector, type.bits)
    case 'date':
      return datePut(vector)
    case 'timestamp':
      return timestampPut(vector)
    default:
      return bytesPut(vector, masked === true)
  }
}

/** The way from a server's value to a column; it answers false for a date that is zero or does not exist, and leaves NULL there. */
export function cellWriter(target: WriterTarget): (cell: Cell, row: number) => boolean {
  const { column, vector } = target
  const put = putOf(target)
  return (cell, row) => {
    if (cell === null && !column.nullable) throw misfit(target, 'NULL')
    if (cell === null) {
      putNull(vector, row)
      return true
    }
    try {
      const done = put(cell, row)
      if (!done) putNull(vector, row)
      return done
    } catch (error) {
      throw error instanceof Misfit || error instanceof SyntaxError ? misfit(target, shown(cell)) : error
    }
  }
}

const shown = (cell: Exclude<Cell, null>): string =>
  Buffer.isBuffer(cell) ? `a value of ${cell.length} bytes` : String(cell).slice(0, 60)

const misfit = ({ table, column }: WriterTarget, value: string): Error =>
  tableError('VALUE_INVALID', `${table}.${column.name}`, {
    what: `${table}.${column.name}: ${value} is not a value of ${column.declared} as it is to be read.`,
    next: 'Give the column another type in types of the config.',
  })
