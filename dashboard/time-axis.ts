import { computed } from '@preact/signals'
import { bucketOf, bucketStart, bucketsOf, type Range } from '../src/serve/dashboard/presets.ts'
import type { Chosen } from '../src/serve/dashboard/questions.ts'
import { dayText } from './format.ts'
import { answers, chosen, chosenFor } from './store.ts'

/** A bucket of the time that is shown; without values where nothing happened in it. */
export interface Bucket {
  readonly start: string
  /** Its last day. */
  readonly end: string
  readonly values: Readonly<Record<string, string | null>> | null
  readonly previous: Readonly<Record<string, string | null>> | null
  /** Whether only a part of its days counts: the period or the data begins later, or ends sooner. */
  readonly partial: boolean
}

/** The days that views show: the period as far as there is data. */
export function daysShown(now: Chosen): Range | null {
  if (!now.fact.days) return null
  const { first, last } = now.fact.days
  const { from, to } = now.range ?? { from: first, to: last }
  return { from, to: [to, last].toSorted()[0]! }
}

/** Every bucket of the period, in order, with what the answer says of it. */
export const bucketsShown = computed<readonly Bucket[]>(() => {
  const answer = answers.value.time
  if (!chosen.value || !answer) return []
  const { fact, grain, ...now } = chosenFor('time')
  const days = daysShown({ fact, grain, ...now })
  if (!fact.days || !days || days.to < days.from) return []
  const rows = new Map(answer.rows.map((row) => [startOf(row.values, fact.date!), row]))
  return bucketsOf(days, grain).map((start) => {
    const { to: end } = bucketOf(start, grain)
    const row = rows.get(start)
    const has = row && Object.entries(row.values).some(([name, value]) => value !== null && !name.includes('.'))
    const isPartial = end > days.to || (now.range !== null && start < days.from)
    return { start, end, values: has ? row.values : null, previous: row?.previous ?? null, partial: isPartial }
  })
})

/** The first day of a row's bucket. */
function startOf(values: Readonly<Record<string, string | null>>, date: string): string | null {
  const day = values[`${date}.date`]
  if (day !== undefined) return day
  const year = values[`${date}.year`]
  if (year == null) return null
  const month = values[`${date}.month`] ?? (values[`${date}.quarter`] ? Number(values[`${date}.quarter`]) * 3 - 2 : 1)
  return bucketStart(`${year.padStart(4, '0')}-${String(month).padStart(2, '0')}-01`, 'month')
}

/** What figures are compared with, in words; empty where they are not. */
export function comparisonText({ range, state }: Chosen): string {
  if (!range || !state.compare) return ''
  return state.compare === 'sameDaysLastYear' ? 'same days last year' : 'period before'
}

/** The two periods that are compared, in words. */
export function periodsText(): string {
  const periods = answers.value.tiles?.periods
  if (!periods) return ''
  const text = ({ from, to }: Range) => `${dayText(from)} – ${dayText(to)}`
  return `${text(periods.now)}, beside ${text(periods.before)}`
}
