/** Days of a common year before each month, counted from 1. */
const BEFORE = Int32Array.of(0, 0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334)
const LENGTHS = Int32Array.of(0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
/** From 0000-01-01, of a calendar that had always been, to 1970-01-01. */
const EPOCH = 719_528

const isLeap = (year: number): boolean => year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0)

/**
 * Days since 1970-01-01; NaN for a day that is zero or does not exist. MySQL's year 0 is no leap year, and the one of the calendar that
 * readers of Parquet count by is.
 */
export function dayNumber(year: number, month: number, day: number): number {
  if (month < 1 || month > 12 || day < 1) return Number.NaN
  const leap = isLeap(year)
  if (day > LENGTHS[month]! && !(leap && month === 2 && day === 29 && year !== 0)) return Number.NaN
  const leaps = year === 0 ? 0 : ((year + 3) >> 2) - Math.floor((year + 99) / 100) + Math.floor((year + 399) / 400)
  return year * 365 + leaps + BEFORE[month]! + (leap && month > 2 ? 1 : 0) + day - 1 - EPOCH
}
