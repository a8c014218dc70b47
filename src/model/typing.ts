import { StarliftError } from '../core/error.ts'
import { type ColumnType, typeText } from '../core/schema.ts'
import type { Arithmetic, Literal } from './definition.ts'

/** The most digits a decimal of the lake holds. */
const MOST_DIGITS = 38

export const TEXT: ColumnType = { kind: 'text' }
export const BOOLEAN: ColumnType = { kind: 'boolean' }
export const DATE: ColumnType = { kind: 'date' }

const INTEGER_DIGITS = { 8: 3, 16: 5, 32: 10, 64: 19 }

/** An exact number as digits and scale; null for every other type. */
export function digitsOf(type: ColumnType): { readonly precision: number; readonly scale: number } | null {
  if (type.kind === 'decimal') return { precision: type.precision, scale: type.scale }
  return type.kind === 'integer' ? { precision: INTEGER_DIGITS[type.bits], scale: 0 } : null
}

/** The type that holds every result of an operation on two exact numbers; an error where 38 digits do not. */
export function arithmeticType(op: Arithmetic, a: ColumnType, b: ColumnType, at: string): ColumnType {
  const left = digitsOf(a)
  const right = digitsOf(b)
  if (!left || !right) throw misfit(`${op} needs two exact numbers, and has ${typeText(a)} and ${typeText(b)}`, at)
  const scale = op === 'times' ? left.scale + right.scale : Math.max(left.scale, right.scale)
  const whole = Math.max(left.precision - left.scale, right.precision - right.scale)
  const precision = op === 'times' ? left.precision + right.precision : whole + scale + 1
  if (precision > MOST_DIGITS) throw tooWide(op, precision, at)
  return { kind: 'decimal', precision, scale }
}

function tooWide(op: string, precision: number, at: string): StarliftError {
  return new StarliftError('MODEL_TYPE', {
    operation: 'plan',
    subject: at,
    what: `The result of ${op} at ${at} may need ${precision} digits; the lake holds ${MOST_DIGITS}`,
    next: 'Narrow an operand with  decimal(value, precision, scale) ; a run fails if a value does not fit.',
  })
}

export function misfit(what: string, at: string): StarliftError {
  return new StarliftError('MODEL_TYPE', {
    operation: 'plan',
    subject: at,
    what: `${what} (${at})`,
    next: `Correct ${at}.`,
  })
}

/** The type of a literal that stands beside `beside`: text for dates is taken as a date. */
export function literalType(value: Literal, beside: ColumnType | undefined, at: string): ColumnType {
  if (typeof value === 'boolean') return BOOLEAN
  if (typeof value === 'number') {
    if (!Number.isSafeInteger(value)) throw misfit(`The number ${value} is not exact; write it as text: '${value}'`, at)
    return { kind: 'integer', bits: 64 }
  }
  if (beside?.kind === 'decimal' || beside?.kind === 'integer') return numberIn(value, at)
  return beside?.kind === 'date' || beside?.kind === 'timestamp' ? beside : TEXT
}

function numberIn(value: string, at: string): ColumnType {
  const match = /^[+-]?(\d+)(?:\.(\d+))?$/.exec(value)
  if (!match) throw misfit(`'${value}' is not a number`, at)
  const scale = match[2]?.length ?? 0
  return { kind: 'decimal', precision: Math.max(1, match[1]!.length + scale), scale }
}

/** One type that holds values of both, for coalesce and when. */
export function commonType(a: ColumnType, b: ColumnType, at: string): ColumnType {
  const left = digitsOf(a)
  const right = digitsOf(b)
  if (typeText(a) === typeText(b)) return a
  if (!left || !right) throw misfit(`${typeText(a)} and ${typeText(b)} have no common type`, at)
  const scale = Math.max(left.scale, right.scale)
  const precision = Math.max(left.precision - left.scale, right.precision - right.scale) + scale
  if (precision > MOST_DIGITS) throw tooWide('a choice', precision, at)
  return { kind: 'decimal', precision, scale }
}
