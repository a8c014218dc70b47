import { countDistinct, dates, from, gt, gte, minus, ratio, star, sum, times, trim } from 'starlift'
import { database } from './schema.ts'

const { dimension, distinct, fact } = from(database)

const customers = dimension('customers', (c) => ({
  customerName: c.customerName,
  contactLastName: c.contactLastName,
  contactFirstName: c.contactFirstName,
  phone: c.phone,
  addressLine1: c.addressLine1,
  addressLine2: c.addressLine2,
  creditLimit: c.creditLimit,
  salesRep: c.salesRep.lastName,
  salesOffice: c.salesRep.office.city,
}))

const products = dimension('products', (p) => ({
  productName: p.productName,
  line: p.productLine,
  productScale: p.productScale,
  productVendor: p.productVendor,
  productDescription: p.productDescription,
  productLineDescription: p.line.textDescription,
}))

// A place is its whole address: postal codes are missing for whole countries and shared between cities.
const locations = distinct('locations', 'customers', (c) => ({
  postalCode: c.postalCode,
  city: c.city,
  state: c.state,
  country: trim(c.country), // 'Norway' and 'Norway  ' are one country
}))

const orders = fact('orderdetails', (line) => ({
  product: products.at(line.product),
  customer: customers.at(line.order.customer),
  location: locations.at(line.order.customer),
  ordered: dates.at(line.order.orderDate),
  required: dates.at(line.order.requiredDate),
  shipped: dates.at(line.order.shippedDate), // not shipped yet: the unknown date
  orderLineNumber: line.orderLineNumber,
  status: line.order.status,
  quantityOrdered: line.quantityOrdered,
  priceEach: line.priceEach,
  orderAmount: times(line.quantityOrdered, line.priceEach),
  cost: times(line.quantityOrdered, line.product.buyPrice),
  listAmount: times(line.quantityOrdered, line.product.MSRP),
  margin: minus(times(line.quantityOrdered, line.priceEach), times(line.quantityOrdered, line.product.buyPrice)),
  discount: minus(times(line.quantityOrdered, line.product.MSRP), times(line.quantityOrdered, line.priceEach)),
  orderNumber: line.orderNumber,
}))
  .on('ordered')
  .measures({
    sales: sum('orderAmount'),
    orders: countDistinct('orderNumber'),
    units: sum('quantityOrdered'),
    orderValue: ratio('sales', 'orders'),
    marginRate: ratio('margin', 'sales'),
    underList: ratio('discount', 'list'),
    cost: sum('cost'),
    margin: sum('margin'),
    list: sum('listAmount'),
    discount: sum('discount'),
    price: ratio('sales', 'units'),
    listPrice: ratio('list', 'units'),
  })

const payments = fact('payments', (payment) => ({
  customer: customers.at(payment.customer),
  paid: dates.at(payment.paymentDate),
  amount: payment.amount,
}))
  .on('paid')
  .measures({ received: sum('amount') })

export default star(
  { orders, payments },
  {
    checks: {
      orders: (line) => [gt(line.quantityOrdered, 0), gte(line.orderAmount, 0)],
      payments: (payment) => [gt(payment.amount, 0)],
    },
    reconcile: { orders: ['product.line', 'location.country', 'ordered.year', 'status'], payments: ['paid.year'] },
  },
)
