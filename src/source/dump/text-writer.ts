import { isUtf8 } from 'node:buffer'
import { putBytes } from '../../core/batch.ts'
import { encodingOf, latin1ToUtf8, unreadable } from './encoding.ts'
import { ValueFault } from './faults.ts'
import type { Put, WriterTarget } from './put.ts'
import { BINARY, NUMBER, type ValueScanner } from './value-scanner.ts'

export const bytesWriter =
  ({ vector }: WriterTarget): Put =>
  (value, row) => {
    putBytes(vector, row, value.bytes, value.from, value.to)
    return true
  }

/** The character set that the bytes of one value are in. */
function charsetOf(value: ValueScanner, target: WriterTarget): string {
  const stored = target.column.charset ?? 'utf8mb4'
  if (value.introducer === 'binary') return stored
  if (value.introducer !== '') return value.introducer
  return value.kind === BINARY || target.charset === 'binary' ? stored : target.charset
}

/** Text as UTF-8; what is not valid in its character set is refused. */
export function textWriter(target: WriterTarget): Put {
  const { vector, subject } = target
  const plain = encodingOf(target.charset) !== 'column'
  let scratch = new Uint8Array(1024)
  return (value, row) => {
    const { bytes, from, to } = value
    if (value.kind === NUMBER || (plain && !value.high && value.kind !== BINARY && value.introducer === '')) {
      putBytes(vector, row, bytes, from, to)
      return true
    }
    const charset = charsetOf(value, target)
    const encoding = encodingOf(charset)
    if (encoding === 'latin1') {
      if (scratch.length < 3 * (to - from)) scratch = new Uint8Array(6 * (to - from))
      putBytes(vector, row, scratch, 0, latin1ToUtf8(bytes, from, to, scratch))
      return true
    }
    if (encoding === undefined || encoding === 'column') throw unreadable(subject, charset)
    const part = bytes.subarray(from, to)
    if (encoding === 'ascii' ? part.some((byte) => byte > 127) : !isUtf8(part))
      throw new ValueFault('SOURCE_ENCODING', `the text is not valid ${charset === '' ? 'UTF-8' : charset}`)
    putBytes(vector, row, bytes, from, to)
    return true
  }
}
