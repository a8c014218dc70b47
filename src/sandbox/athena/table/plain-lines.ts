import { createReadStream, createWriteStream } from 'node:fs'
import { createInterface } from 'node:readline'
import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGunzip, createZstdDecompress } from 'node:zlib'
import type { Context } from '../../service.ts'
import { notSupported, QueryFault } from '../sql/fault.ts'
import type { TableFile } from './table-file.ts'

/** How a line is cut where its fields may be quoted, or marks escaped. */
export interface Quoting {
  readonly separator: string
  readonly quote: string
  readonly escape: string
}

/** Between the fields of lines that were cut, and for a field that is not there: no text holds it. */
export const CUT = '\u0001'

const LARGEST = 1024 ** 3

/** Text files as an engine can read them: unpacked, and cut where their fields are quoted. Drafts go with the session. */
export async function plainFiles(
  context: Context,
  files: readonly TableFile[],
  quoting: Quoting | null,
): Promise<readonly TableFile[]> {
  const plain: TableFile[] = []
  for (const file of files) {
    if (file.object.size > LARGEST) throw notSupported(`the text file ${file.uri} of more than 1 GiB`)
    const packed = packingOf(file.uri)
    plain.push(packed || quoting ? await rewritten(context, file, { packed, quoting }) : file)
  }
  return plain
}

const PACKINGS = { gz: createGunzip, zst: createZstdDecompress } as const

function packingOf(uri: string): keyof typeof PACKINGS | null {
  const ending = /\.(gz|zst|bz2|snappy|lzo|lz4|deflate)$/i.exec(uri)?.[1]?.toLowerCase()
  if (ending === undefined) return null
  if (ending === 'gz' || ending === 'zst') return ending
  throw notSupported(`text compressed as .${ending}`)
}

interface How {
  readonly packed: keyof typeof PACKINGS | null
  readonly quoting: Quoting | null
}

async function rewritten(context: Context, file: TableFile, { packed, quoting }: How): Promise<TableFile> {
  const draft = context.objects.draft()
  const source = createReadStream(file.object.file)
  try {
    if (quoting) await cutLines(packed ? source.pipe(PACKINGS[packed]()) : source, draft, quoting)
    else await pipeline(source, PACKINGS[packed!](), createWriteStream(draft))
  } catch (error) {
    if (error instanceof QueryFault) throw error
    throw new QueryFault('HIVE_BAD_DATA', `${file.uri} cannot be unpacked`)
  }
  return { ...file, object: { ...file.object, file: draft } }
}

async function cutLines(source: Readable, draft: string, quoting: Quoting): Promise<void> {
  const lines = createInterface({ input: source, crlfDelay: Number.POSITIVE_INFINITY })
  await pipeline(
    lines,
    async function* (each: AsyncIterable<string>) {
      for await (const line of each) yield `${cutLine(line, quoting).join(CUT)}\n`
    },
    createWriteStream(draft),
  )
}

/** One line in its fields, as opencsv cuts it. */
function cutLine(line: string, quoting: Quoting): readonly string[] {
  const { separator, quote, escape: mark } = quoting
  if (line.includes(CUT)) throw notSupported('the character U+0001 in a file with quotes')
  const fields: string[] = []
  let field = ''
  let quoted = false
  for (let i = 0; i < line.length; i++) {
    const [character, next] = [line[i]!, line[i + 1]]
    if (character === mark && next !== undefined && escapes(next, quoting, quoted)) {
      field += next
      i++
    } else if (character === quote && quote !== '') {
      if (quoted && next === quote) {
        field += quote
        i++
      } else quoted = !quoted
    } else if (character === separator && !quoted) {
      fields.push(field)
      field = ''
    } else field += character
  }
  return [...fields, field]
}

/** In quotes, the quote and the escape itself; without quotes anything, but `\N`, which stands for NULL. */
const escapes = (next: string, { quote, escape: mark }: Quoting, quoted: boolean): boolean =>
  quote === '' ? next !== 'N' : quoted && (next === quote || next === mark)
