import type { ColumnType } from './schema.ts'

/** Rows in a full batch: the length of a DuckDB vector. */
export const BATCH_ROWS = 2048

/** Bytes of a text view: a length and the first bytes, or (over 12 bytes) a length, a prefix of 4 and an offset into the heap. */
const VIEW_BYTES = 16
const INLINE_BYTES = 12

/**
 * One column of a batch, laid out as a DuckDB vector is (little endian):
 * boolean 1 byte; integer and float their width; decimal 2, 4, 8 or 16 bytes for up to 4, 9, 18, 38 digits, unscaled;
 * date int32 days and timestamp int64 microseconds since 1970-01-01; text and bytes 16-byte views over `heap`, in which the last
 * 8 bytes of a long view are an offset from the heap's start.
 */
export interface Vector {
  readonly type: ColumnType
  readonly data: Uint8Array<ArrayBuffer>
  /** One bit a row, least significant first; 1 means there is a value. */
  readonly validity: Uint8Array<ArrayBuffer>
  nulls: number
  heap: Uint8Array<ArrayBuffer>
  heapLength: number
}

/** Rows as columns. The producer may reuse the memory as soon as it is asked for its next batch. */
export interface ColumnBatch {
  rows: number
  readonly columns: readonly Vector[]
}

/** Bytes one value takes in `Vector.data`. */
export function valueBytes(type: ColumnType): number {
  switch (type.kind) {
    case 'boolean':
      return 1
    case 'date':
      return 4
    case 'timestamp':
      return 8
    case 'integer':
    case 'float':
      return type.bits / 8
    case 'decimal':
      return type.precision <= 4 ? 2 : type.precision <= 9 ? 4 : type.precision <= 18 ? 8 : 16
    default:
      return VIEW_BYTES
  }
}

export const isVarying = (type: ColumnType): boolean => type.kind === 'text' || type.kind === 'bytes'

const newVector = (type: ColumnType): Vector => ({
  type,
  data: new Uint8Array(BATCH_ROWS * valueBytes(type)),
  validity: new Uint8Array(BATCH_ROWS / 8).fill(255),
  nulls: 0,
  heap: new Uint8Array(isVarying(type) ? 1 << 16 : 0),
  heapLength: 0,
})

export const newBatch = (types: readonly ColumnType[]): ColumnBatch => ({ rows: 0, columns: types.map(newVector) })

/** Makes a batch empty again, keeping its memory. */
export function clearBatch(batch: ColumnBatch): void {
  batch.rows = 0
  for (const vector of batch.columns) {
    if (vector.nulls > 0) vector.validity.fill(255)
    vector.nulls = 0
    vector.heapLength = 0
  }
}

/** A batch of its own with the same rows, in no more memory than they need. */
export const copyBatch = ({ rows, columns }: ColumnBatch): ColumnBatch => ({
  rows,
  columns: columns.map((vector) => ({
    ...vector,
    data: vector.data.slice(0, rows * valueBytes(vector.type)),
    validity: vector.nulls === 0 ? NOTHING : vector.validity.slice(),
    heap: vector.heapLength === 0 ? NOTHING : vector.heap.slice(0, vector.heapLength),
  })),
})

const NOTHING = new Uint8Array(0)

/** Bytes that the rows take. */
export const batchBytes = ({ rows, columns }: ColumnBatch): number =>
  columns.reduce((sum, { type, heapLength }) => sum + rows * valueBytes(type) + heapLength, 0)

export function putNull(vector: Vector, row: number): void {
  vector.validity[row >> 3]! &= ~(1 << (row & 7))
  vector.nulls++
  const width = valueBytes(vector.type)
  vector.data.fill(0, row * width, (row + 1) * width)
}

/** Copies bytes `start` to `end` of `from` into a text or bytes column. */
export function putBytes(vector: Vector, row: number, from: Uint8Array, start: number, end: number): void {
  const length = end - start
  const at = row * VIEW_BYTES
  const view = vector.data
  view[at] = length
  view[at + 1] = length >> 8
  view[at + 2] = length >> 16
  view[at + 3] = length >> 24
  if (length <= INLINE_BYTES) {
    putInline(view, at + 4, from, start, end)
    return
  }
  for (let i = 0; i < 4; i++) view[at + 4 + i] = from[start + i]!
  writeOffset(view, at + 8, reserve(vector, length))
  vector.heap.set(from.subarray(start, end), vector.heapLength - length)
}

function putInline(view: Uint8Array, at: number, from: Uint8Array, start: number, end: number): void {
  let to = at
  for (let i = start; i < end; i++) view[to++] = from[i]!
  while (to < at + INLINE_BYTES) view[to++] = 0
}

/** Makes room for `length` bytes at the heap's end, and gives the offset where they start. */
function reserve(vector: Vector, length: number): number {
  const offset = vector.heapLength
  if (offset + length > vector.heap.length) {
    const larger = new Uint8Array(Math.max(vector.heap.length * 2, offset + length))
    larger.set(vector.heap.subarray(0, offset))
    vector.heap = larger
  }
  vector.heapLength = offset + length
  return offset
}

function writeOffset(view: Uint8Array, at: number, offset: number): void {
  view[at] = offset
  view[at + 1] = offset >> 8
  view[at + 2] = offset >> 16
  view[at + 3] = offset >>> 24
  view.fill(0, at + 4, at + 8)
}
