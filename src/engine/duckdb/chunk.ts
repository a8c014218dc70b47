import duckdb from '@duckdb/node-bindings'
import { type ColumnBatch, isVarying, type Vector, valueBytes } from '../../core/batch.ts'

const VIEW_BYTES = 16
const VIEW_WORDS = 4
const INLINE_BYTES = 12
const WORD = 4294967296

/** Puts a batch into a data chunk: a copy per column, no call per cell. */
export function fillChunk(chunk: duckdb.DataChunk, batch: ColumnBatch): void {
  duckdb.data_chunk_set_size(chunk, batch.rows)
  batch.columns.forEach((vector, i) => {
    fill(duckdb.data_chunk_get_vector(chunk, i), vector, batch.rows)
  })
}

function fill(target: duckdb.Vector, vector: Vector, rows: number): void {
  if (isVarying(vector.type) && vector.heapLength > 0) rebase(target, vector, rows)
  duckdb.copy_data_to_vector(target, 0, vector.data.buffer, 0, rows * valueBytes(vector.type))
  if (vector.nulls === 0) return
  duckdb.vector_ensure_validity_writable(target)
  duckdb.copy_data_to_vector_validity(target, 0, vector.validity.buffer, 0, vector.validity.byteLength)
}

/**
 * Gives the heap to DuckDB as one string, so that the vector owns a copy of it, reads that string's address back from its view
 * (the layout of duckdb_string_t, part of DuckDB's C API), and turns each offset into an address.
 */
function rebase(target: duckdb.Vector, vector: Vector, rows: number): void {
  const [low, high] = ownedCopy(target, vector)
  const words = new Uint32Array(vector.data.buffer)
  for (let at = 0; at < rows * VIEW_WORDS; at += VIEW_WORDS) {
    if (words[at]! <= INLINE_BYTES) continue
    const address = low + words[at + 2]!
    words[at + 2] = address
    words[at + 3] = high + (address >= WORD ? 1 : 0)
  }
}

/** The address of the copy, in two words. */
function ownedCopy(target: duckdb.Vector, vector: Vector): readonly [number, number] {
  const length = Math.max(vector.heapLength, INLINE_BYTES + 1)
  duckdb.vector_assign_string_element_len(target, 0, vector.heap.subarray(0, length))
  const view = duckdb.vector_get_data(target, VIEW_BYTES)
  const words = new DataView(view.buffer, view.byteOffset, VIEW_BYTES)
  return [words.getUint32(8, true), words.getUint32(12, true)]
}
