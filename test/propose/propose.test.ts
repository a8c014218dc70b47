import { describe, expect, test } from 'vitest'
import type { ProposedFact } from '../../src/propose/proposal.ts'
import { likelyReferences } from '../../src/propose/undeclared.ts'
import { proposalOf, schemaOf, type TableSpec } from './database.ts'

const customers: TableSpec = { columns: { id: 'int', name: 'varchar(20)', created_at: 'datetime' } }
const orders: TableSpec = {
  columns: { id: 'int', customer_id: 'int', ordered: 'date', total: 'decimal(10,2)', status: 'varchar(9)' },
  refs: [['customer_id', 'customers']],
}
const lines: TableSpec = {
  columns: { order_id: 'int', no: 'int', sku: 'varchar(9)', qty: 'int', price: 'decimal(10,2)' },
  key: ['order_id', 'no'],
  refs: [
    ['order_id', 'orders'],
    ['sku', 'products'],
  ],
  rows: 1000,
}
const products: TableSpec = { columns: { sku: 'varchar(9)', name: 'varchar(20)', stock: 'int' } }
const shop = { customers, orders, order_lines: lines, products }

const labels = ({ columns }: Pick<ProposedFact, 'columns'>): readonly string[] => columns.map(({ label }) => label)
const measures = (fact: ProposedFact | undefined): readonly string[] =>
  (fact?.measures ?? []).map(({ name, kind, over }) => `${name}: ${kind}(${over.join(', ')})`)

describe('which tables are facts', () => {
  test('lines come first; their heads too, where they hold amounts of their own', () => {
    expect(proposalOf(shop).facts.map(({ table }) => table)).toEqual(['order_lines', 'orders'])
  })

  test('a head without amounts is none, and neither is what others only look up', () => {
    const { total: _, ...columns } = orders.columns
    expect(proposalOf({ ...shop, orders: { ...orders, columns } }).facts.map(({ table }) => table)).toEqual([
      'order_lines',
    ])
  })

  test('a bridge between two tables counts its rows', () => {
    const bridge = {
      columns: { a: 'int', b: 'int' },
      key: ['a', 'b'],
      refs: [
        ['a', 'x'],
        ['b', 'y'],
      ] as const,
    }
    const { facts } = proposalOf({ x: { columns: { id: 'int' } }, y: { columns: { id: 'int' } }, x_y: bridge })
    expect(facts.map(({ table }) => table)).toEqual(['x_y'])
    expect(measures(facts[0])).toEqual(['count: count()'])
  })

  test('with no foreign key at all, the table that looks most like events', () => {
    const { facts } = proposalOf({
      sales: { columns: { id: 'int', day: 'date', amount: 'decimal(10,2)' } },
      notes: { columns: { id: 'int', text: 'varchar(20)' } },
    })
    expect(facts.map(({ table, on }) => [table, on])).toEqual([['sales', 'day']])
  })

  test('never a table without a key; the reason is said', () => {
    const { facts, leftOut } = proposalOf({ log: { columns: { at: 'datetime', amount: 'decimal(10,2)' }, key: [] } })
    expect(facts).toEqual([])
    expect(leftOut).toEqual([expect.stringMatching(/^log has no key/)])
  })

  test('of many, the best four are written and the others named', () => {
    const fact = { columns: { id: 'int', c: 'int', amount: 'decimal(5,2)' }, refs: [['c', 'customers']] as const }
    const tables = Object.fromEntries(
      ['a', 'b', 'd', 'e', 'f', 'g'].map((name, i) => [name, { ...fact, rows: 10 ** i }]),
    )
    const { facts, leftOut } = proposalOf({ customers, ...tables })
    expect(facts.map(({ table }) => table)).toEqual(['g', 'f', 'e', 'd'])
    expect(leftOut).toEqual(['Facts as well: b, a.'])
  })
})

describe('what a fact holds', () => {
  test('members and dates of its head, the head’s key to count, quantity times price', () => {
    const [fact] = proposalOf(shop).facts
    expect(labels(fact!)).toEqual(['product', 'customer', 'ordered', 'order_id', 'qty', 'price', 'status', 'amount'])
    expect(fact!.on).toBe('ordered')
    expect(measures(fact)).toEqual([
      'qty: sum(qty)',
      'amount: sum(amount)',
      'orders: countDistinct(order_id)',
      'unitPrice: ratio(amount, qty)',
    ])
    expect(fact!.columns.find(({ label }) => label === 'price')!.value).toMatchObject({ mark: 'rate' })
  })

  test('one dimension in several roles; a reference to the own table is a column', () => {
    const { facts, dimensions } = proposalOf({
      people: { columns: { id: 'int', name: 'varchar(9)' } },
      deals: {
        columns: { id: 'int', buyer_id: 'int', seller_id: 'int?', amends_id: 'int?', amount: 'decimal(9,2)' },
        refs: [
          ['buyer_id', 'people'],
          ['seller_id', 'people'],
          ['amends_id', 'deals'],
        ],
      },
    })
    expect(labels(facts[0]!)).toEqual(['buyer', 'seller', 'amends_id', 'amount'])
    expect(dimensions.map(({ table }) => table)).toEqual(['people'])
  })

  test.each([
    ['amount', 'decimal(10,2)', 'sum'],
    ['tax_amount', 'decimal(10,2)', 'sum'],
    ['fee', 'decimal(10,2)', 'sum'],
    ['clicks', 'int', 'sum'],
    ['unit_price', 'decimal(10,2)', 'never'],
    ['discount_pct', 'decimal(5,2)', 'never'],
    ['tax', 'decimal(5,2)', 'never'],
    ['creditLimit', 'decimal(10,2)', 'never'],
    ['balance', 'decimal(10,2)', 'never'],
    ['lat', 'decimal(9,6)', 'never'],
    ['invoiceNumber', 'int', 'never'],
    ['year', 'int', 'never'],
    ['is_paid', 'tinyint(1)', 'never'],
    ['amount', 'double', 'never'],
  ])('%s %s: %s summed', (name, type, kind) => {
    const { facts } = proposalOf({
      customers,
      bills: { columns: { id: 'int', c: 'int', day: 'date', [name]: type }, refs: [['c', 'customers']] },
    })
    expect(measures(facts[0])).toEqual(kind === 'sum' ? [`${name}: sum(${name})`] : ['count: count()'])
  })

  test('a product that 38 digits cannot hold is not proposed', () => {
    const wide = { ...lines, columns: { ...lines.columns, qty: 'bigint', price: 'decimal(30,2)' } }
    expect(labels(proposalOf({ ...shop, order_lines: wide }).facts[0]!)).not.toContain('amount')
  })

  test('no column that is secret, personal, long or without an exact home', () => {
    const { facts } = proposalOf({
      customers,
      calls: {
        columns: {
          id: 'int',
          c: 'int',
          day: 'date',
          api_token: 'char(9)',
          email: 'char(9)',
          body: 'text',
          v: 'vector(3)',
        },
        refs: [['c', 'customers']],
      },
    })
    expect(labels(facts[0]!)).toEqual(['c', 'day'].map((name) => (name === 'c' ? 'customer' : name)))
    expect(facts[0]!.notes).toEqual([expect.stringContaining('api_token, email')])
  })
})

test('when a row was written is no date of what happened', () => {
  const { facts, dimensions } = proposalOf({
    customers: { columns: { id: 'int', name: 'varchar(9)', last_update: 'timestamp' } },
    bills: {
      columns: { id: 'int', c: 'int', amount: 'decimal(9,2)', modified: 'datetime' },
      refs: [['c', 'customers']],
    },
  })
  expect([labels(facts[0]!), facts[0]!.on, labels(dimensions[0]!)]).toEqual([['customer', 'amount'], null, ['name']])
})

describe('what a dimension holds', () => {
  const attributes = (tables: Readonly<Record<string, TableSpec>>, table: string): readonly string[] =>
    labels(proposalOf(tables).dimensions.find((dimension) => dimension.table === table)!)
  const fact = (table: string): TableSpec => ({
    columns: { id: 'int', of: 'int', amount: 'decimal(9,2)' },
    refs: [['of', table]],
  })

  test('what its rows lead to, by names; a manager one step only, and no way round and round', () => {
    const tables = {
      fact: fact('staff'),
      staff: {
        columns: { id: 'int', name: 'varchar(9)', boss_id: 'int?', office_id: 'int' },
        refs: [
          ['boss_id', 'staff'],
          ['office_id', 'office'],
        ] as const,
      },
      office: {
        columns: { id: 'int', city: 'varchar(9)', head_id: 'int?', country: 'char(2)' },
        refs: [
          ['head_id', 'staff'],
          ['country', 'country'],
        ] as const,
      },
      country: { columns: { code: 'char(2)', name: 'varchar(9)' } },
    }
    expect(attributes(tables, 'staff')).toEqual(['name', 'bossName', 'officeCity', 'countryName'])
  })

  test('names that would be published twice, or as its key, are told apart', () => {
    const text = 'varchar(9)'
    const columns = { 'item key': 'int', item_key: text, itemKey: text, 'Item.Key': text, 名: text, 字: text }
    const found = attributes({ fact: fact('item'), item: { columns } }, 'item')
    expect(found).toEqual(['itemKeyCode', 'item_key2', 'itemKey3', 'itemKey4', 'column1', 'column2'])
  })

  test('blanks that make one value two are trimmed, and shown', () => {
    const { dimensions } = proposalOf(shop, { blanks: new Map([['customers.name', "'A' and 'A ' are one"]]) })
    const [name] = dimensions.find(({ table }) => table === 'customers')!.columns
    expect(name).toMatchObject({ value: { mark: 'trim' }, note: "'A' and 'A ' are one" })
  })

  test('a table called dates does not take the calendar’s name', () => {
    const { dimensions } = proposalOf({ fact: fact('dates'), dates: { columns: { id: 'int', name: 'varchar(9)' } } })
    expect(dimensions.map(({ name }) => name)).toEqual(['datesMembers'])
  })
})

test('of two tables that differ in case alone one is used, and the other is named', () => {
  const { dimensions, leftOut } = proposalOf({
    sales: {
      columns: { id: 'int', a: 'int', b: 'int', amount: 'decimal(9,2)' },
      refs: [
        ['a', 'Item'],
        ['b', 'item'],
      ],
    },
    Item: { columns: { id: 'int', name: 'varchar(9)' } },
    item: { columns: { id: 'int', name: 'varchar(9)' } },
  })
  expect(dimensions.map(({ table }) => table)).toEqual(['Item'])
  expect(leftOut).toEqual(["item: another table's name differs in upper and lower case alone."])
})

test('columns that are named like another table’s key may be foreign keys', () => {
  const found = likelyReferences(
    schemaOf({
      customers,
      products,
      sales: {
        columns: {
          id: 'int',
          customer_id: 'int',
          customerName: 'varchar(9)',
          product_sku: 'varchar(9)',
          note_id: 'int',
        },
      },
      returns: {
        columns: { sale_id: 'int', new_customer_id: 'int', newCustomer: 'int', customers_id: 'varchar(9)' },
        key: [],
      },
    }),
  )
  expect(found.map(({ table, column, to, name }) => [table, column, to, name])).toEqual([
    ['sales', 'customer_id', 'customers', 'customer'],
    ['sales', 'product_sku', 'products', 'product'],
    ['returns', 'sale_id', 'sales', 'sale'],
    ['returns', 'new_customer_id', 'customers', 'newCustomerRow'],
  ])
})
