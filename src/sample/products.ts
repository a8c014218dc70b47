import { integer, money, text } from './literal.ts'
import { type Random, rowRandom } from './random.ts'
import type { SampleSize } from './size.ts'
import { FEATURES, PRODUCT_LINES, PRODUCT_PLACES, type ProductLine, SCALES, VENDORS } from './words/products.ts'

/** The product that goes into every third order. */
export const BEST_SELLER = 0

export interface Price {
  readonly code: string
  /** Cents. */
  readonly buyPrice: number
  /** Cents. */
  readonly listPrice: number
}

/** What order lines need to know of the products. */
export const priceList = (size: SampleSize): readonly Price[] =>
  Array.from({ length: size.products }, (_, product) => priceOf(product, productRandom(size, product)))

export function* productRows(size: SampleSize): Generator<string> {
  for (let product = 0; product < size.products; product++) yield productRow(product, productRandom(size, product))
}

function productRow(product: number, random: Random): string {
  const { line, ordinal } = placeInLine(product)
  const { code, buyPrice, listPrice } = priceOf(product, random)
  const features = random.below(FEATURES.length)
  return `(${[
    text(code),
    text(productName(line, ordinal, random.between(1868, 1974))),
    text(line.name),
    text(`1:${scaleOf(product)}`),
    text(random.pick(VENDORS)),
    text(`${FEATURES[features]} ${FEATURES[(features + random.between(1, 8)) % FEATURES.length]}`),
    integer(random.below(9_999)),
    money(buyPrice),
    money(listPrice),
  ].join(',')})`
}

const productRandom = ({ seed }: SampleSize, product: number): Random => rowRandom(seed, 'product', product)

function priceOf(product: number, random: Random): Price {
  const buyPrice = random.between(14_50, 98_99)
  const listPrice = Math.floor((buyPrice * random.between(135, 215)) / 100)
  return { code: `M${String(product + 1).padStart(5, '0')}_${scaleOf(product)}`, buyPrice, listPrice }
}

const scaleOf = (product: number): string => SCALES[(product * 3) % SCALES.length]!

interface LinePlace {
  readonly line: ProductLine
  /** Which product of the 22. */
  readonly inRound: number
}

/** A round of products: each line as often as its share, and none twice in a row as far as shares allow. */
const ROUND: readonly LinePlace[] = PRODUCT_LINES.flatMap((line) =>
  Array.from({ length: line.share }, (_, inRound) => ({ line, inRound, at: (2 * inRound + 1) / (2 * line.share) })),
).sort((a, b) => a.at - b.at)

function placeInLine(product: number): { line: ProductLine; ordinal: number } {
  const { line, inRound } = ROUND[product % ROUND.length]!
  return { line, ordinal: Math.floor(product / ROUND.length) * line.share + inRound }
}

/** Place and kind name a product of its line; after all pairs are used, a mark tells them apart. */
function productName(line: ProductLine, ordinal: number, year: number): string {
  const place = PRODUCT_PLACES[(ordinal * 11) % PRODUCT_PLACES.length]!
  const kind = line.kinds[ordinal % line.kinds.length]!
  const mark = Math.floor(ordinal / (PRODUCT_PLACES.length * line.kinds.length))
  return `${year} ${place} ${kind}${mark === 0 ? '' : ` Mark ${mark + 1}`}`
}
