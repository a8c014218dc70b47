import { change } from '../src/serve/change.ts'
import type { BoardMeasure, Format } from '../src/serve/dashboard/board.ts'
import type { Grain } from '../src/serve/dashboard/page-state.ts'
import { decimalOf, decimalText, quotient } from '../src/serve/decimal.ts'

const NUMBER = /^-?\d+(\.\d+)?$/
const ONE = { units: 1n, scale: 0 }

/** `9604190.61` → `9,604,190.61`; a minus is a minus. */
const grouped = (text: string): string => {
  const [whole = '', part] = text.replace('-', '').split('.')
  const sign = text.startsWith('-') && /[1-9]/.test(text) ? '−' : ''
  return `${sign}${whole.replace(/\B(?=(\d{3})+$)/g, ',')}${part === undefined ? '' : `.${part}`}`
}

/** Rounded half away from zero; exact text in, no float between. */
const rounded = (text: string, digits: number): string => decimalText(quotient(decimalOf(text), ONE, digits)!)

/** A figure as people read it; `–` where there is none. */
export function figure(value: string | null | undefined, { kind, digits }: Format): string {
  if (value == null) return '–'
  if (kind === 'text' || !NUMBER.test(value)) return value
  if (kind === 'number') return grouped(rounded(value, digits))
  const { units, scale } = decimalOf(value)
  return `${grouped(rounded(decimalText({ units: units * 100n, scale }), digits))}%`
}

/** For axes: `1.2M`, `40%`. */
export function short(value: number, { kind }: Format): string {
  if (kind === 'percent') return `${trimmed((value * 100).toPrecision(3))}%`
  const sizes = [
    [1e9, 'B'],
    [1e6, 'M'],
    [1e3, 'k'],
  ] as const
  const [size, unit] = sizes.find(([least]) => Math.abs(value) >= least) ?? [1, '']
  return `${trimmed((value / size).toPrecision(3))}${unit}`.replace('-', '−')
}

const trimmed = (text: string): string => (text.includes('.') ? text.replace(/\.?0+$/, '') : text)

/** For drawing alone: what is drawn is a picture, what is written is exact. */
export const drawn = (value: string | null | undefined): number => (value == null ? 0 : Number(value))

/** How much of a whole, `31.9%`; nothing where there is no whole. */
export function share(part: string | null | undefined, whole: string | null | undefined): string {
  if (part == null || whole == null || !NUMBER.test(part) || !NUMBER.test(whole)) return ''
  const { units, scale } = decimalOf(part)
  const result = quotient({ units: units * 100n, scale }, decimalOf(whole), 1)
  return result ? `${decimalText(result).replace('-', '−')}%` : ''
}

/** How a figure changed: by a part of itself, or in points where it is a part itself. */
export function delta(
  measure: BoardMeasure,
  now: string | null | undefined,
  before: string | null | undefined,
): string {
  if (now == null || before == null) return ''
  if (measure.format.kind !== 'percent') return (change(now, before) ?? '').replace('-', '−')
  const [a, b] = [decimalOf(now), decimalOf(before)]
  const scale = Math.max(a.scale, b.scale)
  const wide = ({ units, scale: own }: typeof a) => units * 10n ** BigInt(scale - own)
  const points = decimalText(quotient({ units: (wide(a) - wide(b)) * 100n, scale }, ONE, 1)!)
  return `${points.startsWith('-') || !/[1-9]/.test(points) ? '' : '+'}${points} pt`.replace('-', '−')
}

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'] as const
export const monthName = (month: number): string => MONTHS[month - 1] ?? String(month)

/** `2005-05-31` → `31 May 2005`. */
export const dayText = (day: string): string =>
  `${Number(day.slice(8, 10))} ${monthName(Number(day.slice(5, 7)))} ${day.slice(0, 4)}`

/** `2026-11-22T06:00:00.000Z` → `22 Nov 2026, 06:00 UTC`. */
export const momentText = (moment: string): string => `${dayText(moment)}, ${moment.slice(11, 16)} UTC`

/** What a bucket that begins on a day is called. */
export function bucketText(start: string, grain: Grain): string {
  const [year, month] = [start.slice(0, 4), Number(start.slice(5, 7))]
  if (grain === 'year') return year
  if (grain === 'quarter') return `Q${Math.ceil(month / 3)} ${year}`
  return grain === 'month' ? `${monthName(month)} ${year}` : dayText(start)
}

/** The value of a group; the group without one has a name too. */
export const groupText = (value: string | null | undefined): string =>
  value == null ? '(none)' : value === '' ? '(empty)' : value
