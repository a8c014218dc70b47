import { type Vector, valueBytes } from '../../../core/batch.ts'
import { putInteger } from './numbers.ts'
import { Misfit, type TakeColumn, takeLength } from './take.ts'

const MINUS = 45
const POINT = 46
const ZERO = 48
/** Characters in which there are no more digits than a double counts exactly. */
const FEW = 15

export interface DecimalOptions {
  readonly precision: number
  readonly scale: number
}

/** Exact decimals, which come as text: their digits without the point. */
export function takeDecimal(vector: Vector, { precision, scale }: DecimalOptions): TakeColumn {
  const put = putInteger(vector, valueBytes(vector.type))
  const limit = 10 ** Math.min(precision, FEW)
  return (cursor, count, first) => {
    const { bytes, at, present } = cursor
    for (let k = 0; k < count; k++) {
      const i = present[k]!
      const end = takeLength(cursor, i) + at[i]!
      const from = at[i]!
      at[i] = end
      const value = end - from <= FEW ? fewDigits(bytes, from, end, scale) : Number.NaN
      if (value < limit && value > -limit) put(first + i, value)
      else putSlow(vector, first + i, unscaled(bytes, from, end, { precision, scale }))
    }
  }
}

/** The digits of a number that has all digits of the scale; NaN of another. */
function fewDigits(bytes: Uint8Array, from: number, end: number, scale: number): number {
  const negative = bytes[from] === MINUS
  const point = scale === 0 ? end : end - scale - 1
  if (scale > 0 && bytes[point] !== POINT) return Number.NaN
  let value = 0
  for (let at = negative ? from + 1 : from; at < end; at++) {
    if (at === point) continue
    const digit = bytes[at]! - ZERO
    if (digit < 0 || digit > 9) return Number.NaN
    value = value * 10 + digit
  }
  return negative ? -value : value
}

const DECIMAL = /^(-?)(\d*)(?:\.(\d*))?$/

function unscaled(bytes: Uint8Array, from: number, end: number, { precision, scale }: DecimalOptions): bigint {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset + from, end - from).toString('latin1')
  const [whole, sign, before = '', after = ''] = DECIMAL.exec(text) ?? []
  if (whole === undefined || /[^0]/.test(after.slice(scale))) throw new Misfit(text.slice(0, 60))
  const value = BigInt(before + after.slice(0, scale).padEnd(scale, '0'))
  if (value >= 10n ** BigInt(precision)) throw new Misfit(text.slice(0, 60))
  return sign === '-' ? -value : value
}

function putSlow({ data, type }: Vector, row: number, value: bigint): void {
  const width = valueBytes(type)
  let rest = value
  for (let to = row * width; to < (row + 1) * width; to++) {
    data[to] = Number(BigInt.asUintN(8, rest))
    rest >>= 8n
  }
}
