import { notSupported, QueryFault } from './fault.ts'
import { asDecimal, isApproximate, isExact, typeName, type ValueType } from './value-type.ts'

/** A translated expression and its type. */
export interface Typed {
  readonly text: string
  readonly type: ValueType
}

export type Operator = '+' | '-' | '*' | '/' | '%'

/** The most digits that a decimal holds. */
const MOST = 38

const INTEGER_NAMES: readonly (readonly [digits: number, name: string])[] = [
  [3, 'TINYINT'],
  [5, 'SMALLINT'],
  [10, 'INTEGER'],
  [19, 'BIGINT'],
]

/** One of Trino's operators on two values, with Trino's types: integers divide to integers, decimals keep their scale. */
export function arithmetic(operator: Operator, left: Typed, right: Typed): string {
  if (isExact(left.type) && isExact(right.type))
    return left.type.family === 'integer' && right.type.family === 'integer'
      ? integers(operator, left, right)
      : decimals(operator, left, right)
  if (isNumber(left.type) && isNumber(right.type)) return floats(operator, left, right)
  return times(operator, left, right)
}

const isNumber = (type: ValueType): boolean => isExact(type) || isApproximate(type)

function integers(operator: Operator, left: Typed, right: Typed): string {
  const digits = Math.max(digitsOf(left), digitsOf(right))
  const name = INTEGER_NAMES.find(([most]) => most >= digits)?.[1] ?? 'BIGINT'
  const [a, b] = [left, right].map((each) => (digitsOf(each) === digits ? each.text : `cast(${each.text} as ${name})`))
  if (operator === '/') return `trino_divide(${a}, ${b})`
  return operator === '%' ? `trino_remainder(${a}, ${b})` : `(${a} ${operator} ${b})`
}

const digitsOf = ({ type }: Typed): number => (type.family === 'integer' ? type.digits : 0)

function decimals(operator: Operator, left: Typed, right: Typed): string {
  const [a, b] = [asDecimal(left.type)!, asDecimal(right.type)!]
  const scale = Math.max(a.scale, b.scale)
  const whole = Math.max(a.precision - a.scale, b.precision - b.scale)
  switch (operator) {
    case '*': {
      if (a.scale + b.scale > MOST) throw notSupported(`a product of ${a.scale + b.scale} decimal places`)
      const wide = `cast(${left.text} as DECIMAL(${Math.max(a.precision, 19)},${a.scale}))`
      return cast(`${wide} * ${exact(right)}`, a.precision + b.precision, a.scale + b.scale)
    }
    case '/':
      return quotient(left, right, scale)
    case '%': {
      const [x, y] = [left, right].map(
        ({ text }) => `cast(${text} as DECIMAL(${Math.min(MOST, whole + scale)},${scale}))`,
      )
      return cast(`trino_remainder(${x}, ${y})`, Math.min(a.precision - a.scale, b.precision - b.scale) + scale, scale)
    }
    default: {
      const precision = Math.min(MOST, 1 + whole + scale)
      const wide = `cast(${left.text} as DECIMAL(${Math.max(precision, 19)},${scale}))`
      return cast(`${wide} ${operator} ${cast(right.text, Math.max(precision, 19), scale)}`, precision, scale)
    }
  }
}

const cast = (text: string, precision: number, scale: number): string =>
  `cast(${text} as DECIMAL(${Math.min(MOST, Math.max(precision, scale, 1))},${scale}))`

/** An integer as the decimal that Trino makes of it. */
function exact({ text, type }: Typed): string {
  const { precision, scale } = asDecimal(type)!
  return type.family === 'decimal' ? text : cast(text, precision, scale)
}

/** `a / b` rounded half up to `scale` places, computed on whole numbers. */
export function quotient(left: Typed, right: Typed, scale: number): string {
  const [a, b] = [asDecimal(left.type)!, asDecimal(right.type)!]
  const precision = Math.min(MOST, a.precision + b.scale + Math.max(b.scale - a.scale, 0))
  const whole = `trino_quotient(${unscaled(left)}, ${10n ** BigInt(scale - a.scale + b.scale)}::hugeint, ${unscaled(right)})`
  return cast(scaled(whole, scale), precision, scale)
}

/** A whole number of units of 10^-scale as the decimal that it stands for. */
function scaled(whole: string, scale: number): string {
  const number = `cast(${whole} as DECIMAL(38,0))`
  return scale === 0 ? number : `${number} * cast('${tiny(scale)}' as DECIMAL(${Math.min(MOST, scale + 1)},${scale}))`
}

/** 10^-scale. */
const tiny = (scale: number): string => `0.${'0'.repeat(scale - 1)}1`

const unscaled = ({ text, type }: Typed): string =>
  type.family === 'integer' ? `cast(${text} as HUGEINT)` : `trino_unscaled(${text})`

function floats(operator: Operator, left: Typed, right: Typed): string {
  const name = [left, right].some(({ type }) => type.family === 'double' || type.family === 'decimal')
    ? 'DOUBLE'
    : 'FLOAT'
  const wide = [left, right].every(({ type }) => type.family === 'real' || type.family === 'integer') ? 'FLOAT' : name
  const [a, b] = [left, right].map((each) => asFloat(each, wide))
  return operator === '%' ? `fmod(${a}, ${b})` : `(${a} ${operator} ${b})`
}

/** Trino divides the digits of a decimal that fits a bigint as doubles, and reads the text of a longer one. */
export function asFloat({ text, type }: Typed, name: string): string {
  if (type.family === 'decimal' && type.precision > 18) return `cast(cast(${text} as VARCHAR) as ${name})`
  if (type.family === 'decimal' && type.precision > 15) {
    const quotient = `cast(cast(trino_unscaled(${text}) as BIGINT) as DOUBLE) / 1e${type.scale}`
    return name === 'DOUBLE' ? `(${quotient})` : `cast(${quotient} as ${name})`
  }
  return type.family === 'double' && name === 'DOUBLE' ? text : `cast(${text} as ${name})`
}

/** Days and moments with intervals. */
function times(operator: Operator, left: Typed, right: Typed): string {
  const families = `${left.type.family} ${operator} ${right.type.family}`
  switch (families) {
    case 'date + interval':
    case 'date - interval':
      return `cast(${left.text} ${operator} ${right.text} as DATE)`
    case 'interval + date':
      return `cast(${right.text} + ${left.text} as DATE)`
    case 'timestamp + interval':
    case 'timestamp - interval':
    case 'interval + timestamp':
    case 'interval + interval':
    case 'interval - interval':
    case 'interval * integer':
    case 'integer * interval':
      return `(${left.text} ${operator} ${right.text})`
    default:
      throw mismatch(operator, left.type, right.type)
  }
}

export const mismatch = (operator: string, left: ValueType, right: ValueType): QueryFault =>
  new QueryFault('TYPE_MISMATCH', `Cannot apply operator: ${typeName(left)} ${operator} ${typeName(right)}`)
