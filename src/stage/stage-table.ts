import { mkdir } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { ColumnBatch } from '../core/batch.ts'
import type { Engine } from '../core/engine.ts'
import type { Snapshot, TableColumns } from '../core/source.ts'
import { parquet, path } from '../core/sql.ts'

/** Rows of one staged file, about: enough for good compression, few enough to hold in memory while they are written. */
const CHUNK_ROWS = 500_000

export interface StageOptions {
  /** Names the file of a chunk. */
  readonly file: (index: number) => string
  readonly onRows?: (rows: number) => void | Promise<void>
}

/**
 * Lands every chunk of a table as one Parquet file, unchanged, and shows them as the view `landed.<table>`, and as `stage.<table>` for
 * what joins them. Gives the number of rows.
 */
export async function stageTable(
  engine: Engine,
  snapshot: Snapshot,
  wanted: TableColumns,
  { file, onRows = () => {} }: StageOptions,
): Promise<number> {
  const files: string[] = []
  let rows = 0
  const landChunk = async (batches: AsyncIterable<ColumnBatch>): Promise<void> => {
    const target = file(files.length)
    await mkdir(dirname(target), { recursive: true })
    rows += await engine.land(
      wanted.columns,
      counted(batches, (more) => onRows(rows + more)),
      target,
    )
    files.push(target)
  }
  for await (const chunk of snapshot.chunks(wanted.table, CHUNK_ROWS)) await landChunk(snapshot.read(chunk))
  if (files.length === 0) await landChunk(none())
  for (const schema of ['landed', 'stage']) await engine.run(`create schema if not exists ${schema}`)
  await engine.run(`create or replace view ${path('landed', wanted.table)} as from ${parquet(...files)}`)
  await engine.run(`create or replace view ${path('stage', wanted.table)} as from ${path('landed', wanted.table)}`)
  return rows
}

async function* counted(batches: AsyncIterable<ColumnBatch>, onRows: (rows: number) => void | Promise<void>) {
  let rows = 0
  for await (const batch of batches) {
    yield batch
    rows += batch.rows
    await onRows(rows)
  }
}

async function* none(): AsyncGenerator<ColumnBatch> {}
