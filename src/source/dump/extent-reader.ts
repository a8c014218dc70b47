import type { Extent } from './extent.ts'
import type { DumpFile } from './file.ts'
import type { RowReader } from './row-reader.ts'

/** Fills the reader's batch with one part after the other of these extents; the batch is to be emptied before the next. */
export async function* readExtents(file: DumpFile, reader: RowReader, extents: readonly Extent[]): AsyncIterable<void> {
  for (const zeroDates of reader.zeroDates) zeroDates.inBatch = -1
  for (const extent of extents) {
    reader.open(extent, await file.read(extent.start, extent.end))
    while (reader.fill()) {
      yield
      for (const zeroDates of reader.zeroDates) zeroDates.inBatch = -1
    }
  }
  if (reader.filled > 0) yield
}
