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
  max,
  open,
  plus,
  rate,
  ratio,
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

/** The model's published star, typed by it. */
const openModel = () => open(model)
export declare const opened: Awaited<ReturnType<typeof openModel>>

export async function questions(): Promise<string | null> {
  await opened.ask({ measures: ['sales'], by: ['product.line'], limit: 3, compare: 'sameDaysLastYear' })
  await opened.ask({ measures: ['sales', 'received'], by: ['customer.country', 'date.year'] })
  const { rows, previous } = await opened.ask({
    measures: ['received'],
    by: ['customer.country'],
    where: { 'customer.country': ['USA', null], 'date.date': { from: '2004-01-01' } },
    order: '-received',
  })
  return rows[0]?.['customer.country'] ?? previous?.[0]?.received ?? null
}
