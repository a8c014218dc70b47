import { valueBytes } from '../../core/batch.ts'
import { parseDeclaration } from '../declaration.ts'
import { DOT, MINUS, NINE, PLUS, ZERO } from './bytes.ts'
import { misfit, type Put, type WriterTarget } from './put.ts'
import { BINARY, NUMBER, type ValueScanner } from './value-scanner.ts'

/** Up to this many digits a number is exact in a double. */
const SAFE_DIGITS = 15
const HIGH = 2 ** 32

function writeBig(data: Uint8Array, at: number, width: number, value: bigint): void {
  let rest = BigInt.asUintN(width * 8, value)
  for (let i = 0; i < width; i++) {
    data[at + i] = Number(rest & 255n)
    rest >>= 8n
  }
}

type Store = (row: number, value: number) => void

/** The fast way to store a number that a double holds exactly. */
function storeOf(data: Uint8Array<ArrayBuffer>, width: number): Store {
  if (width === 1) return storeIn(new Int8Array(data.buffer))
  if (width === 2) return storeIn(new Int16Array(data.buffer))
  if (width === 4) return storeIn(new Int32Array(data.buffer))
  const words = new Int32Array(data.buffer)
  const each = width / 4
  return (row, value) => {
    const at = row * each
    const high = Math.floor(value / HIGH)
    words[at] = value - high * HIGH
    words[at + 1] = high
    for (let i = 2; i < each; i++) words[at + i] = value < 0 ? -1 : 0
  }
}

const storeIn =
  (array: Int8Array | Int16Array | Int32Array): Store =>
  (row, value) => {
    array[row] = value
  }

const EXACT = /^([-+]?)(\d*)(?:\.(\d*))?(?:e([-+]?\d+))?$/i

/** The digits of an exact number times 10^scale; undefined when it is no number or has more digits behind the point. */
function unscaled(text: string, scale: number): bigint | undefined {
  const [whole, sign, before = '', after = '', exponent = '0'] = EXACT.exec(text) ?? []
  if (whole === undefined || before + after === '') return undefined
  const shift = scale + Number(exponent) - after.length
  if (Math.abs(shift) > 400) return undefined
  const digits = BigInt(before + after)
  const divisor = 10n ** BigInt(Math.max(0, -shift))
  if (digits % divisor !== 0n) return undefined
  const value = shift >= 0 ? digits * 10n ** BigInt(shift) : digits / divisor
  return sign === '-' ? -value : value
}

/** Reads up to 15 digits, scaled, straight from the bytes; NaN where the slow way must decide. */
function quick({ bytes, from, to }: ValueScanner, scale: number): number {
  let at = from
  const negative = bytes[at] === MINUS
  if (negative || bytes[at] === PLUS) at++
  if (to - at > SAFE_DIGITS || to === at || (to - at === 1 && bytes[at] === DOT)) return Number.NaN
  let value = 0
  let after = -1
  for (; at < to; at++) {
    const byte = bytes[at]!
    if (byte >= ZERO && byte <= NINE) {
      value = value * 10 + byte - ZERO
      if (after >= 0) after++
    } else if (byte === DOT && after < 0) after = 0
    else return Number.NaN
  }
  return scaleUp(negative ? -value : value, scale - Math.max(after, 0), to - from)
}

const POWERS = Array.from({ length: 16 }, (_, i) => 10 ** i)

function scaleUp(value: number, places: number, digits: number): number {
  if (places === 0) return value + 0
  return places < 0 || places + digits > SAFE_DIGITS ? Number.NaN : value * POWERS[places]! + 0
}

interface Range {
  readonly least: bigint
  readonly most: bigint
}

function exactWriter({ column, vector }: WriterTarget, scale: number, range: Range): Put {
  const width = valueBytes(column.type)
  const store = storeOf(vector.data, width)
  const least = Number(range.least)
  const most = Number(range.most)
  return (value, row) => {
    if (value.kind === BINARY) throw misfit(value, column.declared)
    const fast = quick(value, scale)
    if (fast >= least && fast <= most) {
      store(row, fast)
      return true
    }
    const exact = unscaled(value.text(), scale)
    if (exact === undefined || exact < range.least || exact > range.most) throw misfit(value, column.declared)
    writeBig(vector.data, row * width, width, exact)
    return true
  }
}

const BITS: Readonly<Record<string, number>> = { tinyint: 8, smallint: 16, mediumint: 24, int: 32, bigint: 64 }

/** What a declared integer may hold. */
function integerRange(declared: string): Range {
  const { name, unsigned } = parseDeclaration(declared)
  if (name === 'year') return { least: 0n, most: 2155n }
  const bits = BigInt(BITS[name] ?? 64)
  return unsigned ? { least: 0n, most: 2n ** bits - 1n } : { least: -(2n ** (bits - 1n)), most: 2n ** (bits - 1n) - 1n }
}

export const integerWriter = (target: WriterTarget): Put => exactWriter(target, 0, integerRange(target.column.declared))

export function decimalWriter(target: WriterTarget, type: { readonly precision: number; readonly scale: number }): Put {
  const { declared } = target.column
  const most = 10n ** BigInt(type.precision) - 1n
  const range = declared.startsWith('bigint') ? integerRange(declared) : { least: -most, most }
  return exactWriter(target, type.scale, range)
}

export function floatWriter({ column, vector }: WriterTarget, bits: 32 | 64): Put {
  const values = bits === 32 ? new Float32Array(vector.data.buffer) : new Float64Array(vector.data.buffer)
  return (value, row) => {
    const text = value.text()
    const [whole, , before = '', after = ''] = value.kind === BINARY ? [] : (EXACT.exec(text) ?? [])
    values[row] = Number(text)
    if (whole === undefined || before + after === '' || !Number.isFinite(values[row]))
      throw misfit(value, column.declared)
    return true
  }
}

/** The number that a BIT's bytes make, or the number itself where the dump has it as digits. */
function bits(value: ValueScanner, declared: string): bigint {
  const size = BigInt(parseDeclaration(declared).sizes[0] ?? 1)
  const number = value.kind === NUMBER ? unscaled(value.text(), 0) : bigEndian(value)
  if (number === undefined || number < 0n || number >> size !== 0n) throw misfit(value, declared)
  return number
}

function bigEndian({ bytes, from, to }: ValueScanner): bigint {
  let number = 0n
  for (let at = from; at < to; at++) number = (number << 8n) | BigInt(bytes[at]!)
  return number
}

export function bitWriter({ column, vector }: WriterTarget): Put {
  const width = valueBytes(column.type)
  return (value, row) => {
    writeBig(vector.data, row * width, width, bits(value, column.declared))
    return true
  }
}

export function booleanWriter({ column, vector }: WriterTarget): Put {
  const isBit = column.declared.startsWith('bit')
  return (value, row) => {
    const number = isBit ? bits(value, column.declared) : value.kind === BINARY ? undefined : unscaled(value.text(), 0)
    if (number !== 0n && number !== 1n) throw misfit(value, isBit ? column.declared : 'a boolean, which is 0 or 1')
    vector.data[row] = Number(number)
    return true
  }
}
