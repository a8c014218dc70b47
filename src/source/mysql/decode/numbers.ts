import { type Vector, valueBytes } from '../../../core/batch.ts'
import { Misfit, type TakeColumn, takeLength } from './take.ts'

export interface FixedOptions {
  /** Bytes on the wire. */
  readonly wire: number
  readonly unsigned: boolean
}

/** Integers and floats of a fixed width, as they stand or in a wider home. */
export function takeFixed(vector: Vector, { wire, unsigned }: FixedOptions): TakeColumn {
  const width = valueBytes(vector.type)
  const { data } = vector
  // A number without sign that has no wider home must leave the sign's bit alone.
  const most = unsigned && wire === width && vector.type.kind === 'integer' ? 127 : 255
  if (wire === 4 && width === 4) return takeWords(vector, most)
  return (cursor, count, first) => {
    const { bytes, at, present } = cursor
    for (let k = 0; k < count; k++) {
      const i = present[k]!
      let from = at[i]!
      let to = (first + i) * width
      at[i] = from + wire
      for (const end = from + wire; from < end; ) data[to++] = bytes[from++]!
      const top = data[to - 1]!
      if (top > most) throw new Misfit('a number beyond its type')
      if (wire === width) continue
      const fill = !unsigned && top > 127 ? 255 : 0
      for (const end = to + width - wire; to < end; ) data[to++] = fill
    }
  }
}

/** Four bytes as they stand, which most columns of keys have: at once, where the loop over bytes takes twice as long. */
function takeWords({ data }: Vector, most: number): TakeColumn {
  const words = new Int32Array(data.buffer)
  return (cursor, count, first) => {
    const { bytes, at, present } = cursor
    for (let k = 0; k < count; k++) {
      const i = present[k]!
      const from = at[i]!
      const top = bytes[from + 3]!
      if (top > most) throw new Misfit('a number beyond its type')
      words[first + i] = bytes[from]! | (bytes[from + 1]! << 8) | (bytes[from + 2]! << 16) | (top << 24)
      at[i] = from + 4
    }
  }
}

/** Booleans of tinyint(1). */
export function takeBoolean({ data }: Vector): TakeColumn {
  return (cursor, count, first) => {
    const { bytes, at, present } = cursor
    for (let k = 0; k < count; k++) {
      const i = present[k]!
      const value = bytes[at[i]!]!
      if (value > 1) throw new Misfit(String((value << 24) >> 24))
      data[first + i] = value
      at[i]!++
    }
  }
}

/** The number that the bits of a BIT make, which come most significant first. */
export function takeBits(vector: Vector): TakeColumn {
  const width = valueBytes(vector.type)
  const { data } = vector
  return (cursor, count, first) => {
    const { bytes, at, present } = cursor
    for (let k = 0; k < count; k++) {
      const i = present[k]!
      const length = takeLength(cursor, i)
      const last = at[i]! + length - 1
      if (length > width || (width > 1 && length === width && bytes[at[i]!]! > 127)) throw new Misfit('too many bits')
      const to = (first + i) * width
      for (let j = 0; j < width; j++) data[to + j] = j < length ? bytes[last - j]! : 0
      at[i] = last + 1
    }
  }
}

/** Writes a safe integer into a row, in 2, 4, 8 or 16 bytes. */
export function putInteger({ data }: Vector, width: number): (row: number, value: number) => void {
  const short = new Int16Array(data.buffer)
  const words = new Int32Array(data.buffer)
  if (width === 2)
    return (row, value) => {
      short[row] = value
    }
  if (width === 4)
    return (row, value) => {
      words[row] = value
    }
  const step = width >> 2
  return (row, value) => {
    const high = Math.floor(value / 4294967296)
    words[step * row] = value | 0
    words[step * row + 1] = high
    for (let j = 2; j < step; j++) words[step * row + j] = high >> 31
  }
}
