import { decimalOf, decimalText, quotient } from './decimal.ts'

/** How much a figure changed, `+43.3%`, rounded half away from zero; null where there is nothing to compare with. */
export function change(now: string | null, before: string | null): string | null {
  if (now === null || before === null || !isNumber(now) || !isNumber(before)) return null
  const [a, b] = [decimalOf(now), decimalOf(before)]
  const scale = Math.max(a.scale, b.scale)
  const widened = (units: bigint, own: number): bigint => units * 10n ** BigInt(scale - own)
  const [left, right] = [widened(a.units, a.scale), widened(b.units, b.scale)]
  const part = quotient({ units: (left - right) * 100n, scale }, { units: right < 0n ? -right : right, scale }, 1)
  if (part === null) return null
  return `${part.units > 0n ? '+' : ''}${decimalText(part)}%`
}

const isNumber = (text: string): boolean => /^-?\d+(\.\d+)?$/.test(text)
