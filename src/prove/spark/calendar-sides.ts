import { sparkId } from '../../core/sql.ts'
import type { CalendarPlan, LinkPlan } from '../../model/plan.ts'
import type { SideColumn } from '../side.ts'
import type { ViewName } from './rows.ts'
import { type Sides, sidesOf } from './side.ts'

type CalendarColumn = readonly [label: string, name: string, write: (day: string) => string, scale: number | null]

/** The weekday from the number of days: 1970-01-01 was a Thursday, and Monday is 1. */
const weekday = (day: string): string => `(pmod(datediff(${day}, date '1970-01-01') + 3, 7) + 1)`
/** The Thursday of a day's week, whose year is the ISO year. */
const thursday = (day: string): string => `date_add(${day}, cast(4 - ${weekday(day)} as int))`
/** A part of `YYYY-MM-DD`, where the star takes it from date functions. */
const part = (day: string, from: number, length: number): string =>
  `cast(substr(cast(${day} as string), ${from}, ${length}) as int)`
const month = (day: string): string => part(day, 6, 2)
const name = (day: string, names: readonly string[], at: string): string =>
  `element_at(array(${names.map((one) => `'${one}'`).join(', ')}), cast(if(isnull(${day}), null, ${at}) as int))`

const MONTHS = 'January February March April May June July August September October November December'.split(' ')
const DAYS = 'Monday Tuesday Wednesday Thursday Friday Saturday Sunday'.split(' ')

const CALENDAR: readonly CalendarColumn[] = [
  ['date', 'date', (day) => day, null],
  ['year', 'year', (day) => part(day, 1, 4), 0],
  ['month', 'month', month, 0],
  ['week', 'week', (day) => `(cast(floor((dayofyear(${thursday(day)}) - 1) / 7) as int) + 1)`, 0],
  ['isoYear', 'iso_year', (day) => part(thursday(day), 1, 4), 0],
  ['day', 'day', (day) => part(day, 9, 2), 0],
  ['weekday', 'weekday', weekday, 0],
  ['quarter', 'quarter', (day) => `cast(floor((${month(day)} + 2) / 3) as int)`, 0],
  ['monthName', 'month_name', (day) => name(day, MONTHS, month(day)), null],
  ['yearMonth', 'year_month', (day) => `substr(cast(${day} as string), 1, 7)`, null],
  ['weekdayName', 'weekday_name', (day) => name(day, DAYS, weekday(day)), null],
]

const whole = (sql: string, scale: number | null): string => (scale === null ? sql : `cast(${sql} as decimal(38,0))`)

/** The day is content; what the calendar says of it can be grouped by. `alias` is the calendar's row. */
export const dayColumns = (link: LinkPlan, day: string, alias: string): readonly SideColumn[] =>
  CALENDAR.map(([label, published, write, scale]) => ({
    name: `${link.label}.${label}`,
    source: whole(write(day), scale),
    star: whole(`${alias}.${sparkId(published)}`, scale),
    scale,
    content: label === 'date',
  }))

/** The calendar against what days say of themselves: every day of the years `{first}` to `{last}`, and every day that a fact points to. */
export function calendarSides({ table, key }: CalendarPlan, view: ViewName): Sides {
  const columns: readonly SideColumn[] = [
    {
      name: key,
      source: whole(`replace(cast(f.day as string), '-', '')`, 0),
      star: whole(`f.${sparkId(key)}`, 0),
      scale: 0,
      content: true,
    },
    ...CALENDAR.map(([label, published, write, scale]) => ({
      name: label,
      source: whole(write('f.day'), scale),
      star: whole(`f.${sparkId(published)}`, scale),
      scale,
      content: true,
    })),
  ]
  const days = `select explode(sequence(0, datediff(make_date({last}, 12, 31), make_date({first}, 1, 1)))) as n`
  const all = `select date_add(make_date({first}, 1, 1), n) as day from (${days}) union select day from ${sparkId(view('days', 'all'))}`
  const star = `from ${sparkId(view('star', table))} as f where f.${sparkId(key)} > 0`
  return sidesOf({
    table,
    columns,
    grain: [key],
    figures: [],
    paths: [],
    from: { source: `from (${all}) as f`, star },
  })
}
