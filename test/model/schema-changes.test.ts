import { expect, test } from 'vitest'
import type { SchemaTable, SchemaTables } from '../../src/model/definition.ts'
import { schemaChanges } from '../../src/model/schema-changes.ts'

const table = (columns: SchemaTable['columns'], more: Partial<SchemaTable> = {}): SchemaTable => ({
  key: ['id'],
  columns: { id: 'int', ...columns },
  refs: {},
  ...more,
})
/** Each change on one line. */
const told = (before: SchemaTables, after: SchemaTables): readonly string[] =>
  schemaChanges(before, after).map(
    ({ of, table: in_, name, before: was, after: is, renamed }) =>
      `${of} ${in_}.${name}: ${was} → ${is}${renamed.length > 0 ? ` (${renamed.join(', ')})` : ''}`,
  )

test('equal schemas do not differ', () => {
  const tables = { a: table({ x: 'int' }, { refs: { b: ['x', 'b'] } }), b: table({}) }
  expect(told(tables, structuredClone(tables))).toEqual([])
})

test('columns: new, gone, of another type, NULL or not', () => {
  expect(
    told({ t: table({ a: 'int', b: 'int', c: 'date?' }) }, { t: table({ b: 'bigint', c: 'date', wholly: 'text' }) }),
  ).toEqual([
    'column t.a: int → null',
    'column t.wholly: null → text',
    'column t.b: int → bigint',
    'column t.c: date or NULL → date',
  ])
})

test('what is gone may have another name: a close one, or the only one of its type', () => {
  expect(told({ t: table({ createdOn: 'date' }) }, { t: table({ created_on: 'date' }) })[0]).toBe(
    'column t.createdOn: date → null (created_on)',
  )
  expect(told({ t: table({ price: 'decimal(9,2)' }) }, { t: table({ kosten: 'decimal(9,2)', n: 'int' }) })[0]).toBe(
    'column t.price: decimal(9,2) → null (kosten)',
  )
  const two = told({ t: table({ ab: 'int', cd: 'int' }) }, { t: table({ efghij: 'int' }) })
  expect(two.slice(0, 2)).toEqual(['column t.ab: int → null', 'column t.cd: int → null'])
})

test('keys, and relations by what they join', () => {
  const before = { t: table({ x: 'int', y: 'int' }, { refs: { u: ['x', 'u'] } }), u: table({}) }
  const refs = { u: [['x', 'y'], 'u', ['id', 'z']], v: ['y', 'u'] } as const
  expect(told(before, { ...before, t: { ...before.t, key: ['x', 'y'], refs } })).toEqual([
    'key t.t: id → x, y',
    'relation t.v: null → y → u',
    'relation t.u: x → u → x, y → u(id, z)',
  ])
  expect(told({ t: table({}) }, { t: table({}, { key: [] }) })).toEqual(['key t.t: id → none'])
})

test('tables: a gone one is likely the new one of its columns, whatever that is called', () => {
  expect(
    told({ payments: table({ amount: 'int' }) }, { receipts: table({ amount: 'int' }), paymentz: table({}) }),
  ).toEqual([
    'table receipts.receipts: null → 2 columns',
    'table paymentz.paymentz: null → 1 column',
    'table payments.payments: 2 columns → null (receipts)',
  ])
})
