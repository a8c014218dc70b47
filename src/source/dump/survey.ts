import { isUtf8 } from 'node:buffer'
import { createHash } from 'node:crypto'
import { CLOSE, NEWLINE, RETURN, SPACE } from './bytes.ts'
import type { DumpDatabase, DumpTable } from './database.ts'
import { findTable } from './database.ts'
import { decoderOf, encodingOf, unreadable } from './encoding.ts'
import type { Extent } from './extent.ts'
import { RUN_BYTES } from './extent.ts'
import { dumpError, excerpt, type Place } from './faults.ts'
import type { DumpFile } from './file.ts'
import type { InsertHead } from './insert-head.ts'
import { insertHead } from './insert-head.ts'
import { Session } from './session.ts'
import { Splitter, type Statement } from './splitter.ts'
import { sqlTokens } from './sql-tokens.ts'
import { databaseOf, EFFECTS, type World } from './statement-effects.ts'
import { SqlFault, TokenCursor } from './token-cursor.ts'

/** What the first pass over a dump finds. */
export interface Survey {
  /** Of the plain bytes, in lower-case hex. */
  readonly digest: string
  readonly databases: ReadonlyMap<string, DumpDatabase>
}

export interface SurveyOptions {
  /** Only this database matters; what is wrong in others is passed over. */
  readonly database?: string
}

/** Reads the whole dump once: its tables, where their rows are, and its digest. */
export async function surveyDump(file: DumpFile, options: SurveyOptions = {}): Promise<Survey> {
  const surveyor = new Surveyor(file, options)
  const hash = createHash('sha256')
  const ends = new Ends()
  let splitter: Splitter | undefined
  for await (const bytes of file.bytes()) {
    hash.update(bytes)
    ends.see(bytes)
    splitter ??= new Splitter(surveyor.world.session, lineEnd(bytes), file.start)
    for (const statement of splitter.push(bytes)) surveyor.take(statement)
  }
  if (splitter) await finish(splitter, surveyor, file)
  ends.check(file)
  return { digest: hash.digest('hex'), databases: surveyor.world.databases }
}

/** A dump whose lines all end in a lone CR; else a comment goes on to the next LF. */
const lineEnd = (bytes: Buffer): typeof NEWLINE | typeof RETURN =>
  !bytes.includes(NEWLINE) && bytes.includes(RETURN) ? RETURN : NEWLINE

async function finish(splitter: Splitter, surveyor: Surveyor, file: DumpFile): Promise<void> {
  const rest = splitter.end()
  for (let step = rest.next(); ; step = rest.next()) {
    if (!step.done) surveyor.take(step.value)
    else if (step.value.whole) return
    else throw truncated(file, { byte: step.value.offset, line: await lineAt(file, step.value.offset) })
  }
}

const truncated = (file: DumpFile, place?: Place): Error =>
  dumpError({
    code: 'SOURCE_CORRUPT',
    subject: file.label,
    what: place ? 'The dump ends inside a statement.' : 'The dump ends before its last line, “Dump completed”.',
    ...(place ? { lines: ['The statement starts'], place } : {}),
    next: 'Copy or make the dump again.',
  })

/** Line of a byte, from 1. */
async function lineAt(file: DumpFile, byte: number): Promise<number> {
  let line = 1
  let at = file.start
  for await (const bytes of file.bytes()) {
    const piece = bytes.subarray(0, Math.max(0, byte - at))
    for (let next = piece.indexOf(NEWLINE); next >= 0; next = piece.indexOf(NEWLINE, next + 1)) line++
    at += bytes.length
    if (at >= byte) break
  }
  return line
}

/** The first and last bytes of a dump, which say whether a tool that ends its dumps with a line of its own did so. */
class Ends {
  #head = ''
  #tail = ''

  see(bytes: Buffer): void {
    if (this.#head.length < 400) this.#head += bytes.toString('latin1', 0, Math.min(bytes.length, 400))
    this.#tail = (this.#tail + bytes.toString('latin1', Math.max(0, bytes.length - 400))).slice(-400)
  }

  check(file: DumpFile): void {
    const named = /^(?:\/\*M?![^\n]*\n)?-- (?:MySQL|MariaDB) dump /.test(this.#head)
    if (named && !/(?:^|[\r\n])-- Dump completed[^\n]*\s*$/.test(this.#tail)) throw truncated(file)
  }
}

interface Target {
  readonly table: DumpTable
  readonly head: InsertHead
  /** The head as it was written. */
  readonly text: Buffer
}

class Surveyor {
  readonly world: World
  readonly #file: DumpFile
  readonly #wanted: string | undefined
  #lastTarget: Target | undefined
  #last: { readonly table: DumpTable; readonly extent: Extent } | undefined

  constructor(file: DumpFile, options: SurveyOptions) {
    this.#file = file
    this.#wanted = options.database
    this.world = { session: new Session(), databases: new Map(), current: '' }
  }

  take(statement: Statement): void {
    try {
      if (/^(insert|replace)\s/i.test(statement.bytes.toString('latin1', 0, 8))) this.#insert(statement)
      else this.#other(statement)
    } catch (error) {
      if (!this.#isOthers(statement)) throw this.#explained(statement, error)
    }
  }

  /** Whether a statement concerns a database that nobody asked for. */
  #isOthers({ bytes }: Statement): boolean {
    const { current } = this.world
    return this.#wanted !== undefined && current !== '' && current !== this.#wanted && !bytes.includes(this.#wanted)
  }

  #explained(statement: Statement, error: unknown): unknown {
    if (!(error instanceof SqlFault)) return error
    return dumpError({
      code: 'SOURCE_CORRUPT',
      subject: this.#file.label,
      what: `A statement of the dump cannot be followed: ${error.message}.`,
      lines: [excerpt(statement.bytes, 0, statement.bytes.length)],
      place: { byte: statement.offset },
      next: 'Make the dump with mysqldump or mariadb-dump; take out what was added by hand.',
    })
  }

  #other(statement: Statement): void {
    this.#lastTarget = undefined
    const { bytes } = statement
    const sql = decoderOf(this.world.session.charset).decode(bytes)
    const cursor = new TokenCursor(sqlTokens(sql, this.world.session.ansiQuotes))
    if (cursor.done) return
    const verb = cursor.take().keyword
    const effect = Object.hasOwn(EFFECTS, verb) ? EFFECTS[verb] : undefined
    if (!effect)
      throw new SqlFault(verb === 'INSERT' || verb === 'REPLACE' ? 'it stands in a comment' : 'it is not known')
    if (verb === 'CREATE' && sql.includes('\ufffd') && !isUtf8(bytes) && cursor.keyword() === 'TABLE')
      throw this.#notUtf8(statement)
    effect(cursor, this.world)
  }

  #notUtf8({ offset }: Statement): Error {
    return dumpError({
      code: 'SOURCE_ENCODING',
      subject: this.#file.label,
      what: 'A CREATE TABLE of the dump is not valid UTF-8.',
      place: { byte: offset },
      next: 'Dump again with --default-character-set=utf8mb4.',
    })
  }

  #insert(statement: Statement): void {
    const { bytes, offset, brackets } = statement
    const { table, head } = this.#target(bytes)
    const length = trimmedLength(bytes)
    if (bytes[length - 1] !== CLOSE) throw new SqlFault('it does not end with its rows')
    const { charset } = this.world.session
    this.#extend(table, { start: offset, end: offset + length, rows: brackets - head.brackets, charset })
  }

  /** What an INSERT is for; most begin as the one before, and nothing was said between them. */
  #target(bytes: Buffer): Target {
    const known = this.#lastTarget
    if (known && bytes.length > known.text.length && known.text.compare(bytes, 0, known.text.length) === 0) return known
    const { session } = this.world
    const head = insertHead(bytes, session.charset)
    if (!head) throw new SqlFault('this INSERT does not list its rows')
    const table = findTable(databaseOf(this.world, head.database), head.table)
    if (!table) throw new SqlFault(`the table ${head.table} was not created before`)
    if (!session.backslashEscapes) throw new SqlFault('NO_BACKSLASH_ESCAPES is in effect, which Starlift does not read')
    if (encodingOf(session.charset) === undefined) throw unreadable(head.table, session.charset)
    note(table, head, session)
    this.#lastTarget = { table, head, text: Buffer.from(bytes.subarray(0, head.length)) }
    return this.#lastTarget
  }

  /** Adds to the last run when nothing but the delimiter and blanks can stand between; decoding checks that. */
  #extend(table: DumpTable, extent: Extent): void {
    const last = this.#last?.table === table ? this.#last.extent : undefined
    const near = last !== undefined && extent.start - last.end <= 4 && extent.end - last.start <= RUN_BYTES
    if (near && last.charset === extent.charset) {
      last.end = extent.end
      last.rows += extent.rows
      return
    }
    table.extents.push(extent)
    this.#last = { table, extent }
  }
}

function note(table: DumpTable, head: InsertHead, session: Session): void {
  table.heads.set(head.columns === null ? '' : head.columns.join('\0'), head.columns)
  if (!/^(\+00:00|-00:00|UTC)$/.test(session.timeZone)) table.otherZone = true
  if (head.verb !== 'insert') table.verb = head.verb
}

function trimmedLength(bytes: Buffer): number {
  let length = bytes.length
  while (length > 0 && bytes[length - 1]! <= SPACE) length--
  return length
}
