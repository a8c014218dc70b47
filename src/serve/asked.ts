/** A question as anybody may send it: the page, the command line, a tool. Names are not checked yet. */
export interface Asked {
  readonly measures: readonly string[]
  readonly by?: readonly string[]
  readonly where?: Readonly<Record<string, Wanted>>
  /** `sales`, or `-sales` for the greatest first; several are asked one after the other. */
  readonly order?: string | readonly string[]
  readonly limit?: number
  readonly compare?: Comparison
}

export type Comparison = 'previousPeriod' | 'sameDaysLastYear'

export type Wanted = WantedValue | readonly WantedValue[] | WantedRange
/** NULL is the group without a value. */
export type WantedValue = string | number | null
/** Both ends belong to it. */
export interface WantedRange {
  readonly from?: string | number
  readonly to?: string | number
}

export const isRange = (wanted: Wanted): wanted is WantedRange =>
  typeof wanted === 'object' && wanted !== null && !Array.isArray(wanted)

/** The values that a condition lists. */
export const valuesOf = (wanted: Exclude<Wanted, WantedRange>): readonly WantedValue[] =>
  Array.isArray(wanted) ? (wanted as readonly WantedValue[]) : [wanted as WantedValue]

/** One group: its paths and measures by name, every value as exact text. */
export interface AnswerRow {
  readonly values: Readonly<Record<string, string | null>>
  /** The measures of the period before; only where a comparison was asked. */
  readonly previous?: Readonly<Record<string, string | null>>
}
