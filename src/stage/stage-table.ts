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
 * joins them; their rows are in the source's order. As many chunks are read at once as the source allows. Gives the number of rows.
 */
export async function stageTable(
  engine: Engine,
  snapshot: Snapshot,
  wanted: TableColumns,
  { file, onRows = () => {} }: StageOptions,
): Promise<number> {
  /** By chunk, and by part of it. */
  const files: string[][] = []
  let [named, read, rows] = [0, 0, 0]
  const landChunk = async (batches: AsyncIterable<ColumnBatch>, index: number): Promise<void> => {
    files[index] = []
    const told = counted(batches, (more) => {
      read += more
      return onRows(read)
    })
    await writeInParts(told, PART, async (part) => {
      const target = file(named++)
      files[index]!.push(target)
      await mkdir(dirname(target), { recursive: true })
      const landed = await engine.land(wanted.columns, part, target)
      rows += landed
    })
  }
  const chunks = snapshot.chunks(wanted.table, CHUNK_ROWS)[Symbol.asyncIterator]()
  await inLanes(chunks, snapshot.parallel ?? 1, (chunk) => landChunk(snapshot.read(chunk), chunk.index))
  if (files.length === 0) await landChunk(none(), 0)
  for (const schema of ['landed', 'stage']) await engine.run(`create schema if not exists ${schema}`)
  await engine.run(`create or replace view ${path('landed', wanted.table)} as from ${parquet(...files.flat())}`)
  await engine.run(`create or replace view ${path('stage', wanted.table)} as from ${path('landed', wanted.table)}`)
  return rows
}

/** Does something with every item, so many at once; after one has failed no other is begun. */
async function inLanes<T>(items: AsyncIterator<T>, lanes: number, done: (item: T) => Promise<void>): Promise<void> {
  let failed = false
  const lane = async (): Promise<void> => {
    for (;;) {
      const next = failed ? { done: true as const } : await items.next()
      if (next.done) return
      await done(next.value)
    }
  }
  const guarded = (): Promise<void> =>
    lane().catch((error: unknown) => {
      failed = true
      throw error
    })
  const ended = await Promise.allSettled(Array.from({ length: lanes }, guarded))
  for (const each of ended) if (each.status === 'rejected') throw each.reason
}

async function* counted(batches: AsyncIterable<ColumnBatch>, onRows: (rows: number) => void | Promise<void>) {
  for await (const batch of batches) {
    const { rows } = batch
    yield batch
    await onRows(rows)
  }
}

async function* none(): AsyncGenerator<ColumnBatch> {}
