import type { Vector } from '../../core/batch.ts'

/** One value of a text or bytes column. */
export function valueText({ data, heap }: Vector, row: number): string {
  const view = Buffer.from(data.buffer, row * 16, 16)
  const length = view.readUInt32LE(0)
  const bytes = length <= 12 ? view.subarray(4, 4 + length) : Buffer.from(heap.buffer, view.readUInt32LE(8), length)
  return bytes.toString('utf8')
}
