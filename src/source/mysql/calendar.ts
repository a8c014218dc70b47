const LENGTHS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
const DAY_MS = 86_400_000

/** MySQL's year 0 is no leap year. */
function exists(year: number, month: number, day: number): boolean {
  const leap = year !== 0 && year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0)
  return month >= 1 && month <= 12 && day >= 1 && day <= LENGTHS[month - 1]! + (leap && month === 2 ? 1 : 0)
}

const at = new Date(0)

/** Days since 1970-01-01 of `YYYY-MM-DD…`; null for a day that is zero or does not exist. */
export function daysOf(text: string): number | null {
  const year = Number(text.slice(0, 4))
  const month = Number(text.slice(5, 7))
  const day = Number(text.slice(8, 10))
  return exists(year, month, day) ? at.setUTCFullYear(year, month - 1, day) / DAY_MS : null
}

/** Microseconds since midnight of `HH:MM:SS[.ffffff]`. */
export function microsOfClock(text: string): number {
  const seconds = Number(text.slice(0, 2)) * 3600 + Number(text.slice(3, 5)) * 60 + Number(text.slice(6, 8))
  return seconds * 1_000_000 + Number(text.slice(9).padEnd(6, '0'))
}

/** Microseconds of a TIME, a span of up to 838 hours either way. */
export function microsOfTime(text: string): number {
  const negative = text.startsWith('-')
  const [hours = '', ...rest] = (negative ? text.slice(1) : text).split(':')
  const micros = Number(hours) * 3_600_000_000 + microsOfClock(`00:${rest.join(':')}`)
  return negative ? -micros : micros
}
