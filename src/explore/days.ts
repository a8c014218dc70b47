import { id } from '../core/sql.ts'
import { calendarRange } from '../model/calendar.ts'
import type { Place } from './place.ts'

/** What dates and timestamps hold. */
export interface DayProfile {
  /** Zero dates, and dates that do not exist; the source reads them as NULL. */
  readonly zero: number
  /** Years around the middle of all days, as a calendar would cover them; null where there is no date. */
  readonly years: { readonly first: number; readonly last: number } | null
  /** Rows of dates outside of those years: 9999-12-31 for "never". */
  readonly far: number
  /** The least and the greatest date outside of them. */
  readonly farthest: readonly string[]
  /** Rows by year, the years in order; far ones are not among them. */
  readonly rowsByYear: readonly { readonly year: number; readonly rows: number }[]
}

export async function profileDays({ engine, from, column }: Place, zero: number): Promise<DayProfile> {
  const value = id(column.name)
  const { rows } = await engine.query(
    `select year(${value}), count(distinct ${value}::date), count(*), min(${value}::date), max(${value}::date) from ${from}
     where ${value} is not null group by 1 order by 1`,
  )
  const all = rows.map(([year, days, count, least, greatest]) => ({
    year: Number(year),
    days: Number(days),
    rows: Number(count),
    ends: [least!, greatest!],
  }))
  const years = calendarRange(all)
  const near = all.filter(({ year }) => years !== null && year >= years.first && year <= years.last)
  const far = all.filter((each) => !near.includes(each))
  const ends = far.flatMap((each) => each.ends)
  return {
    zero,
    years,
    far: far.reduce((sum, each) => sum + each.rows, 0),
    farthest: [...new Set([ends.at(0), ends.at(-1)])].filter((day) => day !== undefined),
    rowsByYear: near.map(({ year, rows: count }) => ({ year, rows: count })),
  }
}
