import { path as qualified } from '../core/sql.ts'
import type { YearRange } from '../model/calendar.ts'
import type { CalendarPlan, LinkPlan } from '../model/plan.ts'
import type { LinkColumn, SideColumn, Sides } from './side.ts'

/** The day is content; what the calendar says of it can be grouped by. */
export function dayColumns(link: LinkPlan, day: string): readonly LinkColumn[] {
  return CALENDAR.map(
    ([label, name, write, scale]): LinkColumn => ({
      link,
      name: `${link.label}.${label}`,
      source: write(day),
      star: (alias) => calendarValue(alias, name, scale),
      scale,
      content: label === 'date',
      byMember: { keys: [day], joins: () => '', value: ([key]) => write(key!) },
    }),
  )
}

const calendarValue = (alias: string, name: string, scale: number | null): string =>
  scale === null ? qualified(alias, name) : `cast(${qualified(alias, name)} as hugeint)`

type CalendarColumn = readonly [label: string, name: string, write: (day: string) => string, scale: number | null]

/** A calendar number by the engine's formatting of days, where the star takes it from date functions. */
const formatted = (label: string, name: string, format: string): CalendarColumn => [
  label,
  name,
  (day) => `cast(strftime(${day}, '${format}') as hugeint)`,
  0,
]

const CALENDAR: readonly CalendarColumn[] = [
  ['date', 'date', (day) => day, null],
  // Of every row of a fact: counting years is far cheaper than formatting.
  ['year', 'year', (day) => `cast(date_diff('year', date '1970-01-01', ${day}) + 1970 as hugeint)`, 0],
  formatted('month', 'month', '%m'),
  formatted('week', 'week', '%V'),
  formatted('isoYear', 'iso_year', '%G'),
  formatted('day', 'day', '%d'),
  formatted('weekday', 'weekday', '%u'),
  ['quarter', 'quarter', (day) => `((cast(strftime(${day}, '%m') as hugeint) + 2) // 3)`, 0],
  ['monthName', 'month_name', (day) => `strftime(${day}, '%B')`, null],
  ['yearMonth', 'year_month', (day) => `substr(cast(${day} as varchar), 1, 7)`, null],
  ['weekdayName', 'weekday_name', (day) => `strftime(${day}, '%A')`, null],
]

/** The calendar against what days say of themselves: every day of the range, and every day that a fact points to. */
export function calendarSides({ table, key }: CalendarPlan, range: YearRange | null): Sides {
  const day = qualified('f', 'date')
  const keyed: SideColumn = {
    name: key,
    source: `cast(strftime(${day}, '%Y%m%d') as hugeint)`,
    star: calendarValue('f', key, 0),
    scale: 0,
    content: true,
  }
  const columns = CALENDAR.map(([label, name, write, scale]) => ({
    name: label,
    source: write(day),
    star: calendarValue('f', name, scale),
    scale,
    content: true,
  }))
  const whole = range
    ? ` union select cast(unnest(generate_series(make_date(${range.first}, 1, 1), make_date(${range.last}, 12, 31), interval 1 day)) as date)`
    : ''
  const sourceFrom = () => `from (select "day" as "date" from "days"."all"${whole}) as f`
  const starFrom = `from ${qualified('star', table)} as f where ${qualified('f', key)} > 0`
  return {
    table,
    sourceFrom,
    lookupKeys: () => [],
    starFrom,
    grain: [keyed],
    columns: [keyed, ...columns],
    members: {},
  }
}
