import { BIGINT, type DuckDBConnection, type DuckDBDataChunk, DuckDBTableFunction } from '@duckdb/node-api'
import duckdb from '@duckdb/node-bindings'
import { type ColumnBatch, copyBatch } from '../../core/batch.ts'
import type { TypedColumn } from '../../core/schema.ts'
import { id } from '../../core/sql.ts'
import { fillChunk } from './chunk.ts'
import { duckdbType } from './type.ts'

/** Rows that wait to be written. */
interface Waiting {
  readonly columns: readonly TypedColumn[]
  readonly batches: readonly ColumnBatch[]
  next: number
}

const FUNCTION = 'starlift_landing'

/**
 * Batches as a table function of DuckDB, so that they are written as they are read, vector by vector: they are never in a table of the
 * engine's own. DuckDB asks on this thread for one vector after the other, and does the rest on its own.
 */
export class Landings {
  readonly #waiting = new Map<number, Waiting>()
  #last = 0

  constructor(connection: DuckDBConnection) {
    const table = DuckDBTableFunction.create({
      name: FUNCTION,
      parameterTypes: [BIGINT],
      bindFunction: (info) => {
        const waiting = this.#waiting.get(Number(info.getParameter(0)))!
        for (const { name, type } of waiting.columns) info.addResultColumn(name, duckdbType(type))
        info.setCardinality(
          waiting.batches.reduce((sum, { rows }) => sum + rows, 0),
          true,
        )
        info.setBindData(waiting)
      },
      initFunction: (info) => info.setMaxThreads(1),
      mainFunction: (info, chunk) => give(info.getBindData() as Waiting, chunk),
    })
    connection.registerTableFunction(table)
  }

  /** Takes all batches, and runs `write` with a relation that has their rows, once. */
  async with<T>(
    columns: readonly TypedColumn[],
    batches: AsyncIterable<ColumnBatch>,
    write: (relation: string) => Promise<T>,
  ): Promise<T> {
    const kept: ColumnBatch[] = []
    const number = ++this.#last
    try {
      for await (const batch of batches) if (batch.rows > 0) kept.push(copyBatch(batch))
      this.#waiting.set(number, { columns, batches: kept, next: 0 })
      return await write(`(select * from ${id(FUNCTION)}(${number}))`)
    } finally {
      this.#waiting.delete(number)
    }
  }
}

function give(waiting: Waiting, { chunk }: DuckDBDataChunk): void {
  const batch = waiting.batches[waiting.next++]
  if (batch) fillChunk(chunk, batch)
  else duckdb.data_chunk_set_size(chunk, 0)
}
