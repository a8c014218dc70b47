import { NotAValue } from './not-a-value.ts'
import type { Tally } from './tally.ts'
import { Total } from './total.ts'

const DAY_MS = 86_400_000
const DATE = /^(\d{4})-(\d\d)-(\d\d)$/
const CLOCK = /^ ([01]\d|2[0-3]):([0-5]\d):([0-5]\d)(?:\.(\d{1,6})0*)?$/

/** Days since 1970-01-01 by JavaScript's own calendar; null for a day that does not exist. */
function dayNumber(text: string): number | null {
  const [, year, month, day] = DATE.exec(text) ?? []
  if (year === undefined) throw new NotAValue()
  const date = new Date(0)
  date.setUTCFullYear(Number(year), Number(month) - 1, Number(day))
  const same = date.getUTCMonth() === Number(month) - 1 && date.getUTCDate() === Number(day)
  return same && text !== '0000-02-29' ? date.getTime() / DAY_MS : null
}

/** Most dates come again and again. */
function remembered(): (text: string) => number | null {
  const days = new Map<string, number | null>()
  return (text) => {
    const known = days.get(text)
    if (known !== undefined) return known
    if (days.size > 100_000) days.clear()
    const day = dayNumber(text)
    days.set(text, day)
    return day
  }
}

/** Least and most of texts that sort as what they say. */
class Bounds {
  least: string | null = null
  most: string | null = null

  see(text: string): void {
    if (this.least === null || text < this.least) this.least = text
    if (this.most === null || text > this.most) this.most = text
  }
}

export function dateTally(): Tally {
  const total = new Total()
  const bounds = new Bounds()
  const dayOf = remembered()
  return {
    add({ kind, text }) {
      if (kind === 'bytes' || /^ 00:00:00(\.0+)?$|^$/.exec(text.slice(10)) === null) throw new NotAValue()
      const date = text.slice(0, 10)
      const day = dayOf(date)
      if (day === null) return null
      total.add(day)
      bounds.see(date)
      return date
    },
    answer: () => ({ sum: bounds.least === null ? null : String(total.value), min: bounds.least, max: bounds.most }),
  }
}

export function timestampTally(): Tally {
  const days = new Total()
  const micros = new Total()
  const bounds = new Bounds()
  const dayOf = remembered()
  return {
    add({ kind, text }) {
      const clock = text.length === 10 ? ' 00:00:00' : text.slice(10)
      const [whole, hours, minutes, seconds, behind = ''] = CLOCK.exec(clock) ?? []
      if (kind === 'bytes' || whole === undefined) throw new NotAValue()
      const day = dayOf(text.slice(0, 10))
      if (day === null) return null
      const fraction = behind.padEnd(6, '0')
      days.add(day)
      micros.add(((Number(hours) * 60 + Number(minutes)) * 60 + Number(seconds)) * 1_000_000 + Number(fraction))
      const canonical = `${text.slice(0, 10)}${clock.slice(0, 9)}.${fraction}`
      bounds.see(canonical)
      return canonical
    },
    answer: () => ({
      sum: bounds.least === null ? null : String(days.value * 86_400_000_000n + micros.value),
      min: bounds.least,
      max: bounds.most,
    }),
  }
}
