import { open } from 'node:fs/promises'

/** Rows of an answer, and where the next ones begin; undefined after the last. */
export interface ResultPage {
  readonly rows: readonly (readonly (string | null)[])[]
  readonly next: number | undefined
}

const CHUNK = 256 * 1024
const QUOTE = 0x22
const LINE_END = 0x0a

/** Reads rows of a CSV file that Athena wrote, from a byte on. */
export async function readResultRows(file: string, from: number, most: number): Promise<ResultPage> {
  const handle = await open(file)
  try {
    const { size } = await handle.stat()
    const rows: Buffer[] = []
    let pending = Buffer.alloc(0)
    let at = from
    while (rows.length < most && at + pending.length < size) {
      const { buffer, bytesRead } = await handle.read({ buffer: Buffer.alloc(CHUNK), position: at + pending.length })
      const { complete, rest } = splitRows(Buffer.concat([pending, buffer.subarray(0, bytesRead)]), most - rows.length)
      rows.push(...complete)
      at += complete.reduce((sum, row) => sum + row.length + 1, 0)
      pending = Buffer.from(rest)
      if (bytesRead === 0) break
    }
    return { rows: rows.map((row) => cellsOf(row.toString('utf8'))), next: at < size ? at : undefined }
  } finally {
    await handle.close()
  }
}

/** Rows that are whole, at most so many, without their line ends. */
function splitRows(bytes: Buffer, most: number): { readonly complete: readonly Buffer[]; readonly rest: Buffer } {
  const complete: Buffer[] = []
  let [begin, quoted] = [0, false]
  for (let i = 0; i < bytes.length && complete.length < most; i++) {
    if (bytes[i] === QUOTE) quoted = !quoted
    else if (bytes[i] === LINE_END && !quoted) {
      complete.push(bytes.subarray(begin, i))
      begin = i + 1
    }
  }
  return { complete, rest: bytes.subarray(begin) }
}

/** `"a","",` → a, empty, NULL. */
const cellsOf = (row: string): readonly (string | null)[] =>
  [...`,${row}`.matchAll(/,(?:"((?:[^"]|"")*)")?/g)].map(([, cell]) => cell?.replaceAll('""', '"') ?? null)
