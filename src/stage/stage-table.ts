import { mkdir } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { ColumnBatch } from '../core/batch.ts'
import type { Engine } from '../core/engine.ts'
import type { Snapshot, TableColumns } from '../core/source.ts'
import { parquet, path } from '../core/sql.ts'
import { writeInParts } from './parts.ts'

/** Rows that are read as one chunk, about. */
const CHUNK_ROWS = 500_000
/** What one staged file holds: whole row groups, and few enough bytes to be held in memory while they are written. */
const PART = { rows: 245_760, bytes: 24 << 20 }

export interface StageOptions {
  /** Names the file of a part. */
  readonly file: (index: number) => string
  readonly onRows?: (rows: number) => void | Promise<void>
}

/**
 * Lands every chunk of a table as Parquet files, unchanged, and shows them as the view `landed.<table>`, and as `stage.<table>` for what
 * joins them. Gives the number of rows.
 */
export async function stageTable(
  engine: Engine,
  snapshot: Snapshot,
  wanted: TableColumns,
  { file, onRows = () => {} }: StageOptions,
): Promise<number> {
  const files: string[] = []
  let [read, rows] = [0, 0]
  const landPart = async (part: AsyncIterable<ColumnBatch>): Promise<void> => {
    const target = file(files.length)
    files.push(target)
    await mkdir(dirname(target), { recursive: true })
    const landed = await engine.land(wanted.columns, part, target)
    rows += landed
  }
  const landChunk = async (batches: AsyncIterable<ColumnBatch>): Promise<void> => {
    const told = counted(batches, (more) => {
      read += more
      return onRows(read)
    })
    await writeInParts(told, PART, landPart)
  }
  for await (const chunk of snapshot.chunks(wanted.table, CHUNK_ROWS)) await landChunk(snapshot.read(chunk))
  if (files.length === 0) await landChunk(none())
  for (const schema of ['landed', 'stage']) await engine.run(`create schema if not exists ${schema}`)
  await engine.run(`create or replace view ${path('landed', wanted.table)} as from ${parquet(...files)}`)
  await engine.run(`create or replace view ${path('stage', wanted.table)} as from ${path('landed', wanted.table)}`)
  return rows
}

async function* counted(batches: AsyncIterable<ColumnBatch>, onRows: (rows: number) => void | Promise<void>) {
  for await (const batch of batches) {
    const { rows } = batch
    yield batch
    await onRows(rows)
  }
}

async function* none(): AsyncGenerator<ColumnBatch> {}
