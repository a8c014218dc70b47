/** Each use marked `wrong` must be refused, with a message that says the word after it. */
import { dates, from, gt, rate, star, sum, times } from '../../../src/index.ts'
import { customers, opened, places, products } from '../good.ts'
import { shop } from '../shop.ts'

const { fact } = from(shop)

fact('lines', (l) => ({
  ok: customers.at(l.order.customer),
  a: places.at(l.order.customer.postalCode), // wrong: RowOf<"customers">
  b: customers.at(l.product), // wrong: RowOf<"customers">
  c: customers.at(l.order), // wrong: RowOf<"customers">
  d: l.order.lines, // wrong: lines
  e: l.order.customer.payments, // wrong: payments
  f: dates.at(l.order.status), // wrong: date
  g: times(l.order.status, l.price), // wrong: varchar(15)
  h: l.order.customer.contry, // wrong: contry
  i: dates.at(l.order.at), // wrong: date
}))

fact('orders', (o) => ({ amount: o.lines })) // wrong: lines
fact('custmers', (_c) => ({})) // wrong: custmers
fact('payments', (p) => ({ amount: p.amount, check: p.check })).measures({ paid: sum('check') }) // wrong: "check"
fact('lines', (l) => ({ credit: l.order.customer.creditLimit })).measures({ credit: sum('credit') }) // wrong: "credit"
fact('lines', (l) => ({ buy: l.product.buyPrice })).measures({ buy: sum('buy') }) // wrong: "buy"
fact('lines', (l) => ({ price: rate(l.price) })).measures({ price: sum('price') }) // wrong: "price"
fact('lines', (l) => ({ off: l.discount })).measures({ off: sum('off') }) // wrong: "off"
fact('lines', (l) => ({ n: l.quantity })).on('n') // wrong: "n"

const one = fact('lines', (l) => ({ product: products.at(l.product), n: l.quantity })).measures({ n: sum('n') })
star({ one }, { checks: { one: (row) => [gt(row.m, 0)] } }) // wrong: m
star({ one }, { reconcile: { one: ['product.lnie'] } }) // wrong: product.lnie
star({ one }, { checks: { two: () => [] } }) // wrong: two

opened.ask({ measures: ['received'], by: ['product.line'] }) // wrong: product.line
opened.ask({ measures: ['sales', 'received'], by: ['product.line'] }) // wrong: product.line
opened.ask({ measures: ['slaes'] }) // wrong: slaes
opened.ask({ measures: ['sales'], where: { 'customer.contry': 'USA' } }) // wrong: customer.contry
opened.ask({ measures: ['sales'], by: ['product.line'], order: '-received' }) // wrong: received
opened.ask({ measures: ['sales'], compare: 'lastYear' }) // wrong: lastYear
opened.ask({ measures: ['sales'] }).then(({ rows }) => rows[0]?.['product.line']) // wrong: product.line
