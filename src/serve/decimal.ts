/** An exact number: `units` of 10^-scale. */
export interface Decimal {
  readonly units: bigint
  readonly scale: number
}

/** Reads `-12.50`. */
export function decimalOf(text: string): Decimal {
  const [, sign, whole = '', part = ''] = /^(-?)(\d*)(?:\.(\d*))?$/.exec(text) ?? []
  if (sign === undefined || whole + part === '') throw new Error(`${text} is no decimal`)
  return { units: BigInt(`${sign}${whole}${part}`), scale: part.length }
}

export function decimalText({ units, scale }: Decimal): string {
  const digits = String(units < 0n ? -units : units).padStart(scale + 1, '0')
  const whole = digits.slice(0, digits.length - scale)
  return `${units < 0n ? '-' : ''}${whole}${scale > 0 ? `.${digits.slice(-scale)}` : ''}`
}

const power = (exponent: number): bigint => 10n ** BigInt(exponent)

/** `over / under` rounded half away from zero to `scale` places; null where `under` is zero. */
export function quotient(over: Decimal, under: Decimal, scale: number): Decimal | null {
  if (under.units === 0n) return null
  const [top, bottom] = [over.units * power(scale + under.scale), under.units * power(over.scale)]
  const negative = top < 0n !== bottom < 0n
  const [a, b] = [top < 0n ? -top : top, bottom < 0n ? -bottom : bottom]
  const rounded = (2n * a + b) / (2n * b)
  return { units: negative ? -rounded : rounded, scale }
}

/** Negative, zero or positive as `a` is less, equal or more. */
export function compareDecimals(a: Decimal, b: Decimal): number {
  const scale = Math.max(a.scale, b.scale)
  const difference = a.units * power(scale - a.scale) - b.units * power(scale - b.scale)
  return difference < 0n ? -1 : difference > 0n ? 1 : 0
}

/** The same of texts: NULL over anything, and anything over nothing, is no number. */
export function divided(
  over: string | null | undefined,
  under: string | null | undefined,
  scale: number,
): string | null {
  if (over == null || under == null) return null
  const result = quotient(decimalOf(over), decimalOf(under), scale)
  return result && decimalText(result)
}
