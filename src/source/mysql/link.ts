import type { Socket } from 'node:net'
import { isIP } from 'node:net'
import mysql from 'mysql2'
import { StarliftError } from '../../core/error.ts'
import type { Address } from './address.ts'
import { type DriverError, sourceError } from './faults.ts'
import { openSocket, within } from './reach.ts'
import { type Cell, RowFlow } from './row-flow.ts'
import { PATIENCE, type Patience, watch } from './silence.ts'
import { type Secured, securedBy, type Trust, trustOf } from './trust.ts'

export interface LinkOptions {
  readonly address: Address
  /** Path of a file with the certificates of the authorities to trust. */
  readonly ca?: string
  readonly patience?: Patience
  /** Told of verified TLS as soon as it stands, be the login refused then. */
  readonly onSecured?: (secured: Secured) => void
}

/** One connection. The only file that knows the driver; errors leave it as our own. */
export interface Link {
  readonly address: Address
  /** Null where what is sent stays on this machine and goes as it is. */
  readonly secured: Secured | null
  /** All rows of a small answer. */
  rows(sql: string, parameters?: readonly string[]): Promise<Cell[][]>
  /** The first row of a small answer, by the names of its columns in lower case; null where there is none. */
  record(sql: string): Promise<Readonly<Record<string, Cell>> | null>
  /** Rows in groups, never more in memory than a few groups. */
  stream(sql: string, parameters?: readonly string[]): AsyncIterable<Cell[][]>
  close(): Promise<void>
}

const STATE = 'select command, state from information_schema.processlist where id = ?'

/** Every value exact: no dates, numbers or JSON made by the driver. */
const EXACT = {
  supportBigNumbers: true,
  bigNumberStrings: true,
  dateStrings: true,
  jsonStrings: true,
  decimalNumbers: false,
}

function settings({ address }: LinkOptions, socket: Socket, trust: Trust | null): mysql.ConnectionOptions {
  const { host, socket: path, user, password, database } = address
  return {
    // The driver checks the certificate against this name, and a bare address only where it ends in a dot, as any name may.
    host: isIP(host) === 0 ? host : `${host}.`,
    ...(path === undefined ? {} : { socketPath: path }),
    stream: socket,
    user,
    password,
    ...(database === '' ? {} : { database }),
    connectTimeout: 0,
    charset: 'utf8mb4',
    flags: ['-LOCAL_FILES'],
    ...EXACT,
    ...(trust === null ? {} : { ssl: tls(trust) }),
  }
}

const tls = ({ authorities }: Trust): mysql.SslOptions => ({
  ...(authorities === undefined ? {} : { ca: [...authorities] }),
  rejectUnauthorized: true,
  verifyIdentity: true,
  minVersion: 'TLSv1.2',
})

/** Connects, verifies and logs in. Fails with SOURCE_UNREACHABLE, SOURCE_TLS or SOURCE_LOGIN, never later than `patience.connectMs`. */
export async function openLink(options: LinkOptions): Promise<Link> {
  const { address, patience = PATIENCE, onSecured = () => {} } = options
  const trust = trustOf(options)
  const connection = mysql.createConnection(settings(options, await openSocket(address, patience.connectMs), trust))
  const secured = (): Secured | null => securedBy(streamOf(connection), trust)
  try {
    await within(
      patience.connectMs,
      new Promise((resolve, reject) => connection.once('error', reject).once('connect', resolve)),
    )
  } catch (error) {
    const known = secured()
    if (known) onSecured(known)
    connection.on('error', () => {}).destroy()
    throw sourceError(error as DriverError, { address, operation: 'connect' })
  }
  connection.removeAllListeners('error')
  const known = secured()
  if (known) onSecured(known)
  return new DriverLink(connection, { ...options, patience }, known)
}

/** The driver puts TLS in the place of the socket it was given. */
const streamOf = (connection: mysql.Connection): Socket => (connection as unknown as { readonly stream: Socket }).stream

const isFull = ({ lines }: StarliftError): boolean => /\b(1040|1203|1226)\)$/.test(lines[0] ?? '')

class DriverLink implements Link {
  readonly address: Address
  readonly secured: Secured | null
  readonly #connection: mysql.Connection
  readonly #options: LinkOptions & { readonly patience: Patience }
  #flow: RowFlow | undefined
  #lost: DriverError | undefined
  #streaming = false

  constructor(
    connection: mysql.Connection,
    options: LinkOptions & { readonly patience: Patience },
    secured: Secured | null,
  ) {
    this.#connection = connection
    this.#options = options
    this.address = options.address
    this.secured = secured
    // The driver tells a running statement nothing when the connection goes: it tells the connection alone.
    connection.on('error', (error: DriverError) => this.#lose(error))
  }

  #lose(error: DriverError): void {
    this.#lost ??= error
    this.#flow?.fail(error)
  }

  async rows(sql: string, parameters?: readonly string[]): Promise<Cell[][]> {
    this.#checkFree()
    const all: Cell[][] = []
    for await (const rows of this.#answer(sql, parameters)) for (const row of rows) all.push(row)
    return all
  }

  async record(sql: string): Promise<Readonly<Record<string, Cell>> | null> {
    const [row] = await this.rows(sql)
    return row ? Object.fromEntries(this.#flow!.names.map((name, i) => [name.toLowerCase(), row[i] ?? null])) : null
  }

  async *stream(sql: string, parameters?: readonly string[]): AsyncIterable<Cell[][]> {
    this.#checkFree()
    this.#streaming = true
    try {
      yield* this.#answer(sql, parameters)
    } finally {
      this.#streaming = false
    }
  }

  /** Whoever asks while a stream is half read would wait for ever. */
  #checkFree(): void {
    if (this.#streaming) throw new Error('a connection reads one table at a time')
  }

  async *#answer(sql: string, parameters: readonly string[] | undefined): AsyncIterable<Cell[][]> {
    await this.#flow?.ended
    const flow = this.#start(sql, parameters)
    try {
      for (let rows = await this.#take(flow); rows; rows = await this.#take(flow)) yield rows
    } catch (error) {
      throw sourceError(error as DriverError, { address: this.address, operation: 'read' })
    } finally {
      flow.discard()
    }
  }

  /** The next rows; a connection that has gone silent is given up. */
  async #take(flow: RowFlow): Promise<Cell[][] | null> {
    const stop = watch({
      stream: streamOf(this.#connection),
      silenceMs: this.#options.patience.silenceMs,
      working: () => this.#working(),
      lost: (error) => {
        this.#lose(error)
        this.#connection.destroy()
      },
    })
    try {
      return await flow.take()
    } finally {
      stop()
    }
  }

  /** Asks the server by another connection what it does on this one. It may think for long; what waits to be written comes no more. */
  async #working(): Promise<boolean> {
    const { connectMs } = this.#options.patience
    const asked = openLink(this.#options).then(async (link) => {
      const answer = link.rows(STATE, [String(this.#connection.threadId)])
      const [[command, state] = []] = await within(connectMs, answer).finally(() => void link.close())
      return command !== undefined && command !== 'Sleep' && !/net|client/i.test(String(state))
    })
    // A server that has no connection left for the question is there all the same.
    return asked.catch((error: unknown) => error instanceof StarliftError && isFull(error))
  }

  /** Given parameters, be it none, the statement is prepared and its rows come in the binary protocol, which is exact. */
  #start(sql: string, parameters: readonly string[] | undefined): RowFlow {
    const flow = new RowFlow(this.#connection)
    this.#flow = flow
    if (this.#lost) {
      flow.fail(this.#lost)
      return flow
    }
    const command =
      parameters === undefined
        ? this.#connection.query({ sql, rowsAsArray: true })
        : this.#connection.execute({ sql, rowsAsArray: true, values: [...parameters] })
    flow.follow(command)
    return flow
  }

  /** An answer that nobody reads to its end is cut off. */
  async close(): Promise<void> {
    if (this.#lost || (this.#flow && !this.#flow.done)) return this.#connection.destroy()
    await new Promise<void>((resolve) => this.#connection.end(() => resolve()))
  }
}
