import { expect, test } from 'vitest'
import { typeText } from '../../src/core/schema.ts'
import { columnType, TYPE_RULES } from '../../src/source/column-type.ts'
import { parseDeclaration } from '../../src/source/declaration.ts'

const textOf = (declared: string): string => {
  const type = columnType(declared)
  return type.kind === 'refused' ? type.code : typeText(type)
}

test.each([
  ['tinyint(1)', 'integer(8)'],
  ['tinyint(3) unsigned', 'integer(16)'],
  ['tinyint(3) unsigned zerofill', 'integer(16)'],
  ['smallint unsigned', 'integer(32)'],
  ['mediumint unsigned', 'integer(32)'],
  ['INTEGER', 'integer(32)'],
  ['int(10) unsigned', 'integer(64)'],
  ['int(8) zerofill', 'integer(64)'],
  ['bigint(20) unsigned', 'decimal(20,0)'],
  ['serial', 'decimal(20,0)'],
  ['bool', 'integer(8)'],
  ['numeric(38,38)', 'decimal(38,38)'],
  ['decimal(10,2) unsigned', 'decimal(10,2)'],
  ['decimal', 'decimal(10,0)'],
  ['decimal(39,0)', 'TYPE_OVERFLOW'],
  ['float(7,4)', 'float(32)'],
  ['float(53)', 'float(64)'],
  ['double precision', 'float(64)'],
  ['double(10,2)', 'float(64)'],
  ['bit', 'boolean'],
  ['bit(1)', 'boolean'],
  ['bit(2)', 'integer(64)'],
  ['bit(63)', 'integer(64)'],
  ['bit(64)', 'decimal(20,0)'],
  ['timestamp(6)', 'timestamp with time zone'],
  ['datetime', 'timestamp'],
  ['year(4)', 'integer(16)'],
  ["enum('a)','b,''c')", 'text'],
  ['national character varying(9)', 'text'],
  ['char byte(4)', 'bytes'],
  ['geometrycollection', 'bytes'],
  ['vector(1536)', 'TYPE_REFUSED'],
  ['xmltype', 'TYPE_REFUSED'],
  ['', 'TYPE_REFUSED'],
])('%s is %s', (declared, expected) => {
  expect(textOf(declared)).toBe(expected)
})

test('every rule decides its own examples', () => {
  for (const rule of TYPE_RULES)
    for (const example of rule.examples) expect(columnType(example)).toEqual(rule.type(parseDeclaration(example)))
})
