/** A schema for the type tests, with the shape that `starlift pull` writes. */
const tables = {
  customers: {
    key: ['id'],
    columns: {
      id: 'int',
      name: 'varchar(50)',
      country: 'varchar(50)',
      postalCode: 'varchar(15)?',
      creditLimit: 'decimal(10,2)?',
    },
    refs: {},
  },
  products: {
    key: ['code'],
    columns: { code: 'varchar(15)', line: 'varchar(50)', buyPrice: 'decimal(10,2)', weight: 'double?' },
    refs: {},
  },
  orders: {
    key: ['id'],
    columns: { id: 'int', day: 'date', at: 'datetime?', status: 'varchar(15)', customerId: 'int' },
    refs: { customer: ['customerId', 'customers'] },
  },
  lines: {
    key: ['orderId', 'code'],
    columns: { orderId: 'int', code: 'varchar(15)', quantity: 'int', price: 'decimal(10,2)', discount: 'double' },
    refs: { order: ['orderId', 'orders'], product: ['code', 'products'] },
  },
  payments: {
    key: ['customerId', 'check'],
    columns: { customerId: 'int', check: 'varchar(50)', day: 'date', amount: 'decimal(10,2)' },
    refs: { customer: ['customerId', 'customers'] },
  },
} as const

type Tables = typeof tables
export interface Shop extends Tables {}
export const shop: Shop = tables
