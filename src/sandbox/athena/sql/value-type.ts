import { trinoText } from '../type/data-type.ts'
import { readDuckdbType } from '../type/read-type.ts'
import { notSupported, QueryFault } from './fault.ts'
import { type Node, open, Reader } from './tree.ts'

/** What a value is, as far as Trino's arithmetic asks. */
export type ValueType =
  | { readonly family: 'integer'; readonly digits: number }
  | { readonly family: 'decimal'; readonly precision: number; readonly scale: number }
  | { readonly family: 'double' | 'real' | 'date' | 'timestamp' | 'interval' | 'text' | 'other'; readonly name: string }

/** Digits of the decimal that Trino makes of an integer where it meets one. */
const INTEGERS: Readonly<Record<string, number>> = { TINYINT: 3, SMALLINT: 5, INTEGER: 10, BIGINT: 19, HUGEINT: 38 }

const FAMILIES: Readonly<Record<string, 'double' | 'real' | 'date' | 'timestamp' | 'interval' | 'text'>> = {
  DOUBLE: 'double',
  FLOAT: 'real',
  DATE: 'date',
  TIMESTAMP: 'timestamp',
  'TIMESTAMP WITH TIME ZONE': 'timestamp',
  INTERVAL: 'interval',
  VARCHAR: 'text',
}

/** Reads a type as DuckDB writes it. */
export function valueType(name: string): ValueType {
  const decimal = /^DECIMAL\((\d+),(\d+)\)$/.exec(name)
  if (decimal) return { family: 'decimal', precision: Number(decimal[1]), scale: Number(decimal[2]) }
  const digits = INTEGERS[name]
  if (digits !== undefined) return { family: 'integer', digits }
  return { family: FAMILIES[name] ?? 'other', name }
}

/** The type as people know it in Athena. */
export function typeName(type: ValueType): string {
  if (type.family === 'decimal') return `decimal(${type.precision},${type.scale})`
  if (type.family === 'integer') return { 3: 'tinyint', 5: 'smallint', 10: 'integer' }[type.digits] ?? 'bigint'
  if (type.family === 'text') return 'varchar'
  try {
    return trinoText(readDuckdbType(type.name))
  } catch {
    return type.name.toLowerCase()
  }
}

/** A decimal of a number that is exact; null for those that are not. */
export function asDecimal(type: ValueType): { readonly precision: number; readonly scale: number } | null {
  if (type.family === 'decimal') return type
  return type.family === 'integer' ? { precision: type.digits, scale: 0 } : null
}

export const isExact = (type: ValueType): boolean => asDecimal(type) !== null
export const isApproximate = (type: ValueType): boolean => type.family === 'double' || type.family === 'real'

const SCALARS: Readonly<Record<string, string>> = {
  boolean: 'BOOLEAN',
  tiny_int: 'TINYINT',
  small_int: 'SMALLINT',
  int: 'INTEGER',
  big_int: 'BIGINT',
  double: 'DOUBLE',
  date: 'DATE',
  var_binary: 'BLOB',
  json: 'JSON',
  uuid: 'UUID',
}

/** A type that a query names, as DuckDB writes it. Lengths of text are the caller's to obey. */
export function writtenType(node: unknown): string {
  const type = new Reader('type', node)
  const kind = type.word('data_type') ?? ''
  const scalar = SCALARS[kind]
  if (scalar) return type.close(scalar)
  switch (kind) {
    case 'float':
      return 'FLOAT'
    case 'var_char':
    case 'string':
    case 'text':
      type.word('length')
      return type.close('VARCHAR')
    case 'decimal':
      return type.close(`DECIMAL(${type.word('precision') ?? 38},${type.word('scale') ?? 0})`)
    case 'timestamp':
      return type.close(timestampType(type))
    case 'array':
      return type.close(`${writtenType(type.node('element_type'))}[]`)
    case 'map':
      return type.close(`MAP(${writtenType(type.node('key_type'))}, ${writtenType(type.node('value_type'))})`)
    case 'struct':
      return type.close(structType(type))
    default:
      throw notSupported(`the type ${kind || 'that the query names'}`)
  }
}

function timestampType(type: Reader): string {
  const precision = Number(type.word('precision') ?? 3)
  if (precision > 6) throw notSupported(`timestamp(${precision})`)
  return type.flag('timezone') ? 'TIMESTAMP WITH TIME ZONE' : 'TIMESTAMP'
}

function structType(type: Reader): string {
  const fields = type.nodes('fields').map((field) => {
    const each = new Reader('field', field)
    const name = each.word('name')
    if (!name) throw new QueryFault('NOT_SUPPORTED', 'a row type whose fields have no names')
    return `"${name.replaceAll('"', '""')}" ${writtenType(each.node('data_type'))}`
  })
  return `STRUCT(${fields.join(', ')})`
}

/** How many digits of a second a timestamp type keeps; null where it is none. */
export const timestampDigits = (node: Node): number | null => {
  const body = open({ type: node })
  return body.word('data_type') === 'timestamp' ? Number(body.word('precision') ?? 3) : null
}

/** The length that a text type cuts its values to; null where it does not. */
export const textLength = (node: Node): number | null => {
  const body = open({ type: node })
  const kind = body.word('data_type')
  const length = body.word('length')
  return kind === 'var_char' && length !== undefined ? Number(length) : null
}
