/** One block of the sample: about the size of the exercise. Scale N is N blocks, interleaved in time. */
export const BLOCK = { customers: 122, orders: 326 } as const

export interface SampleSize {
  readonly seed: number
  readonly blocks: number
  readonly customers: number
  readonly orders: number
  /** A bigger shop sells more of each product before it sells more products: the square root of the scale. */
  readonly products: number
}

/** Throws a RangeError for a scale that is not a whole number from 1, or a seed that is no whole number of 32 bits. */
export function sampleSize(seed: number, scale: number): SampleSize {
  if (!Number.isSafeInteger(scale) || scale < 1) throw new RangeError(`scale must be 1, 2, 3 …, not ${scale}`)
  if ((seed | 0) !== seed) throw new RangeError(`seed must be a whole number of 32 bits, not ${seed}`)
  return {
    seed,
    blocks: scale,
    customers: BLOCK.customers * scale,
    orders: BLOCK.orders * scale,
    products: Math.round(110 * Math.sqrt(scale)),
  }
}
