import { type DuckDBAppender, DuckDBDataChunk, type DuckDBType } from '@duckdb/node-api'
import duckdb from '@duckdb/node-bindings'
import { type ColumnBatch, isVarying, type Vector, valueBytes } from '../../core/batch.ts'

const VIEW_BYTES = 16
const INLINE_BYTES = 12

/** Hands a batch to an appender as one data chunk: a copy per column, no call per cell. */
export function appendBatch(appender: DuckDBAppender, types: readonly DuckDBType[], batch: ColumnBatch): void {
  const chunk = duckdb.create_data_chunk(types.map((type) => type.toLogicalType().logical_type))
  duckdb.data_chunk_set_size(chunk, batch.rows)
  batch.columns.forEach((vector, i) => {
    fill(duckdb.data_chunk_get_vector(chunk, i), vector, batch.rows)
  })
  appender.appendDataChunk(new DuckDBDataChunk(chunk))
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
  const base = ownedCopy(target, vector)
  const views = new DataView(vector.data.buffer)
  for (let at = 0; at < rows * VIEW_BYTES; at += VIEW_BYTES) {
    if (views.getUint32(at, true) <= INLINE_BYTES) continue
    views.setBigUint64(at + 8, base + views.getBigUint64(at + 8, true), true)
  }
}

function ownedCopy(target: duckdb.Vector, vector: Vector): bigint {
  const length = Math.max(vector.heapLength, INLINE_BYTES + 1)
  duckdb.vector_assign_string_element_len(target, 0, vector.heap.subarray(0, length))
  const view = duckdb.vector_get_data(target, VIEW_BYTES)
  return new DataView(view.buffer, view.byteOffset, VIEW_BYTES).getBigUint64(8, true)
}
