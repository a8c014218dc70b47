import { dateLiteral, LAST_DAY } from './calendar.ts'
import { money } from './literal.ts'
import { makeOrderLines, orderAmount } from './order-lines.ts'
import { makeOrder, orderOf } from './orders.ts'
import { type Price, priceList } from './products.ts'
import { rowRandom } from './random.ts'
import { BLOCK, type SampleSize } from './size.ts'

interface Payment {
  readonly customerNumber: number
  readonly check: string
  readonly day: number
  /** Cents. */
  readonly amount: number
}

/** Payments by customer, as their key has it; all customers of a block come before those of the next. */
export function* paymentRows(size: SampleSize): Generator<string> {
  const prices = priceList(size)
  for (let block = 0; block < size.blocks; block++) {
    for (const { customerNumber, check, day, amount } of paymentsOfBlock(size, prices, block)) {
      yield `(${customerNumber},'${check}',${dateLiteral(day)},${money(amount)})`
    }
  }
}

function paymentsOfBlock(size: SampleSize, prices: readonly Price[], block: number): Payment[] {
  const payments: Payment[] = []
  for (let slot = 0; slot < BLOCK.orders; slot++) {
    const payment = makePayment(size, prices, orderOf(size, block, slot))
    if (payment !== undefined) payments.push(payment)
  }
  return payments.sort((a, b) => a.customerNumber - b.customerNumber || (a.check < b.check ? -1 : 1))
}

/** An order is paid in one sum some time after it was shipped, or not yet. */
function makePayment(size: SampleSize, prices: readonly Price[], order: number): Payment | undefined {
  const { status, shippedDay, customerNumber, number } = makeOrder(size, order)
  const random = rowRandom(size.seed, 'payment', order)
  if (shippedDay === null || status === 'Disputed' || status === 'Cancelled' || random.chance(8)) return undefined
  const day = shippedDay + random.between(2, 28)
  if (day > LAST_DAY) return undefined
  const check = `${LETTERS[random.below(LETTERS.length)]}${LETTERS[random.below(LETTERS.length)]}${number}`
  return { customerNumber, check, day, amount: orderAmount(makeOrderLines(size, prices, order)) }
}

const LETTERS = 'ABCDEFGHJKLMNPQRSTUVWXYZ'
