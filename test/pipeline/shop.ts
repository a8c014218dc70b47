import { count, dates, from, ne, star, sum } from '../../src/index.ts'

type Cell = string | number | null

export interface Shop {
  /** id, name, city, state */
  readonly customers: readonly (readonly [string, string, string | null, string | null])[]
  /** id, customer, day, amount */
  readonly orders: readonly (readonly [number, string | null, string | null, string])[]
}

const tables = {
  customers: {
    key: ['id'],
    columns: { id: 'varchar(20)', name: 'varchar(40)', city: 'varchar(40)?', state: 'varchar(40)?' },
    refs: {},
  },
  orders: {
    key: ['id'],
    columns: { id: 'int', customer_id: 'varchar(20)?', day: 'date?', amount: 'decimal(10,2)' },
    refs: { customer: ['customer_id', 'customers'] },
  },
} as const

const written = (cell: Cell): string =>
  cell === null ? 'NULL' : typeof cell === 'number' ? String(cell) : `'${cell.replaceAll("'", "''")}'`

export const insert = (table: string, rows: readonly (readonly Cell[])[]): string =>
  rows.length === 0
    ? ''
    : `INSERT INTO \`${table}\` VALUES ${rows.map((row) => `(${row.map(written).join(',')})`).join(',')};\n`

/** A dump of a shop; nothing keeps its orders from naming customers that are not there. */
export const shopDump = ({ customers, orders }: Shop): string => `SET NAMES utf8mb4;
CREATE TABLE customers (id varchar(20) NOT NULL, name varchar(40) NOT NULL, city varchar(40), state varchar(40), PRIMARY KEY (id)) DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
${insert('customers', customers)}CREATE TABLE orders (id int NOT NULL, customer_id varchar(20), day date, amount decimal(10,2) NOT NULL, PRIMARY KEY (id),
  CONSTRAINT c FOREIGN KEY (customer_id) REFERENCES customers (id)) DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
${insert('orders', orders)}`

const { dimension, distinct, fact } = from(tables)
const customers = dimension('customers', (c) => ({ name: c.name }), { where: (c) => ne(c.name, 'secret') })
const places = distinct('places', 'customers', (c) => ({ city: c.city, state: c.state }))
const orders = fact('orders', (o) => ({
  customer: customers.at(o.customer),
  place: places.at(o.customer),
  day: dates.at(o.day),
  amount: o.amount,
})).measures({ sales: sum('amount'), orders: count() })

export const shopModel = star({ orders })
