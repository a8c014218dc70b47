import { NotAValue } from './not-a-value.ts'
import type { Written } from './row-text.ts'
import type { Tally } from './tally.ts'
import { decimalText, Total } from './total.ts'

type Whole = number | bigint
type Read = (value: Written) => Whole

/** Sum, least and most of whole numbers of 10^-scale. */
function wholeTally(read: Read, scale: number): Tally {
  const total = new Total()
  let least: Whole | undefined
  let most: Whole | undefined
  const text = (value: Whole | undefined): string | null => (value === undefined ? null : decimalText(value, scale))
  return {
    add(value) {
      const whole = read(value)
      total.add(whole)
      if (least === undefined || whole < least) least = whole
      if (most === undefined || whole > most) most = whole
      return decimalText(whole, scale)
    },
    answer: () => ({
      sum: least === undefined ? null : decimalText(total.value, scale),
      min: text(least),
      max: text(most),
    }),
  }
}

const PLAIN = /^([-+]?)(\d*)(?:\.(\d*))?$/

/** Moves the point of `1.5e3` to where it belongs. */
function withoutExponent(text: string): string {
  const [, sign, before = '', after = '', power] = /^([-+]?)(\d*)\.?(\d*)e([-+]?\d{1,3})$/i.exec(text) ?? []
  if (power === undefined) return text
  const zeros = '0'.repeat(Math.abs(Number(power)))
  const digits = zeros + before + after + zeros
  const point = zeros.length + before.length + Number(power)
  return `${sign}${digits.slice(0, point)}.${digits.slice(point)}`
}

/** Reads a decimal number exactly; more digits than the scale are allowed where they are zeros. */
function readDecimal({ kind, text }: Written, scale: number): Whole {
  const [, sign, before = '', after = ''] = PLAIN.exec(withoutExponent(text)) ?? []
  const beyond = after.slice(scale)
  if (kind === 'bytes' || before + after === '' || /[^0]/.test(beyond)) throw new NotAValue()
  const digits = before + after.slice(0, scale).padEnd(scale, '0')
  const whole = digits.length < 16 ? Number(digits) : narrow(BigInt(digits))
  return sign === '-' && whole !== 0 ? -whole : whole
}

const narrow = (value: bigint): Whole => (value <= Number.MAX_SAFE_INTEGER ? Number(value) : value)

const LIMITS: readonly (readonly [pattern: RegExp, least: Whole, most: Whole])[] = [
  [/^tinyint.*(unsigned|zerofill)/, 0, 255],
  [/^tinyint/, -128, 127],
  [/^smallint.*(unsigned|zerofill)/, 0, 65_535],
  [/^smallint/, -32_768, 32_767],
  [/^mediumint.*(unsigned|zerofill)/, 0, 16_777_215],
  [/^mediumint/, -8_388_608, 8_388_607],
  [/^int.*(unsigned|zerofill)/, 0, 4_294_967_295],
  [/^int/, -2_147_483_648, 2_147_483_647],
  [/^bigint.*(unsigned|zerofill)/, 0, 18_446_744_073_709_551_615n],
  [/^bigint/, -9_223_372_036_854_775_808n, 9_223_372_036_854_775_807n],
  [/^year/, 0, 2155],
]

function within(whole: Whole, least: Whole, most: Whole): Whole {
  if (whole < least || whole > most) throw new NotAValue()
  return whole
}

export function integerTally(declared: string): Tally {
  const [, least, most] = LIMITS.find(([pattern]) => pattern.test(declared))!
  return wholeTally((value) => within(readDecimal(value, 0), least, most), 0)
}

export function decimalTally(
  declared: string,
  { precision, scale }: { readonly precision: number; readonly scale: number },
): Tally {
  if (/^bigint/.test(declared)) return integerTally(declared)
  const most = BigInt('9'.repeat(precision))
  return wholeTally((value) => within(readDecimal(value, scale), -most, most), scale)
}

const TIME = /^(-)?(\d\d\d?):(\d\d):(\d\d)(?:\.(\d+))?$/

export const timeTally = (): Tally =>
  wholeTally(({ text }) => {
    const [whole, minus, ...parts] = TIME.exec(text) ?? []
    const [hours, minutes, seconds, behind] = parts.map((part) => part ?? '')
    if (whole === undefined || Number(minutes) > 59 || Number(seconds) > 59) throw new NotAValue()
    const micros = readDecimal({ kind: 'number', text: `0.${behind}`, introducer: '' }, 6)
    const all = ((Number(hours) * 60 + Number(minutes)) * 60 + Number(seconds)) * 1e6 + Number(micros)
    return within(minus && all !== 0 ? -all : all, -3_020_399_999_999, 3_020_399_999_999)
  }, 0)

/** The number that a BIT holds: digits as they are, or the number its bytes make. */
function readBits(value: Written, declared: string): Whole {
  const size = Number(/\((\d+)\)/.exec(declared)?.[1] ?? 1)
  const hex = Buffer.from(value.text, 'latin1').toString('hex')
  const number = value.kind === 'number' ? readDecimal(value, 0) : narrow(BigInt(`0x0${hex}`))
  return within(number, 0, 2n ** BigInt(size) - 1n)
}

export const bitTally = (declared: string): Tally => wholeTally((value) => readBits(value, declared), 0)

export function booleanTally(declared: string): Tally {
  let trues: number | undefined
  return {
    add(value) {
      const number = Number(declared.startsWith('bit') ? readBits(value, declared) : readDecimal(value, 0))
      if (number !== 0 && number !== 1) throw new NotAValue()
      trues = (trues ?? 0) + number
      return number === 1 ? 'true' : 'false'
    },
    answer: () => ({ sum: trues === undefined ? null : String(trues), min: null, max: null }),
  }
}

export function floatTally(bits: 32 | 64): Tally {
  let least: number | undefined
  let most: number | undefined
  const text = (value: number | undefined): string | null => (value === undefined ? null : scientific(value))
  return {
    add({ kind, text: written }) {
      const value = bits === 32 ? Math.fround(Number(written)) : Number(written)
      if (kind === 'bytes' || !/\d/.test(written) || !/^[-+\d.e]+$/i.test(written) || !Number.isFinite(value))
        throw new NotAValue()
      if (least === undefined || value < least) least = value
      if (most === undefined || value > most) most = value
      return scientific(value)
    },
    answer: () => ({ sum: null, min: text(least), max: text(most) }),
  }
}

/** `d.ddddddddddddddddde±XX`, the last digit rounded half to even as C does and JavaScript does not. */
export function scientific(value: number): string {
  const [digits = '', power = ''] = Math.abs(value).toExponential(17).split('e')
  const exponent = `${power[0]}${power.slice(1).padStart(2, '0')}`
  const sign = value < 0 || Object.is(value, -0) ? '-' : ''
  return `${sign}${isTie(value) ? downToEven(digits) : digits}e${exponent}`
}

const isTie = (value: number): boolean => /^\d\.\d{17}50*e/.test(Math.abs(value).toExponential(60))

/** JavaScript rounds a tie up: an odd last digit came from an even one. */
function downToEven(digits: string): string {
  const last = Number(digits.at(-1))
  return last % 2 === 0 ? digits : digits.slice(0, -1) + (last - 1)
}
