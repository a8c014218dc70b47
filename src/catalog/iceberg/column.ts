import type { PublishedColumn } from '../../core/catalog.ts'

/** A column as Iceberg describes it. Its id is its place, from 1. */
export interface IcebergField {
  readonly id: number
  readonly name: string
  readonly required: false
  readonly type: string
  readonly doc?: string
}

const TYPES: Readonly<Record<string, string>> = {
  boolean: 'boolean',
  tinyint: 'int',
  smallint: 'int',
  integer: 'int',
  bigint: 'long',
  float: 'float',
  double: 'double',
  date: 'date',
  timestamp: 'timestamp',
  'timestamp with time zone': 'timestamptz',
  text: 'string',
  bytes: 'binary',
}

export function fieldsOf(columns: readonly PublishedColumn[]): readonly IcebergField[] {
  return columns.map(({ name, type, comment }, i) => {
    const decimal = /^decimal\((\d+),(\d+)\)$/.exec(type)
    const own = decimal ? `decimal(${decimal[1]}, ${decimal[2]})` : TYPES[type]
    if (own === undefined) throw new Error(`${name} has the type ${type}, which Iceberg has not`)
    return { id: i + 1, name, required: false, type: own, ...(comment ? { doc: comment } : {}) }
  })
}

/** How many code points of a text are kept of a bound. */
const MOST_TEXT = 16

/** SQL of DuckDB that gives a column's least or greatest value as text that `boundBytes` reads; null where none is kept. */
export function boundSql({ type }: IcebergField, value: string): string | null {
  if (type === 'binary' || type === 'float' || type === 'double') return null
  if (type === 'date') return `date_diff('day', date '1970-01-01', ${value})`
  if (type.startsWith('timestamp')) return `epoch_us(${value})`
  return value
}

/** A bound as Iceberg stores single values (specification, appendix D); null where there is none, or an upper one would have to be cut. */
export function boundBytes({ type }: IcebergField, text: string | null, isUpper: boolean): Buffer | null {
  if (text === null) return null
  if (type === 'boolean') return Buffer.from([text === 'true' ? 1 : 0])
  if (type === 'int' || type === 'date') return little(BigInt(text), 4)
  if (type === 'long' || type.startsWith('timestamp')) return little(BigInt(text), 8)
  if (type.startsWith('decimal')) return smallest(BigInt(text.replace('.', '')))
  const points = [...text]
  if (points.length <= MOST_TEXT) return Buffer.from(text)
  return isUpper ? null : Buffer.from(points.slice(0, MOST_TEXT).join(''))
}

function little(value: bigint, bytes: 4 | 8): Buffer {
  const all = Buffer.alloc(8)
  all.writeBigInt64LE(value)
  return all.subarray(0, bytes)
}

/** Two's complement, big-endian, in as few bytes as hold it. */
function smallest(value: bigint): Buffer {
  let bytes = 1
  while (BigInt.asIntN(8 * bytes, value) !== value) bytes++
  const hex = BigInt.asUintN(8 * bytes, value).toString(16)
  return Buffer.from(hex.padStart(2 * bytes, '0'), 'hex')
}
