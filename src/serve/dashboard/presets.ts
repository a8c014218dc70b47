import { isDay } from '../wanted-value.ts'
import type { Days } from './board.ts'
import type { Grain } from './page-state.ts'

/** Days from `from` to `to`, both among them. */
export interface Range {
  readonly from: string
  readonly to: string
}

export interface Preset {
  readonly name: string
  readonly label: string
  /** Null: everything, days that are not known too. */
  readonly range: Range | null
}

const MOST_YEARS = 6
const DAY = 86_400_000
const time = (day: string): number => Date.parse(`${day}T00:00:00Z`)
const dayOf = (ms: number): string => new Date(ms).toISOString().slice(0, 10)
const plusDays = (day: string, days: number): string => dayOf(time(day) + days * DAY)
export const daysOf = ({ from, to }: Range): number => Math.round((time(to) - time(from)) / DAY) + 1

/** The first day of the month that lies so many months away. */
function firstOfMonth(day: string, months: number): string {
  const [year, month] = day.split('-').map(Number) as [number, number]
  return new Date(Date.UTC(year, month - 1 + months, 1)).toISOString().slice(0, 10)
}

/** Periods to choose from, all of them counted back from the last day that has data. */
export function presetsOf({ first, last }: Days): readonly Preset[] {
  const year = Number(last.slice(0, 4))
  const since = Number(first.slice(0, 4))
  const quarter = firstOfMonth(last, -((Number(last.slice(5, 7)) - 1) % 3))
  const years = Array.from({ length: Math.min(MOST_YEARS, year - since) }, (_, i) => year - 1 - i)
  const of = (name: string, label: string, from: string, to = last) => ({ name, label, range: { from, to } })
  return [
    { name: 'all', label: 'All time', range: null },
    of('ytd', `${year} to date`, `${year}-01-01`),
    ...years.map((one) => of(String(one), String(one), `${one}-01-01`, `${one}-12-31`)),
    of('12m', 'Last 12 months', plusDays(yearBefore(last), 1)),
    of('qtd', 'Quarter to date', quarter),
    of('mtd', 'Month to date', firstOfMonth(last, 0)),
    of('90d', 'Last 90 days', plusDays(last, -89)),
    of('30d', 'Last 30 days', plusDays(last, -29)),
  ]
}

function yearBefore(day: string): string {
  const [year, ...rest] = day.split('-')
  const moved = [String(Number(year) - 1).padStart(4, '0'), ...rest].join('-')
  return isDay(moved) ? moved : `${Number(year) - 1}-02-28`
}

/** The days that a period's name means; null for all of them, and for what is no period. */
export function rangeOf(period: string, days: Days | null): Range | null {
  if (!days) return null
  const [, from = '', to = ''] = /^(.*)\.\.(.*)$/.exec(period) ?? []
  if (isDay(from) && isDay(to) && from <= to) return { from, to }
  return presetsOf(days).find(({ name }) => name === period)?.range ?? null
}

/** The grain that shows a period as about a dozen to three dozen points. */
export function grainOf(range: Range | null, days: Days | null): Grain {
  const shown = range ?? (days ? { from: days.first, to: days.last } : null)
  const length = shown ? daysOf(shown) : 0
  if (length <= 62) return 'day'
  if (length <= 366 * 4) return 'month'
  return length <= 366 * 12 ? 'quarter' : 'year'
}

const MONTHS: Readonly<Record<Exclude<Grain, 'day'>, number>> = { year: 12, quarter: 3, month: 1 }

/** The days of the bucket of this grain that begins with a day. */
export const bucketOf = (start: string, grain: Grain): Range => ({
  from: start,
  to: grain === 'day' ? start : plusDays(firstOfMonth(start, MONTHS[grain]), -1),
})

/** The first day of the bucket that a day lies in. */
export function bucketStart(day: string, grain: Grain): string {
  if (grain === 'day') return day
  const month = Number(day.slice(5, 7)) - 1
  return firstOfMonth(day, -(month % MONTHS[grain]))
}

/** First days of all buckets of a range, also of those without rows. */
export function bucketsOf(range: Range, grain: Grain): readonly string[] {
  const starts: string[] = []
  for (let at = bucketStart(range.from, grain); at <= range.to; at = plusDays(bucketOf(at, grain).to, 1))
    starts.push(at)
  return starts
}
