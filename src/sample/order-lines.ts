import { money } from './literal.ts'
import { orderNumber } from './orders.ts'
import { BEST_SELLER, type Price, priceList } from './products.ts'
import { rowRandom } from './random.ts'
import type { SampleSize } from './size.ts'

export interface OrderLine {
  readonly code: string
  readonly quantity: number
  /** Cents. */
  readonly price: number
}

const MOST_LINES = 17

/** The lines of an order by product; no product twice. */
export function makeOrderLines({ seed }: SampleSize, prices: readonly Price[], order: number): OrderLine[] {
  const random = rowRandom(seed, 'order', 2 * order + 1)
  const count = 1 + random.below(MOST_LINES)
  // The best seller is no part of the walk; the last product lies behind its end, and nobody ever buys it.
  const walk = prices.length - 2
  const step = 1 + random.below(Math.floor(walk / MOST_LINES))
  const start = BEST_SELLER + 1 + random.below(walk - (count - 1) * step)
  const lines: OrderLine[] = []
  const add = ({ code, listPrice }: Price): void => {
    // Most pay less than the list says, some pay that, a few pay for a Sunday delivery.
    const percent = Math.min(80 + random.below(23), 100 + random.below(2) * 3)
    lines.push({ code, quantity: 8 + random.below(55), price: Math.floor((listPrice * percent + 50) / 100) })
  }
  if (random.chance(33)) add(prices[BEST_SELLER]!)
  for (let line = 0; line < count; line++) add(prices[start + line * step]!)
  return lines
}

/** Cents. */
export function orderAmount(lines: readonly OrderLine[]): number {
  let amount = 0
  for (const { quantity, price } of lines) amount += quantity * price
  return amount
}

/** Lines were typed in another order than that of their key. */
const lineNumber = (line: number, count: number, order: number): number => ((line + order) % count) + 1

export function* orderLineRows(size: SampleSize): Generator<string> {
  const prices = priceList(size)
  for (let order = 0; order < size.orders; order++) {
    const lines = makeOrderLines(size, prices, order)
    for (let line = 0; line < lines.length; line++) {
      const { code, quantity, price } = lines[line]!
      yield `(${orderNumber(order)},'${code}',${quantity},${money(price)},${lineNumber(line, lines.length, order)})`
    }
  }
}
