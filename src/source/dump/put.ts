import type { Vector } from '../../core/batch.ts'
import type { TypedColumn } from '../../core/schema.ts'
import { excerpt, ValueFault } from './faults.ts'
import type { ValueScanner } from './value-scanner.ts'

/** Writes the value that a scanner has read into row `row` of the column's vector; false for a date that is zero or does not exist. */
export type Put = (value: ValueScanner, row: number) => boolean

export interface WriterTarget {
  readonly column: TypedColumn
  readonly vector: Vector
  /** Character set of the session, lower case; empty where the dump does not say. */
  readonly charset: string
  readonly subject: string
  /** The key of masks; empty where no column is masked. */
  readonly maskKey: string
}

/** A value that is not what its column holds. */
export const misfit = (value: ValueScanner, declared: string): ValueFault =>
  new ValueFault('VALUE_INVALID', `${excerpt(value.bytes, value.from, value.to)} is not a value of ${declared}`)
