import { bucketOf, bucketStart, bucketsOf, type Range } from '../src/serve/dashboard/presets.ts'
import { dayText } from './format.ts'
import { answers, chosen } from './store.ts'

/** A bucket of the time that is shown; without values where nothing happened in it. */
export interface Bucket {
  readonly start: string
  /** Its last day. */
  readonly end: string
  readonly values: Readonly<Record<string, string | null>> | null
  readonly previous: Readonly<Record<string, string | null>> | null
  /** Whether the data ends before it does. */
  readonly partial: boolean
}

/** The days that views show: the period as far as there is data. */
export function daysShown(): Range | null {
  const now = chosen.value
  if (!now?.fact.days) return null
  const { first, last } = now.fact.days
  const { from, to } = now.range ?? { from: first, to: last }
  return { from, to: [to, last].toSorted()[0]! }
}

/** Every bucket of the period, in order, with what the answer says of it. */
export function bucketsShown(): readonly Bucket[] {
  const [now, days, answer] = [chosen.value, daysShown(), answers.value.time]
  if (!now?.fact.days || !days || !answer || days.to < days.from) return []
  const grain = answer.columns.find(({ kind }) => kind === 'path')?.name.endsWith('.date') ? 'day' : now.grain
  const rows = new Map(answer.rows.map((row) => [startOf(row.values, now.fact.date!), row]))
  return bucketsOf(days, grain).map((start) => {
    const { to: end } = bucketOf(start, grain)
    const row = rows.get(start)
    const has = row && Object.entries(row.values).some(([name, value]) => value !== null && !name.includes('.'))
    return {
      start,
      end,
      values: has ? row.values : null,
      previous: row?.previous ?? null,
      partial: end > now.fact.days!.last && start <= now.fact.days!.last && end > days.to,
    }
  })
}

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
export function comparisonText(): string {
  const now = chosen.value
  if (!now?.range || !now.state.compare) return ''
  return now.state.compare === 'sameDaysLastYear' ? 'same days last year' : 'period before'
}

/** The two periods that are compared, in words. */
export function periodsText(): string {
  const periods = answers.value.tiles?.periods
  if (!periods) return ''
  const text = ({ from, to }: Range) => `${dayText(from)} – ${dayText(to)}`
  return `${text(periods.now)}, beside ${text(periods.before)}`
}
