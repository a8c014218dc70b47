import type { Vector } from '../../../core/batch.ts'
import { dayNumber } from '../calendar.ts'
import { putInteger } from './numbers.ts'
import { type Cursor, putEmpty, type TakeColumn, takeLength } from './take.ts'

/** Dates that are zero or do not exist, so far. */
export interface ZeroCount {
  zeros: number
}

/** Days since 1970-01-01 of the date at a row's cursor; NaN where it is zero or does not exist. */
function daysAt({ bytes, at }: Cursor, row: number, length: number): number {
  if (length < 4) return Number.NaN
  const from = at[row]!
  return dayNumber(bytes[from]! | (bytes[from + 1]! << 8), bytes[from + 2]!, bytes[from + 3]!)
}

export function takeDate(vector: Vector, counted: ZeroCount): TakeColumn {
  const values = new Int32Array(vector.data.buffer)
  return (cursor, count, first) => {
    const { at, present } = cursor
    for (let k = 0; k < count; k++) {
      const i = present[k]!
      const length = takeLength(cursor, i)
      const days = daysAt(cursor, i, length)
      at[i]! += length
      values[first + i] = days
      if (Number.isNaN(days)) putZero(vector, first + i, counted)
    }
  }
}

function putZero(vector: Vector, row: number, counted: ZeroCount): void {
  putEmpty(vector, row)
  counted.zeros++
}

const word = (bytes: Uint8Array, at: number): number =>
  bytes[at]! + (bytes[at + 1]! << 8) + (bytes[at + 2]! << 16) + bytes[at + 3]! * 16777216

const HALF = 65536
const DAY = 86_400
const MICROS = 1_000_000

/** Moments as microseconds since 1970-01-01, which a double cannot count: put together from two halves of the seconds. */
export function takeMoment(vector: Vector, counted: ZeroCount): TakeColumn {
  const words = new Int32Array(vector.data.buffer)
  return (cursor, count, first) => {
    const { bytes, at, present } = cursor
    for (let k = 0; k < count; k++) {
      const i = present[k]!
      const length = takeLength(cursor, i)
      const from = at[i]!
      const days = daysAt(cursor, i, length)
      at[i] = from + length
      if (Number.isNaN(days)) {
        putZero(vector, first + i, counted)
        continue
      }
      const clock = length < 7 ? 0 : (bytes[from + 4]! * 60 + bytes[from + 5]!) * 60 + bytes[from + 6]!
      const seconds = days * DAY + clock
      const high = Math.floor(seconds / HALF)
      const micros = (seconds - high * HALF) * MICROS + (length > 7 ? word(bytes, from + 7) : 0)
      putHalves(words, first + i, high * MICROS, micros)
    }
  }
}

/** Writes high * 65536 + low, both safe integers, low not negative. */
function putHalves(words: Int32Array, row: number, high: number, low: number): void {
  const upper = Math.floor(high / HALF)
  const rest = (high - upper * HALF) * HALF + low
  words[2 * row] = rest | 0
  words[2 * row + 1] = upper + Math.floor(rest / 4294967296)
}

/** A span of time as signed microseconds: sign, days, hours, minutes, seconds, microseconds. */
export function takeSpan(vector: Vector): TakeColumn {
  const put = putInteger(vector, 8)
  return (cursor, count, first) => {
    const { bytes, at, present } = cursor
    for (let k = 0; k < count; k++) {
      const i = present[k]!
      const length = takeLength(cursor, i)
      const from = at[i]!
      const hours = word(bytes, from + 1) * 24 + bytes[from + 5]!
      const seconds = (hours * 60 + bytes[from + 6]!) * 60 + bytes[from + 7]!
      const micros = length === 0 ? 0 : seconds * MICROS + (length > 8 ? word(bytes, from + 8) : 0)
      put(first + i, bytes[from] === 1 && length > 0 ? -micros : micros)
      at[i] = from + length
    }
  }
}
