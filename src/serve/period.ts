import type { FactPlan, LinkPlan, StarPlan } from '../model/plan.ts'
import { type Asked, type Comparison, isRange, type Wanted } from './asked.ts'
import { timeLink } from './path.ts'
import { wrongQuestion } from './question-error.ts'
import { isDay } from './wanted-value.ts'

/** Days from `from` to `to`, both among them, of one date of a fact. */
export interface Period {
  readonly link: LinkPlan
  readonly from: string
  readonly to: string
  /** SQL interval by which a day of this period is moved to stand beside the one it is compared with; null for the period asked. */
  readonly move: string | null
}

/** The period that is asked, and the one before that it is compared with. */
export interface Days {
  readonly from: string
  readonly to: string
}

const DAY = 86_400_000
const date = (text: string): Date => new Date(`${text}T00:00:00Z`)
const textOf = (day: Date): string => day.toISOString().slice(0, 10)
const plusDays = (text: string, days: number): string => textOf(new Date(date(text).getTime() + days * DAY))

/** The same day of the year before; 29 February is the 28th there. */
function yearBefore(text: string): string {
  const [year, ...rest] = text.split('-')
  const moved = [String(Number(year) - 1).padStart(4, '0'), ...rest].join('-')
  return isDay(moved) ? moved : plusDays(text, -366)
}

/**
 * Like for like: the period asked ends with the last day that has data where that is in it, and the one before is as long. `lastDay` is null
 * where there is no data at all.
 */
export function comparedDays(
  asked: Days,
  comparison: Comparison,
  lastDay: string | null,
): { readonly now: Days; readonly before: Days } {
  const { from } = asked
  // A period beyond all data is as long as it was asked; one without an end is its first day.
  const to = [lastDay !== null && lastDay >= from && lastDay < asked.to ? lastDay : asked.to, from].toSorted()[1]!
  const now = { from, to }
  if (comparison === 'sameDaysLastYear') return { now, before: { from: yearBefore(now.from), to: yearBefore(now.to) } }
  const length = daysBetween(now)
  return { now, before: { from: plusDays(now.from, -length), to: plusDays(now.from, -1) } }
}

const daysBetween = ({ from, to }: Days): number =>
  Math.max(0, Math.round((date(to).getTime() - date(from).getTime()) / DAY) + 1)

/** A day of the period before as the day that it is compared with. */
export const movedDay = (day: string, now: Days, comparison: Comparison): string => {
  if (comparison === 'previousPeriod') return plusDays(day, daysBetween(now))
  const later = `${String(Number(day.slice(0, 4)) + 1).padStart(4, '0')}${day.slice(4)}`
  return isDay(later) ? later : `${later.slice(0, 4)}-02-28`
}

/** How the days before are moved beside those they are compared with, as SQL. */
export const moveOf = (now: Days, comparison: Comparison): string =>
  comparison === 'sameDaysLastYear' ? "interval '1' year" : `interval '${daysBetween(now)}' day`

/** The condition on a date that says which period is asked, with the other conditions. */
export interface AskedPeriod {
  readonly path: string
  readonly days: { readonly from: string; readonly to: string | null }
  readonly rest: Asked
}

/** Takes the period out of a question that is to be compared. Fails with QUESTION where it names none. */
export function askedPeriod(asked: Asked, plan: StarPlan): AskedPeriod {
  const found = Object.entries(asked.where ?? {}).filter(([path, wanted]) => isDatePath(path, plan) && isRange(wanted))
  const [path, wanted] = found[0] ?? []
  const range = wanted === undefined || !isRange(wanted) ? {} : wanted
  if (found.length !== 1 || path === undefined || range.from === undefined)
    throw wrongQuestion(
      'compare',
      'A comparison needs one period',
      `Say from when:  where: { 'date.date': { from: '2004-01-01' } } , or  --since 2004-01-01 .`,
    )
  for (const end of [range.from, range.to])
    if (end !== undefined && !isDay(String(end)))
      throw wrongQuestion(path, `'${end}' is no day`, 'Write days like 2004-01-31.')
  const others = Object.entries(asked.where ?? {}).filter(([name]) => name !== path) as [string, Wanted][]
  const to = range.to === undefined ? null : String(range.to)
  return { path, days: { from: String(range.from), to }, rest: { ...asked, where: Object.fromEntries(others) } }
}

const isDatePath = (path: string, { facts }: StarPlan): boolean => {
  const label = /^(.*)\.date$/.exec(path)?.[1]
  return label !== undefined && facts.some((fact) => dateLink(fact, label) !== undefined)
}

/** The link of a fact that a date path begins with; `date` is the one that questions about time mean. */
export const dateLink = (fact: FactPlan, label: string): LinkPlan | undefined =>
  fact.links.find((link) => link.dimension === null && link.label === label) ??
  (label === 'date' ? timeLink(fact) : undefined)
