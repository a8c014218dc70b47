/** One stream of chance: the same seed gives the same numbers on every machine, whatever else was drawn before. */
export class Random {
  #state: number

  constructor(seed: number) {
    this.#state = seed | 0
  }

  /** A whole number from 0 to `count` - 1, for counts up to 2^20. */
  below(count: number): number {
    this.#state = (this.#state + 0x9e3779b9) | 0
    return Math.floor(((scramble(this.#state) >>> 0) * count) / 0x1_0000_0000)
  }

  /** A whole number from `low` to `high`, both included. */
  between(low: number, high: number): number {
    return low + this.below(high - low + 1)
  }

  pick<T>(list: readonly T[]): T {
    return list[this.below(list.length)]!
  }

  chance(percent: number): boolean {
    return this.below(100) < percent
  }
}

/** The stream of one row, so that a row can be made again without making those before it. */
export function rowRandom(seed: number, subject: Subject, row: number): Random {
  return new Random(scramble(scramble(scramble(seed | 0) ^ SUBJECTS[subject]) ^ row))
}

export type Subject = keyof typeof SUBJECTS

const SUBJECTS = {
  customer: 0x2c1b3c6d,
  employee: 0x297a2d39,
  order: 0x1f35a7bd,
  payment: 0x6a09e667,
  place: 0x3c6ef372,
  product: 0x510e527f,
} as const

/** The finalizer of MurmurHash3 (Appleby, public domain): every input bit reaches every output bit. */
function scramble(value: number): number {
  let mixed = value
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x85ebca6b)
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35)
  return mixed ^ (mixed >>> 16)
}
