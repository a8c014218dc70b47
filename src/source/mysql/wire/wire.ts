import type { ColumnBatch } from '../../../core/batch.ts'
import { malformed, Reader } from './bytes.ts'
import { binaryCells, type Cell, textCells } from './cells.ts'
import { type ColumnDefinition, columnDefinition } from './column-definition.ts'
import { closeStatement, execute, prepare, QUIT, query } from './commands.ts'
import { newRowBlock, type Packets, type RowBlock, wireFault } from './packets.ts'

const OK = 0
const ERROR = 255
const END = 254
const FILE = 251
/** Longer than an end of rows can be. */
const LONG_END = 9
const MORE_ANSWERS = 8
const GROUP_ROWS = 2048
/** Bytes of rows after which a group is handed on, however few they are. */
const GROUP_BYTES = 8 << 20

/** What the rows of a result are put into. */
export interface RowDecoder {
  readonly batch: ColumnBatch
  /** How many rows still fit. */
  readonly room: number
  decode(block: RowBlock): void
  clear(): void
}

/** Statements and their answers over the packets of a connection, one at a time. */
export class Wire {
  readonly #packets: Packets
  /** Waits until more has come. */
  readonly #wait: () => Promise<void>
  readonly #block = newRowBlock(GROUP_ROWS)
  #columns: readonly ColumnDefinition[] = []
  #binary = false
  #statement: number | undefined
  /** Whether an answer is still to be read to its end. */
  #open = false
  #moreAnswers = false

  constructor(packets: Packets, wait: () => Promise<void>) {
    this.#packets = packets
    this.#wait = wait
  }

  get open(): boolean {
    return this.#open
  }

  /** The columns of the answer that is being read. */
  get columns(): readonly ColumnDefinition[] {
    return this.#columns
  }

  /** Runs SQL; with parameters, be it none, as a prepared statement, whose rows come in the binary protocol. */
  async begin(sql: string, parameters?: readonly string[]): Promise<void> {
    this.#binary = parameters !== undefined
    if (parameters === undefined) this.#send(query(sql))
    else {
      this.#statement = await this.#prepare(sql)
      this.#send(execute(this.#statement, parameters))
    }
    await this.#head()
  }

  /** Runs a command that gives no rows. */
  async simple(command: Uint8Array): Promise<void> {
    this.#send(command)
    await this.#packet()
    this.#ended()
  }

  /** Rows of the answer in groups. */
  async *cells(): AsyncGenerator<Cell[][]> {
    const read = this.#binary ? binaryCells : textCells
    let rows: Cell[][] = []
    let bytes = 0
    while (this.#open) {
      const packet = await this.#packet()
      if (this.#isEnd(packet)) break
      rows.push(read(packet, this.#columns))
      bytes += packet.length
      if (rows.length < GROUP_ROWS && bytes < GROUP_BYTES) continue
      yield rows
      rows = []
      bytes = 0
    }
    if (rows.length > 0) yield rows
  }

  /** All rows of the answer. */
  async all(): Promise<Cell[][]> {
    const all: Cell[][] = []
    for await (const rows of this.cells()) for (const row of rows) all.push(row)
    return all
  }

  /** Rows of the answer as columns. A batch is good until the next is asked for. */
  async *batches(decoder: RowDecoder): AsyncGenerator<ColumnBatch> {
    const { batch } = decoder
    while (this.#open) {
      if (this.#packets.rows(this.#block, decoder.room) > 0) decoder.decode(this.#block)
      else if (!this.#packets.waits) await this.#wait()
      else if (!this.#isEnd(await this.#packet())) throw malformed()
      if (decoder.room > 0) continue
      yield batch
      decoder.clear()
    }
    if (batch.rows > 0) yield batch
  }

  /** The rows of the next answer of several statements; false where that was the last. */
  async nextAnswer(): Promise<boolean> {
    if (!this.#moreAnswers) return false
    await this.#head()
    return true
  }

  /** Reads and forgets what is left of the answer. */
  async finish(): Promise<void> {
    do {
      while (this.#open) if (this.#packets.rows(this.#block, GROUP_ROWS) === 0) this.#isEnd(await this.#packet())
    } while (await this.nextAnswer())
  }

  quit(): void {
    this.#send(QUIT)
  }

  #send(command: Uint8Array): void {
    const said = this.#packets.take()
    if (said) throw said[0] === ERROR ? serverError(said) : wireFault('PROTOCOL_ORDER', 'the server spoke unasked')
    this.#packets.send(command)
    this.#open = true
  }

  async #prepare(sql: string): Promise<number> {
    this.#send(prepare(sql))
    const reader = new Reader(await this.#packet())
    reader.integer(1)
    const statement = reader.integer(4)
    const [columns, parameters] = [reader.integer(2), reader.integer(2)]
    for (const definitions of [parameters, columns])
      for (let i = 0; i < definitions + (definitions > 0 ? 1 : 0); i++) await this.#packet()
    return statement
  }

  /** Up to the first row: the columns, or that there are none. */
  async #head(): Promise<void> {
    this.#open = true
    this.#columns = []
    const reader = new Reader(await this.#packet())
    if (reader.bytes[0] === OK) return this.#done(reader)
    if (reader.bytes[0] === FILE) throw wireFault('PROTOCOL_FILE', 'the server asked for a file of this machine')
    const columns: ColumnDefinition[] = []
    for (let left = reader.length() ?? 0; left > 0; left--) columns.push(columnDefinition(await this.#packet()))
    await this.#packet()
    this.#columns = columns
  }

  #done(reader: Reader): void {
    reader.integer(1)
    for (const _ of ['rows', 'id']) reader.length()
    this.#ended(reader.integer(2))
  }

  #isEnd(packet: Uint8Array): boolean {
    if (packet[0] !== END || packet.length >= LONG_END) return false
    const reader = new Reader(packet)
    reader.integer(3)
    this.#ended(reader.integer(2))
    return true
  }

  #ended(status = 0): void {
    this.#open = false
    this.#moreAnswers = (status & MORE_ANSWERS) !== 0
    if (this.#statement !== undefined && !this.#packets.fault) this.#packets.send(closeStatement(this.#statement))
    this.#statement = undefined
  }

  async #packet(): Promise<Uint8Array> {
    for (;;) {
      const packet = this.#packets.take()
      if (packet === null) await this.#wait()
      else if (packet[0] !== ERROR) return packet
      else {
        this.#ended()
        throw serverError(packet)
      }
    }
  }
}

/** The server's number and words of an error. */
function serverError(packet: Uint8Array): Error {
  const reader = new Reader(packet)
  reader.integer(1)
  const errno = reader.integer(2)
  const rest = packet[reader.at] === HASH ? reader.at + 6 : reader.at
  const sqlMessage = reader.bytes.toString('utf8', rest)
  return Object.assign(new Error(sqlMessage), { errno, sqlMessage })
}

const HASH = 35
