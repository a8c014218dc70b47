/** Days are counted from 1 January 2023; the data end on 31 May 2025. */
export const LAST_DAY = 881

const FIRST = Date.UTC(2023, 0, 1)
const DAY = 86_400_000
/** Required dates lie up to two weeks behind the last order. */
const DATES = Array.from({ length: LAST_DAY + 30 }, (_, day) => new Date(FIRST + day * DAY))
const LITERALS = DATES.map((date) => `'${date.toISOString().slice(0, 10)}'`)

/** How much is ordered, by month: a peak before Christmas. */
const MONTHS = [70, 74, 82, 80, 86, 84, 82, 92, 98, 155, 200, 105]
/** How much is ordered, by year: growth. */
const YEARS = [100, 132, 168]

/** For each day, how much has been ordered up to its evening. */
const ORDERED = accumulate(DATES.slice(0, LAST_DAY + 1).map(weightOf))

/** A day as a DATE literal, or NULL. */
export const dateLiteral = (day: number | null): string => (day === null ? 'NULL' : LITERALS[day]!)

/** The day of an order: orders come in the order of their days, and the last one on the last day. */
export function dayOfOrder(order: number, orders: number): number {
  if (order === orders - 1) return LAST_DAY
  const share = Math.floor(((2 * order + 1) * ORDERED[LAST_DAY]!) / (2 * orders))
  return firstAbove(share)
}

function weightOf(date: Date): number {
  const weekend = date.getUTCDay() % 6 === 0
  return YEARS[date.getUTCFullYear() - 2023]! * MONTHS[date.getUTCMonth()]! * (weekend ? 4 : 10)
}

function accumulate(weights: readonly number[]): readonly number[] {
  let sum = 0
  return weights.map((weight) => {
    sum += weight
    return sum
  })
}

function firstAbove(share: number): number {
  let low = 0
  let high = LAST_DAY
  while (low < high) {
    const middle = (low + high) >> 1
    if (ORDERED[middle]! > share) high = middle
    else low = middle + 1
  }
  return low
}
