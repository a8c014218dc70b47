import { createHash } from 'node:crypto'
import type { Vector } from '../../src/core/batch.ts'
import { isLong, type TypedColumn } from '../../src/core/schema.ts'
import type { ColumnAnswer, Snapshot, TableAnswer, TableColumns } from '../../src/core/source.ts'
import { scientific } from '../../src/source/dump/witness/number-tally.ts'

/** One value as text: numbers and dates as written, text as it is, bytes as upper-case hex. */
export type Cell = string | null

/** All rows of a table by way of `chunks` and `read`, decoded value by value. */
export async function cellsOf(snapshot: Snapshot, table: string, targetRows = 1000): Promise<Cell[][]> {
  const rows: Cell[][] = []
  for await (const chunk of snapshot.chunks(table, targetRows))
    for await (const batch of snapshot.read(chunk))
      for (let row = 0; row < batch.rows; row++) rows.push(batch.columns.map((vector) => cellOf(vector, row)))
  return rows
}

function cellOf(vector: Vector, row: number): Cell {
  if (((vector.validity[row >> 3]! >> (row & 7)) & 1) === 0) return null
  const view = new DataView(vector.data.buffer)
  const { type } = vector
  switch (type.kind) {
    case 'boolean':
      return view.getUint8(row) === 1 ? 'true' : 'false'
    case 'integer':
      return String(integerAt(view, row, type.bits / 8))
    case 'decimal':
      return scaled(integerAt(view, row, widthOf(type.precision)), type.scale)
    case 'float':
      return String(type.bits === 32 ? view.getFloat32(4 * row, true) : view.getFloat64(8 * row, true))
    case 'date':
      return isoOf(view.getInt32(4 * row, true) * 86_400_000).slice(0, 10)
    case 'timestamp':
      return timestampText(view.getBigInt64(8 * row, true))
    case 'text':
      return bytesAt(vector, row).toString('utf8')
    case 'bytes':
      return bytesAt(vector, row).toString('hex').toUpperCase()
  }
}

const widthOf = (precision: number): number => (precision <= 4 ? 2 : precision <= 9 ? 4 : precision <= 18 ? 8 : 16)

function integerAt(view: DataView, row: number, width: number): bigint {
  let value = 0n
  for (let i = width - 1; i >= 0; i--) value = (value << 8n) | BigInt(view.getUint8(row * width + i))
  return BigInt.asIntN(8 * width, value)
}

function scaled(value: bigint, scale: number): string {
  const digits = String(value < 0n ? -value : value).padStart(scale + 1, '0')
  const text = scale === 0 ? digits : `${digits.slice(0, -scale)}.${digits.slice(-scale)}`
  return value < 0n ? `-${text}` : text
}

/** Year 0 to 9999 without the sign that JavaScript gives to far years. */
const isoOf = (ms: number): string => new Date(ms).toISOString()

function timestampText(micros: bigint): string {
  const fraction = ((micros % 1_000_000n) + 1_000_000n) % 1_000_000n
  const iso = isoOf(Number((micros - fraction) / 1000n))
  return `${iso.slice(0, 10)} ${iso.slice(11, 19)}.${String(fraction).padStart(6, '0')}`
}

function bytesAt({ data, heap }: Vector, row: number): Buffer {
  const view = Buffer.from(data.buffer, 16 * row, 16)
  const length = view.readUInt32LE(0)
  if (length <= 12) return Buffer.from(view.subarray(4, 4 + length))
  const at = view.readUInt32LE(8)
  const bytes = Buffer.from(heap.subarray(at, at + length))
  if (bytes.compare(view, 4, 8, 0, 4) !== 0) throw new Error('the prefix of a long value is not its first bytes')
  return bytes
}

const sha = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex')

const bytesOf = (cell: string, { type }: TypedColumn): Buffer =>
  Buffer.from(cell, type.kind === 'bytes' ? 'hex' : 'utf8')

function canonical(cell: Cell, column: TypedColumn): string {
  if (cell === null) return '~N'
  const { kind } = column.type
  if (kind === 'bytes' || (kind === 'text' && isLong(column))) return sha(bytesOf(cell, column))
  if (kind === 'text') return cell.replaceAll('~', '~0').replaceAll('|', '~1')
  return kind === 'float' ? scientific(Number(cell)) : cell
}

/** What `aggregate` should say of these cells. */
export function figuresOf(rows: readonly Cell[][], { columns }: TableColumns): TableAnswer {
  let content = 0n
  for (const row of rows) {
    const key = sha(Buffer.from(row.map((cell, i) => canonical(cell, columns[i]!)).join('|'), 'utf8'))
    content += BigInt(`0x${key.slice(0, 15)}`)
  }
  return {
    rows: rows.length,
    columns: columns.map((column, i) =>
      columnFigures(
        rows.map((row) => row[i]!),
        column,
      ),
    ),
    content: String(content),
  }
}

function columnFigures(cells: readonly Cell[], column: TypedColumn): ColumnAnswer {
  const values = cells.filter((cell) => cell !== null)
  const nulls = cells.length - values.length
  if (values.length === 0) return { nulls, sum: null, min: null, max: null }
  const { kind } = column.type
  if (kind === 'boolean')
    return { nulls, sum: String(values.filter((cell) => cell === 'true').length), min: null, max: null }
  if (kind === 'text' || kind === 'bytes') return { nulls, ...textFigures(values, column) }
  const sorted =
    kind === 'date' || kind === 'timestamp' ? values.toSorted() : values.toSorted((a, b) => compare(a, b, column))
  const canonicals = [sorted[0]!, sorted.at(-1)!].map((cell) => canonical(cell, column))
  return { nulls, sum: sumOf(values, column), min: canonicals[0]!, max: canonicals[1]! }
}

function textFigures(values: readonly string[], column: TypedColumn): Omit<ColumnAnswer, 'nulls'> {
  const sorted = values.map((cell) => bytesOf(cell, column)).toSorted(Buffer.compare)
  const sum = String(sorted.reduce((total, each) => total + each.length, 0))
  if (column.type.kind === 'bytes') return { sum, min: null, max: null }
  const hex = (bytes: Buffer): string => bytes.toString('hex').toUpperCase()
  return { sum, min: hex(sorted[0]!), max: hex(sorted.at(-1)!) }
}

const unscaled = (cell: string): bigint => BigInt(cell.replace('.', ''))

function compare(a: string, b: string, { type }: TypedColumn): number {
  if (type.kind === 'float') return Number(a) - Number(b)
  const difference = unscaled(a) - unscaled(b)
  return difference < 0n ? -1 : difference > 0n ? 1 : 0
}

const DAY = 86_400_000

function sumOf(values: readonly string[], { type }: TypedColumn): string | null {
  if (type.kind === 'float') return null
  if (type.kind === 'date') return String(values.reduce((sum, cell) => sum + Date.parse(`${cell}T00:00:00Z`) / DAY, 0))
  if (type.kind === 'timestamp') return String(values.reduce((sum, cell) => sum + microsOf(cell), 0n))
  const sum = values.reduce((total, cell) => total + unscaled(cell), 0n)
  return type.kind === 'decimal' ? scaled(sum, type.scale) : String(sum)
}

const microsOf = (cell: string): bigint =>
  BigInt(Date.parse(`${cell.slice(0, 19).replace(' ', 'T')}Z`)) * 1000n + BigInt(cell.slice(20))
