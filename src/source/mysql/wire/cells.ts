import { malformed, Reader } from './bytes.ts'
import { type ColumnDefinition, WIRE } from './column-definition.ts'

/** A value of a small answer: text, a number that is exact, or bytes. */
export type Cell = null | number | string | Buffer

const BINARY = 63

/** One row in the protocol of plain statements: every value is text. */
export function textCells(packet: Uint8Array, columns: readonly ColumnDefinition[]): Cell[] {
  const reader = new Reader(packet)
  const cells = columns.map((column) => ofText(reader.value(), column))
  if (!reader.done) throw malformed()
  return cells
}

function ofText(bytes: Buffer | null, { type, charset }: ColumnDefinition): Cell {
  if (bytes === null) return null
  switch (type) {
    case WIRE.tiny:
    case WIRE.short:
    case WIRE.long:
    case WIRE.int24:
    case WIRE.longlong:
    case WIRE.year:
      return exact(BigInt(bytes.toString('latin1')))
    case WIRE.float:
    case WIRE.double:
      return Number(bytes.toString('latin1'))
    default:
      return ofBytes(bytes, type, charset)
  }
}

const PLAIN: ReadonlySet<number> = new Set([
  WIRE.decimal,
  WIRE.newdecimal,
  WIRE.date,
  WIRE.time,
  WIRE.datetime,
  WIRE.timestamp,
  WIRE.json,
])

const ofBytes = (bytes: Buffer, type: number, charset: number): string | Buffer =>
  charset === BINARY && !PLAIN.has(type) ? bytes : bytes.toString('utf8')

const exact = (value: bigint): number | string => {
  const number = Number(value)
  return Number.isSafeInteger(number) ? number : String(value)
}

/** One row in the protocol of prepared statements. */
export function binaryCells(packet: Uint8Array, columns: readonly ColumnDefinition[]): Cell[] {
  const reader = new Reader(packet)
  reader.integer(1)
  const nulls = reader.raw((columns.length + 9) >> 3)
  const cells = columns.map((column, i) =>
    (nulls[(i + 2) >> 3]! >> ((i + 2) & 7)) & 1 ? null : ofBinary(reader, column),
  )
  if (!reader.done) throw malformed()
  return cells
}

const WIDTHS: Readonly<Record<number, number>> = {
  [WIRE.tiny]: 1,
  [WIRE.short]: 2,
  [WIRE.year]: 2,
  [WIRE.long]: 4,
  [WIRE.int24]: 4,
  [WIRE.longlong]: 8,
}

function ofBinary(reader: Reader, column: ColumnDefinition): Cell {
  const { type, charset } = column
  const width = WIDTHS[type]
  if (width !== undefined) return integer(reader.raw(width), column)
  switch (type) {
    case WIRE.float:
      return reader.raw(4).readFloatLE()
    case WIRE.double:
      return reader.raw(8).readDoubleLE()
    case WIRE.date:
    case WIRE.datetime:
    case WIRE.timestamp:
      return moment(required(reader), column)
    case WIRE.time:
      return span(required(reader), column)
    default:
      return ofBytes(required(reader), type, charset)
  }
}

function required(reader: Reader): Buffer {
  const bytes = reader.value()
  if (bytes === null) throw malformed()
  return bytes
}

function integer(bytes: Buffer, { unsigned }: ColumnDefinition): number | string {
  if (bytes.length === 8) return exact(unsigned ? bytes.readBigUInt64LE() : bytes.readBigInt64LE())
  return unsigned ? bytes.readUIntLE(0, bytes.length) : bytes.readIntLE(0, bytes.length)
}

const two = (value: number): string => String(value).padStart(2, '0')

/** `YYYY-MM-DD`, with the time of day where the column has one. */
function moment(bytes: Buffer, { type, decimals }: ColumnDefinition): string {
  const parts = Buffer.alloc(11)
  bytes.copy(parts)
  const date = `${String(parts.readUInt16LE(0)).padStart(4, '0')}-${two(parts[2]!)}-${two(parts[3]!)}`
  if (type === WIRE.date) return date
  return `${date} ${two(parts[4]!)}:${two(parts[5]!)}:${two(parts[6]!)}${fraction(parts.readUInt32LE(7), decimals)}`
}

/** `-838:59:59`. */
function span(bytes: Buffer, { decimals }: ColumnDefinition): string {
  const parts = Buffer.alloc(12)
  bytes.copy(parts)
  const hours = parts.readUInt32LE(1) * 24 + parts[5]!
  const sign = parts[0] === 1 ? '-' : ''
  return `${sign}${two(hours)}:${two(parts[6]!)}:${two(parts[7]!)}${fraction(parts.readUInt32LE(8), decimals)}`
}

const fraction = (micros: number, decimals: number): string =>
  decimals > 0 && decimals <= 6 ? `.${String(micros).padStart(6, '0').slice(0, decimals)}` : ''
