/** What must compile; `tsc` of the whole house checks it. */
import {
  average,
  countDistinct,
  dates,
  day,
  decimal,
  from,
  gt,
  last,
  type MeasureName,
  max,
  plus,
  type Question,
  rate,
  ratio,
  type Shared,
  type Star,
  star,
  sum,
  times,
  trim,
} from '../../src/index.ts'
import { shop } from './shop.ts'

const { dimension, distinct, fact } = from(shop)

export const customers = dimension('customers', (c) => ({ name: c.name, country: trim(c.country) }))
export const places = distinct('places', 'customers', (c) => ({ country: c.country, postalCode: c.postalCode }))
export const products = dimension('products', (p) => ({ line: p.line }), { name: 'goods', clean: ['line'] })

export const lines = fact('lines', (l) => ({
  product: products.at(l.product),
  customer: customers.at(l.order.customer),
  place: places.at(l.order.customer),
  ordered: dates.at(l.order.day),
  seen: dates.at(day(l.order.at, 'Europe/Madrid')),
  quantity: l.quantity,
  price: rate(l.price),
  amount: times(l.quantity, l.price),
  cost: times(l.quantity, l.product.buyPrice),
  both: plus(l.quantity, l.price),
  discount: decimal(l.discount, 10, 2),
  status: l.order.status,
}))
  .on('ordered')
  .measures({
    sales: sum('amount'),
    cost: sum('cost'),
    off: sum('discount'),
    dearest: max('price'),
    mean: average('quantity'),
    buyers: countDistinct('customer'),
    stock: last('quantity', 'ordered'),
    margin: ratio('cost', 'sales'),
  })

export const payments = fact('payments', (p) => ({
  customer: customers.at(p.customer),
  paid: dates.at(p.day),
  check: p.check,
  amount: p.amount,
}))
  .on('paid')
  .measures({ received: sum('amount') })

export const model = star(
  { lines, payments },
  {
    checks: { lines: (line) => [gt(line.amount, 0)] },
    reconcile: { lines: ['product.line', 'ordered.year', 'status'], payments: ['paid.year'] },
  },
)

/** As the package that asks questions will declare it. */
export declare function ask<
  F extends Readonly<Record<string, unknown>>,
  const M extends MeasureName<F>,
  const B extends Shared<F, M> = never,
>(star: Star<F>, question: Question<F, M, B>): void

export function questions(): void {
  ask(model, { measures: ['sales'], by: ['product.line'] })
  ask(model, { measures: ['sales', 'received'], by: ['customer.country', 'date.year'] })
  ask(model, { measures: ['received'], where: { 'customer.country': 'USA' }, order: '-received' })
}
