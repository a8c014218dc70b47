import { putBytes, type Vector } from '../../../core/batch.ts'
import { Misfit, type TakeColumn, takeLength } from './take.ts'

const VIEW_WORDS = 4
const INLINE_BYTES = 12
/** Below this, a loop copies faster than a call. */
const SHORT = 48

export interface BytesOptions {
  /** The length that every value must have; of digests. */
  readonly length?: number
}

/** Text and bytes, as they stand. */
export function takeBytes(vector: Vector, { length: exact }: BytesOptions = {}): TakeColumn {
  const { data } = vector
  const words = new Int32Array(data.buffer)
  return (cursor, count, first) => {
    const { bytes, at, present } = cursor
    for (let k = 0; k < count; k++) {
      const i = present[k]!
      const length = takeLength(cursor, i)
      const from = at[i]!
      at[i] = from + length
      if (exact !== undefined && length !== exact) throw new Misfit(`a value of ${length} bytes`)
      if (length > SHORT || (length > INLINE_BYTES && vector.heapLength + length > vector.heap.length)) {
        putBytes(vector, first + i, bytes, from, from + length)
        continue
      }
      const view = (first + i) * VIEW_WORDS
      words[view] = length
      words[view + 2] = 0
      words[view + 3] = 0
      if (length <= INLINE_BYTES) {
        words[view + 1] = 0
        copy(bytes, from, data, view * 4 + 4, length)
        continue
      }
      copy(bytes, from, data, view * 4 + 4, 4)
      words[view + 2] = vector.heapLength
      copy(bytes, from, vector.heap, vector.heapLength, length)
      vector.heapLength += length
    }
  }
}

function copy(source: Uint8Array, from: number, target: Uint8Array, to: number, length: number): void {
  for (let i = 0; i < length; i++) target[to + i] = source[from + i]!
}
