import type { Vector } from '../../../core/batch.ts'
import { malformed } from '../wire/bytes.ts'
import type { RowBlock } from '../wire/packets.ts'

/** Rows of one block that are read column by column. */
export interface Cursor extends RowBlock {
  /** Where the next value of each row begins. */
  readonly at: Int32Array
  /** Numbers, within the block, of the rows that have a value in the column. */
  readonly present: Int32Array
}

/**
 * Reads a value of each of the first `count` rows of `present`, into the vector from row `first` on, and leaves the row's cursor behind it.
 * One loop per kind of column, and no object per value.
 */
export type TakeColumn = (cursor: Cursor, count: number, first: number) => void

/** A value is not one of the column as it is to be read; the message shows it. */
export class Misfit extends Error {}

/** Where a column's NULL bit is: so many bytes behind the start of its row, and under this mask. */
export interface NullBit {
  readonly byte: number
  readonly bit: number
  readonly nullable: boolean
}

/** Finds the rows that have a value, and leaves NULL for the others. Gives how many there are. */
export function findPresent(cursor: Cursor, vector: Vector, first: number, { byte, bit, nullable }: NullBit): number {
  const { bytes, starts, present, count } = cursor
  let found = 0
  for (let i = 0; i < count; i++) {
    if ((bytes[starts[i]! + byte]! & bit) === 0) present[found++] = i
    else if (nullable) putEmpty(vector, first + i)
    else throw new Misfit('NULL')
  }
  return found
}

/** Leaves NULL in a row: zeros, under a bit that says that there is no value. */
export function putEmpty(vector: Vector, row: number): void {
  const { data, validity } = vector
  validity[row >> 3]! &= ~(1 << (row & 7))
  vector.nulls++
  const width = data.length / (validity.length * 8)
  for (let at = row * width; at < (row + 1) * width; at++) data[at] = 0
}

/** Goes over the length of a row's value, and gives it; the cursor is at its first byte then. */
export function takeLength(cursor: Cursor, row: number): number {
  const { bytes, at, ends } = cursor
  let from = at[row]!
  let length = bytes[from++]!
  if (length > 250) {
    const width = length === 252 ? 2 : length === 253 ? 3 : 8
    length = 0
    for (let i = width - 1; i >= 0; i--) length = length * 256 + bytes[from + i]!
    from += width
  }
  if (!(from + length <= ends[row]!)) throw malformed()
  at[row] = from
  return length
}
