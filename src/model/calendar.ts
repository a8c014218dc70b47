/** Years without data that a calendar still bridges. */
const LONGEST_GAP = 10

export interface YearRange {
  readonly first: number
  readonly last: number
}

/**
 * The whole years that a calendar covers: those with days around the middle of all days, over gaps of up to ten years.
 * Days beyond (9999-12-31 for "never") get a row of their own and do not stretch it. `years` are distinct, with their days; null for none.
 */
export function calendarRange(years: readonly { readonly year: number; readonly days: number }[]): YearRange | null {
  const sorted = [...years].sort((a, b) => a.year - b.year)
  const middle = middleYear(sorted)
  if (middle < 0) return null
  let first = middle
  let last = middle
  while (first > 0 && sorted[first]!.year - sorted[first - 1]!.year <= LONGEST_GAP) first--
  while (last < sorted.length - 1 && sorted[last + 1]!.year - sorted[last]!.year <= LONGEST_GAP) last++
  return { first: sorted[first]!.year, last: sorted[last]!.year }
}

/** The index of the year that holds the median day; −1 where there is none. */
function middleYear(years: readonly { readonly days: number }[]): number {
  const half = years.reduce((sum, { days }) => sum + days, 0) / 2
  let seen = 0
  return years.findIndex(({ days }) => {
    seen += days
    return seen >= half
  })
}
