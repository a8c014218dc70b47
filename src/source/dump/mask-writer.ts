import { createHash } from 'node:crypto'
import { newBatch, putBytes, type Vector } from '../../core/batch.ts'
import type { Put, WriterTarget } from './put.ts'
import { textWriter } from './text-writer.ts'

const INLINE_BYTES = 12

/** Writes in a text's place the first 16 hex digits of sha256 over the key, `|` and the text's UTF-8 bytes. */
export function maskWriter(target: WriterTarget): Put {
  const own = newBatch([{ kind: 'text' }]).columns[0]!
  const put = textWriter({ ...target, vector: own })
  return (value, row) => {
    own.heapLength = 0
    put(value, 0)
    const digest = createHash('sha256').update(target.maskKey).update('|').update(firstText(own)).digest('hex')
    putBytes(target.vector, row, Buffer.from(digest, 'latin1'), 0, 16)
    return true
  }
}

/** The bytes of a vector's first text. */
function firstText({ data, heap }: Vector): Uint8Array {
  const length = new DataView(data.buffer).getUint32(0, true)
  return length <= INLINE_BYTES ? data.subarray(4, 4 + length) : heap.subarray(0, length)
}
