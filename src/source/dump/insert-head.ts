import { decoderOf } from './encoding.ts'

/** What an INSERT says before its rows. */
export interface InsertHead {
  readonly database?: string
  readonly table: string
  /** Null where it names none. */
  readonly columns: readonly string[] | null
  readonly verb: 'insert' | 'insert ignore' | 'replace'
  /** Bytes of the statement before its first row. */
  readonly length: number
  /** How many `(` stand before its first row, outside quotes. */
  readonly brackets: number
}

const ID = '(?:`(?:[^`]|``)+`|"(?:[^"]|"")+"|[\\w$\\x80-\\xff]+)'
const GAP = '(?:\\s|/\\*[^!][\\s\\S]*?\\*/)*'
const HEAD = new RegExp(
  `^(INSERT|REPLACE)\\s+((?:(?:IGNORE|DELAYED|LOW_PRIORITY|HIGH_PRIORITY)\\s+)*)(?:INTO\\s+)?(?:(${ID})\\s*\\.\\s*)?(${ID})` +
    `${GAP}(PARTITION\\s*\\([^()]*\\)${GAP})?(\\((?:\\s*${ID}\\s*,?)*\\s*\\))?${GAP}VALUES?${GAP}(?=\\()`,
  'i',
)
const EACH_ID = new RegExp(ID, 'g')

/** Reads the head of an INSERT or REPLACE that lists its rows; null for any other form. Its names are in the session's `charset`. */
export function insertHead(bytes: Buffer, charset: string): InsertHead | null {
  const short = HEAD.exec(bytes.toString('latin1', 0, Math.min(bytes.length, 4096)))
  const match =
    short ?? (bytes.length > 4096 ? HEAD.exec(bytes.toString('latin1', 0, Math.min(bytes.length, 1 << 20))) : null)
  if (!match) return null
  const [whole, verb, flags, database, table, partition, columns] = match
  return {
    ...(database === undefined ? {} : { database: plainName(database, charset) }),
    table: plainName(table!, charset),
    columns:
      columns === undefined
        ? null
        : (columns.slice(1, -1).match(EACH_ID) ?? []).map((name) => plainName(name, charset)),
    verb: verb!.toLowerCase() === 'replace' ? 'replace' : /IGNORE/i.test(flags!) ? 'insert ignore' : 'insert',
    length: whole.length,
    brackets: (partition === undefined ? 0 : 1) + (columns === undefined ? 0 : 1),
  }
}

function plainName(quoted: string, charset: string): string {
  const text = decoderOf(charset).decode(Buffer.from(quoted, 'latin1'))
  const [quote] = text
  return quote === '`' || quote === '"' ? text.slice(1, -1).replaceAll(quote + quote, quote) : text
}
