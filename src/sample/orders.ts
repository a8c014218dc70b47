import { dateLiteral, dayOfOrder, LAST_DAY } from './calendar.ts'
import { BUYERS, buyer, customerNumber } from './customers.ts'
import { text } from './literal.ts'
import { type Random, rowRandom } from './random.ts'
import { BLOCK, type SampleSize } from './size.ts'
import { COMMENTS } from './words/comments.ts'

type OrderStatus = 'Shipped' | 'Cancelled' | 'Disputed' | 'In Process' | 'On Hold' | 'Resolved'

export interface Order {
  readonly number: number
  readonly customerNumber: number
  readonly day: number
  readonly requiredDay: number
  /** Null when it has not left the house. */
  readonly shippedDay: number | null
  readonly status: OrderStatus
}

/** Orders are numbered in the order of their days; neighbours belong to different blocks. */
export const orderNumber = (order: number): number => 20_001 + order
export const orderOf = ({ blocks }: SampleSize, block: number, slot: number): number => slot * blocks + block

/** What became of those of a block's 326 orders that were not simply shipped. */
const STATUS: ReadonlyMap<number, OrderStatus> = new Map([
  ...[44, 101, 158, 203, 249, 288].map((slot) => [slot, 'Cancelled'] as const),
  ...[301, 307, 311, 316].map((slot) => [slot, 'On Hold'] as const),
  ...[277, 296, 309].map((slot) => [slot, 'Disputed'] as const),
  ...[71, 139, 226, 284].map((slot) => [slot, 'Resolved'] as const),
  ...[320, 321, 322, 323, 324, 325].map((slot) => [slot, 'In Process'] as const),
])
/** Of the cancelled ones, this one had left the house and came back. */
const CAME_BACK = 203

export function makeOrder(size: SampleSize, order: number): Order {
  const slot = Math.floor(order / size.blocks)
  const random = rowRandom(size.seed, 'order', 2 * order)
  const day = dayOfOrder(order, size.orders)
  const status = STATUS.get(slot) ?? 'Shipped'
  const first = (order % size.blocks) * BLOCK.customers
  return {
    number: orderNumber(order),
    customerNumber: customerNumber(size, first + buyer(chooseBuyer(slot, random))),
    day,
    requiredDay: day + random.between(7, 13),
    shippedDay: leaves(status, slot) ? Math.min(day + random.between(1, 6), LAST_DAY) : null,
    status,
  }
}

const leaves = (status: OrderStatus, slot: number): boolean =>
  status === 'Shipped' || status === 'Disputed' || status === 'Resolved' || slot === CAME_BACK

/** A third of the orders go round, so that every buyer has one; two key accounts take some; the early ones more. */
function chooseBuyer(slot: number, random: Random): number {
  if (slot % 3 === 0) return (slot / 3) % BUYERS
  if (random.chance(16)) return random.below(2)
  return Math.min(random.below(BUYERS), random.below(BUYERS))
}

export function* orderRows(size: SampleSize): Generator<string> {
  for (let order = 0; order < size.orders; order++) {
    const { number, day, requiredDay, shippedDay, status, customerNumber } = makeOrder(size, order)
    const slot = Math.floor(order / size.blocks)
    yield `(${number},${dateLiteral(day)},${dateLiteral(requiredDay)},${dateLiteral(shippedDay)},'${status}',${comment(slot)},${customerNumber})`
  }
}

const COMMENT_LITERALS = COMMENTS.map(text)

/** Every fourth order has a comment, and in a block every comment is used. */
const comment = (slot: number): string =>
  slot % 4 === 1 ? COMMENT_LITERALS[((slot - 1) / 4) % COMMENTS.length]! : 'NULL'
