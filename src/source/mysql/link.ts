import type { ColumnBatch } from '../../core/batch.ts'
import { StarliftError } from '../../core/error.ts'
import type { Address } from './address.ts'
import { type DriverError, sourceError } from './faults.ts'
import { within } from './reach.ts'
import { PATIENCE, watch } from './silence.ts'
import type { Secured } from './trust.ts'
import type { Cell } from './wire/cells.ts'
import type { ColumnDefinition } from './wire/column-definition.ts'
import { severalStatements } from './wire/commands.ts'
import { type LoggedIn, type LoginOptions, login } from './wire/login.ts'
import { Packets } from './wire/packets.ts'
import { type RowDecoder, Wire } from './wire/wire.ts'

export type LinkOptions = LoginOptions

/** A statement whose rows come as columns, and what puts them there. */
export interface BulkRead {
  readonly sql: string
  readonly parameters: readonly string[]
  readonly decoder: (columns: readonly ColumnDefinition[]) => RowDecoder
}

/** One connection; errors leave it as our own. */
export interface Link {
  readonly address: Address
  /** The connection's number at the server. */
  readonly thread: number
  /** Null where what is sent stays on this machine and goes as it is. */
  readonly secured: Secured | null
  /** All rows of a small answer. */
  rows(sql: string, parameters?: readonly string[]): Promise<Cell[][]>
  /** All rows of several statements that reach the server as one packet: they are done one right after the other. */
  together(statements: readonly string[]): Promise<Cell[][][]>
  /** The first row of a small answer, by the names of its columns in lower case; null where there is none. */
  record(sql: string, parameters?: readonly string[]): Promise<Readonly<Record<string, Cell>> | null>
  /** Rows in groups, never more in memory than a few groups. */
  stream(sql: string, parameters?: readonly string[]): AsyncIterable<Cell[][]>
  /** Rows as columns; a batch is good until the next is asked for. */
  batches(read: BulkRead): AsyncIterable<ColumnBatch>
  close(): Promise<void>
}

const STATE = 'select command, state from information_schema.processlist where id = ?'

/** Connects, verifies and logs in. Fails with SOURCE_UNREACHABLE, SOURCE_TLS or SOURCE_LOGIN, never later than `patience.connectMs`. */
export async function openLink(options: LinkOptions): Promise<Link> {
  return new WireLink(await login(options), options)
}

const isFull = ({ lines }: StarliftError): boolean => /\b(1040|1203|1226)\)$/.test(lines[0] ?? '')

class WireLink implements Link {
  readonly address: Address
  readonly thread: number
  readonly secured: Secured | null
  readonly #loggedIn: LoggedIn
  readonly #options: LinkOptions
  readonly #packets: Packets
  readonly #wire: Wire
  /** Reading and forgetting what nobody wanted of the last answer. */
  #forgetting: Promise<void> = Promise.resolve()
  #busy = false

  constructor(loggedIn: LoggedIn, options: LinkOptions) {
    this.address = options.address
    this.thread = loggedIn.thread
    this.secured = loggedIn.secured
    this.#loggedIn = loggedIn
    this.#options = options
    this.#packets = new Packets(loggedIn.socket)
    this.#wire = new Wire(this.#packets, () => this.#more())
  }

  async rows(sql: string, parameters?: readonly string[]): Promise<Cell[][]> {
    const all: Cell[][] = []
    for await (const rows of this.stream(sql, parameters)) for (const row of rows) all.push(row)
    return all
  }

  async together(statements: readonly string[]): Promise<Cell[][][]> {
    return this.#alone(async () => {
      await this.#wire.simple(severalStatements(true))
      await this.#wire.begin(statements.join('; '))
      const answers: Cell[][][] = []
      do answers.push(await this.#wire.all())
      while (await this.#wire.nextAnswer())
      await this.#wire.simple(severalStatements(false))
      return answers
    })
  }

  async record(sql: string, parameters?: readonly string[]): Promise<Readonly<Record<string, Cell>> | null> {
    const [row] = await this.rows(sql, parameters)
    const names = this.#wire.columns.map(({ name }) => name.toLowerCase())
    return row ? Object.fromEntries(names.map((name, i) => [name, row[i] ?? null])) : null
  }

  async *stream(sql: string, parameters?: readonly string[]): AsyncIterable<Cell[][]> {
    yield* this.#answer(sql, parameters, () => this.#wire.cells())
  }

  async *batches({ sql, parameters, decoder }: BulkRead): AsyncIterable<ColumnBatch> {
    yield* this.#answer(sql, parameters, () => this.#wire.batches(decoder(this.#wire.columns)))
  }

  async *#answer<T>(
    sql: string,
    parameters: readonly string[] | undefined,
    read: () => AsyncGenerator<T>,
  ): AsyncGenerator<T> {
    await this.#begin()
    try {
      await this.#wire.begin(sql, parameters)
      yield* read()
    } catch (error) {
      throw this.#wrapped(error)
    } finally {
      this.#end()
    }
  }

  async #alone<T>(done: () => Promise<T>): Promise<T> {
    await this.#begin()
    try {
      return await done()
    } catch (error) {
      throw this.#wrapped(error)
    } finally {
      this.#end()
    }
  }

  /** Whoever asks while a stream is half read would wait for ever. */
  async #begin(): Promise<void> {
    if (this.#busy) throw new Error('a connection reads one table at a time')
    this.#busy = true
    await this.#forgetting
  }

  #end(): void {
    this.#busy = false
    if (this.#wire.open) this.#forgetting = this.#wire.finish().catch(() => {})
  }

  #wrapped(error: unknown): unknown {
    const { code, errno } = error as DriverError
    if (error instanceof StarliftError || (code === undefined && errno === undefined)) return error
    // What broke the protocol, or ended the connection, ends all that is asked of it.
    if (code !== undefined) this.#packets.fail(error as Error)
    return sourceError(error as DriverError, { address: this.address, operation: 'read' })
  }

  /** Waits for more from the server; a connection that has gone silent is given up. */
  async #more(): Promise<void> {
    const stop = watch({
      stream: this.#loggedIn.socket,
      silenceMs: (this.#options.patience ?? PATIENCE).silenceMs,
      working: () => this.#working(),
      lost: (error) => this.#packets.fail(error),
    })
    try {
      await this.#packets.more()
    } finally {
      stop()
    }
  }

  /** Asks the server by another connection what it does on this one. It may think for long; what waits to be written comes no more. */
  async #working(): Promise<boolean> {
    const { connectMs } = this.#options.patience ?? PATIENCE
    const asked = openLink(this.#options).then(async (link) => {
      const answer = link.rows(STATE, [String(this.thread)])
      const [[command, state] = []] = await within(connectMs, answer).finally(() => void link.close())
      return command !== undefined && command !== 'Sleep' && !/net|client/i.test(String(state))
    })
    // A server that has no connection left for the question is there all the same.
    return asked.catch((error: unknown) => error instanceof StarliftError && isFull(error))
  }

  /** An answer that nobody reads to its end is cut off. */
  async close(): Promise<void> {
    const { socket } = this.#loggedIn
    if (this.#packets.fault || this.#busy || this.#wire.open || this.#packets.waits) return void socket.destroy()
    this.#wire.quit()
    await new Promise<void>((resolve) => socket.once('close', () => resolve()).end(() => socket.destroy()))
  }
}
