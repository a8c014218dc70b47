import type { ColumnAnswer } from '../../../core/source.ts'
import type { Written } from './row-text.ts'

/** Figures of one column's values, NULLs apart. */
export interface Tally {
  /** Counts a value in, and gives its canonical text; null for a date that is zero or does not exist. */
  add(value: Written, charset: string): string | null
  answer(): Omit<ColumnAnswer, 'nulls'>
}
