import type { YearRange } from '../model/calendar.ts'
import type { CheckPlan, DimensionPlan, FactPlan, StarPlan } from '../model/plan.ts'

/**
 * Writes a plan as SELECTs. They read relations by fixed names: `stage.<source table>` (staged rows), `members.<dimension>`,
 * `keys_before.<dimension>` and `keys.<dimension>` (the key registry before and after this run), `days.all` (one column `day`) and
 * `star.<published table>`.
 */
export interface Dialect {
  /** Members of a dimension, without keys. */
  members(dimension: DimensionPlan): string
  /** The key registry: those known before keep their number, new ones are numbered from `mark` + 1 in byte order of the natural key. */
  registry(dimension: DimensionPlan, mark: number): string
  /** The published dimension, with the unknown member −1 and the missing member −2. */
  dimension(dimension: DimensionPlan): string
  /** Every day that a published fact points to. */
  days(plan: StarPlan): string
  /** The published calendar: all days of whole years, and days beyond that facts point to. */
  calendar(key: string, range: YearRange | null): string
  /** The published fact. */
  fact(fact: FactPlan, plan: StarPlan): string
  /** Grain of the published rows that break a check. */
  violations(fact: FactPlan, check: CheckPlan): string
}

/** Surrogate keys of the members that stand for no row: the source says NULL, or the source's key leads nowhere. */
export const UNKNOWN_KEY = -1
export const MISSING_KEY = -2
