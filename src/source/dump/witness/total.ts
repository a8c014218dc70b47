/** An exact sum of whole numbers. */
export class Total {
  #safe = 0
  #rest = 0n

  add(value: number | bigint): void {
    if (typeof value === 'bigint') this.#rest += value
    else {
      const sum = this.#safe + value
      if (Number.isSafeInteger(sum)) this.#safe = sum
      else {
        this.#rest += BigInt(this.#safe) + BigInt(value)
        this.#safe = 0
      }
    }
  }

  get value(): bigint {
    return this.#rest + BigInt(this.#safe)
  }
}

/** A whole number of 10^-scale, as people write it: 1250 with scale 2 is `12.50`. */
export function decimalText(value: number | bigint, scale: number): string {
  const digits = String(value)
    .replace('-', '')
    .padStart(scale + 1, '0')
  const sign = value < 0 ? '-' : ''
  return scale === 0 ? sign + digits : `${sign}${digits.slice(0, -scale)}.${digits.slice(-scale)}`
}
