import { type ColumnType, typeText } from '../core/schema.ts'
import type { WantedValue } from './asked.ts'
import { decimalOf, decimalText } from './decimal.ts'
import { wrongQuestion } from './question-error.ts'

/** A value to compare with a path, as text that its type takes exactly. Fails with QUESTION where it does not fit. */
export function exactValue(path: string, type: ColumnType, value: Exclude<WantedValue, null>): string {
  const text = String(value).trim()
  const good = type.kind === 'text' ? String(value) : (READ[type.kind]?.(text, type) ?? null)
  if (good !== null) return good
  throw wrongQuestion(
    path,
    `${path} is ${withArticle(typeText(type))}, and '${value}' is none`,
    HINTS[type.kind] ?? 'Correct the value.',
  )
}

type Read = (text: string, type: ColumnType) => string | null

const READ: Readonly<Partial<Record<ColumnType['kind'], Read>>> = {
  integer: (text) => (/^[+-]?\d{1,19}$/.test(text) ? String(BigInt(text)) : null),
  decimal: (text, type) => {
    if (!/^[+-]?\d+(\.\d+)?$/.test(text)) return null
    const number = decimalOf(text.replace(/^\+/, ''))
    const { scale } = type as Extract<ColumnType, { kind: 'decimal' }>
    const beyond = number.scale - scale
    if (beyond > 0 && number.units % 10n ** BigInt(beyond) !== 0n) return null
    return decimalText(number)
  },
  float: (text) => (text !== '' && Number.isFinite(Number(text)) ? text : null),
  boolean: (text) => (/^(true|false)$/i.test(text) ? text.toLowerCase() : null),
  date: (text) => (isDay(text) ? text : null),
  timestamp: (text) =>
    isDay(text.slice(0, 10)) && /^.{10}([ T]\d\d:\d\d(:\d\d(\.\d{1,6})?)?)?$/.test(text) ? text : null,
}

const HINTS: Readonly<Partial<Record<ColumnType['kind'], string>>> = {
  date: 'Write days like 2004-01-31.',
  timestamp: 'Write moments like 2004-01-31 23:59:59.',
  boolean: 'Write true or false.',
}

/** Whether a text is a day of the calendar. */
export function isDay(text: string): boolean {
  if (!/^\d{4}-\d\d-\d\d$/.test(text)) return false
  const day = new Date(`${text}T00:00:00Z`)
  return !Number.isNaN(day.getTime()) && day.toISOString().startsWith(text)
}

const withArticle = (noun: string): string => `${/^[aeiou]/.test(noun) ? 'an' : 'a'} ${noun}`
