import { expect, test } from 'vitest'
import { typeText } from '../../src/core/schema.ts'
import { columnType, TYPE_RULES } from '../../src/source/column-type.ts'
import { parseDeclaration } from '../../src/source/declaration.ts'

const textOf = (declared: string): string => {
  const type = columnType(declared)
  return type.kind === 'refused' ? type.code : typeText(type)
}

test.each([
  ['tinyint(1)', 'tinyint'],
  ['tinyint(3) unsigned', 'smallint'],
  ['tinyint(3) unsigned zerofill', 'smallint'],
  ['smallint unsigned', 'integer'],
  ['mediumint unsigned', 'integer'],
  ['INTEGER', 'integer'],
  ['int(10) unsigned', 'bigint'],
  ['int(8) zerofill', 'bigint'],
  ['bigint(20) unsigned', 'decimal(20,0)'],
  ['serial', 'decimal(20,0)'],
  ['bool', 'tinyint'],
  ['numeric(38,38)', 'decimal(38,38)'],
  ['decimal(10,2) unsigned', 'decimal(10,2)'],
  ['decimal', 'decimal(10,0)'],
  ['decimal(39,0)', 'TYPE_OVERFLOW'],
  ['float(7,4)', 'float'],
  ['float(53)', 'double'],
  ['double precision', 'double'],
  ['double(10,2)', 'double'],
  ['bit', 'boolean'],
  ['bit(1)', 'boolean'],
  ['bit(2)', 'bigint'],
  ['bit(63)', 'bigint'],
  ['bit(64)', 'decimal(20,0)'],
  ['timestamp(6)', 'timestamp with time zone'],
  ['datetime', 'timestamp'],
  ['year(4)', 'smallint'],
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
