import { dumpError } from './faults.ts'

/** How the bytes of text are read. `column` means as they are stored: in the column's own character set. */
export type Encoding = 'utf8' | 'latin1' | 'ascii' | 'column'

const ENCODINGS: Readonly<Record<string, Encoding>> = {
  '': 'utf8',
  utf8: 'utf8',
  utf8mb3: 'utf8',
  utf8mb4: 'utf8',
  latin1: 'latin1',
  ascii: 'ascii',
  binary: 'column',
}

/** The encoding of a MySQL character set; undefined for one that is not read. */
export const encodingOf = (charset: string): Encoding | undefined =>
  Object.hasOwn(ENCODINGS, charset) ? ENCODINGS[charset] : undefined

/** What MySQL calls latin1 is Windows-1252; its five undefined bytes are the C1 controls. Replaces what is no UTF-8. */
export const decoderOf = (charset: string): InstanceType<typeof TextDecoder> =>
  new TextDecoder(encodingOf(charset) === 'latin1' ? 'windows-1252' : 'utf-8', { ignoreBOM: true })

/** Bytes of UTF-8 for each byte of latin1. */
const LATIN1: readonly Uint8Array[] = Array.from({ length: 256 }, (_, byte) =>
  Buffer.from(new TextDecoder('windows-1252').decode(Uint8Array.of(byte)), 'utf8'),
)

/** Writes latin1 as UTF-8 into `to` (three times as long is enough), and gives the length. */
export function latin1ToUtf8(from: Uint8Array, start: number, end: number, to: Uint8Array): number {
  let length = 0
  for (let i = start; i < end; i++) {
    const byte = from[i]!
    if (byte < 128) to[length++] = byte
    else for (const each of LATIN1[byte]!) to[length++] = each
  }
  return length
}

export const unreadable = (subject: string, charset: string): Error =>
  dumpError({
    code: 'SOURCE_ENCODING',
    subject,
    what: `The text of ${subject} is in ${charset}, which Starlift does not read.`,
    next: 'Dump again with --default-character-set=utf8mb4.',
  })
