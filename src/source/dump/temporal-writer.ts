import { COLON, DOT, MINUS, NINE, SPACE, ZERO } from './bytes.ts'
import { misfit, type Put, type WriterTarget } from './put.ts'
import { BINARY, type ValueScanner } from './value-scanner.ts'

const HIGH = 2 ** 32
const DAY = 86_400_000_000

/** Days since 1970-01-01 of a day in the Gregorian calendar. */
function daysSinceEpoch(year: number, month: number, day: number): number {
  const shifted = month <= 2 ? year - 1 : year
  const era = Math.floor(shifted / 400)
  const yearOfEra = shifted - era * 400
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1
  return era * 146_097 + yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear - 719_468
}

const LENGTHS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]

/** MySQL's year 0 is no leap year. */
function exists(year: number, month: number, day: number): boolean {
  if (month < 1 || month > 12 || day < 1) return false
  const leap = month === 2 && year !== 0 && year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0)
  return day <= LENGTHS[month - 1]! + (leap ? 1 : 0)
}

function digits(bytes: Uint8Array, at: number, count: number): number {
  let value = 0
  for (let i = at; i < at + count; i++) {
    const byte = bytes[i]!
    if (byte < ZERO || byte > NINE) return Number.NaN
    value = value * 10 + byte - ZERO
  }
  return value
}

/** Up to six digits behind a point, as microseconds; further digits must be zeros. */
function fraction(bytes: Uint8Array, at: number, to: number): number {
  if (at === to) return 0
  if (bytes[at] !== DOT || at + 1 === to) return Number.NaN
  let value = 0
  for (let i = 0; i < Math.max(6, to - at - 1); i++) {
    const digit = at + 1 + i < to ? digits(bytes, at + 1 + i, 1) : 0
    if (i < 6) value = value * 10 + digit
    else if (digit !== 0) return Number.NaN
  }
  return value
}

/** Microseconds since midnight of `HH:MM:SS[.ffffff]`; NaN for anything else. */
function clock(bytes: Uint8Array, at: number, to: number): number {
  if (at === to) return 0
  if (to - at < 8 || bytes[at + 2] !== COLON || bytes[at + 5] !== COLON) return Number.NaN
  const hours = digits(bytes, at, 2)
  const minutes = digits(bytes, at + 3, 2)
  const seconds = digits(bytes, at + 6, 2)
  if (!(hours < 24 && minutes < 60 && seconds < 60)) return Number.NaN
  return (hours * 3600 + minutes * 60 + seconds) * 1_000_000 + fraction(bytes, at + 8, to)
}

/** What a date or a point in time says; `days` is NaN for a day that does not exist. */
const parts = { days: 0, micros: 0 }

/** Reads `YYYY-MM-DD[ HH:MM:SS[.ffffff]]` into `parts`. */
function readParts(value: ValueScanner, declared: string): void {
  const { bytes, from, to } = value
  const year = digits(bytes, from, 4)
  const month = digits(bytes, from + 5, 2)
  const day = digits(bytes, from + 8, 2)
  const shaped = to - from >= 10 && bytes[from + 4] === MINUS && bytes[from + 7] === MINUS
  const timed = to - from > 10
  parts.micros = timed && bytes[from + 10] === SPACE ? clock(bytes, from + 11, to) : timed ? Number.NaN : 0
  if (value.kind === BINARY || !shaped || !(year + month + day + parts.micros >= 0)) throw misfit(value, declared)
  parts.days = exists(year, month, day) ? daysSinceEpoch(year, month, day) : Number.NaN
}

export function dateWriter({ column, vector }: WriterTarget): Put {
  const days = new Int32Array(vector.data.buffer)
  return (value, row) => {
    readParts(value, column.declared)
    if (parts.micros !== 0) throw misfit(value, column.declared)
    if (Number.isNaN(parts.days)) return false
    days[row] = parts.days
    return true
  }
}

/** Stores `days` and `micros` as 64 bits without leaving what a double holds exactly. */
function store(words: Int32Array, row: number, days: number, micros: number): void {
  const total = days * DAY
  if (Number.isSafeInteger(total) && Number.isSafeInteger(total + micros)) {
    const high = Math.floor((total + micros) / HIGH)
    words[2 * row] = total + micros - high * HIGH
    words[2 * row + 1] = high
    return
  }
  const exact = BigInt(days) * BigInt(DAY) + BigInt(micros)
  words[2 * row] = Number(BigInt.asIntN(32, exact))
  words[2 * row + 1] = Number(exact >> 32n)
}

export function timestampWriter({ column, vector }: WriterTarget): Put {
  const words = new Int32Array(vector.data.buffer)
  return (value, row) => {
    readParts(value, column.declared)
    if (Number.isNaN(parts.days)) return false
    store(words, row, parts.days, parts.micros)
    return true
  }
}

const TIME = /^(-?)(\d{2,3}):([0-5]\d):([0-5]\d)(?:\.(\d{1,6})0*)?$/
const MOST_TIME = 838 * 3600 + 59 * 60 + 59

/** TIME is a span, up to 838 hours either way. */
export function timeWriter({ column, vector }: WriterTarget): Put {
  const words = new Int32Array(vector.data.buffer)
  return (value, row) => {
    const match = value.kind === BINARY ? null : TIME.exec(value.text())
    if (!match) throw misfit(value, column.declared)
    const [, sign, hours, minutes, seconds, behind = ''] = match
    const whole = Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds)
    if (whole > MOST_TIME) throw misfit(value, column.declared)
    const micros = whole * 1_000_000 + Number(behind.padEnd(6, '0'))
    store(words, row, 0, sign === '-' ? -micros : micros)
    return true
  }
}
