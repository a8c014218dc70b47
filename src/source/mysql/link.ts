import { readFileSync } from 'node:fs'
import { isIP } from 'node:net'
import mysql from 'mysql2'
import { StarliftError } from '../../core/error.ts'
import { type Address, isLoopback } from './address.ts'
import { type DriverError, sourceError } from './faults.ts'
import { type Cell, RowFlow } from './row-flow.ts'

export interface LinkOptions {
  readonly address: Address
  /** Path of a file with the certificates of the authorities to trust. */
  readonly ca?: string
}

/** One connection. The only file that knows the driver; errors leave it as our own. */
export interface Link {
  readonly address: Address
  /** All rows of a small answer. */
  rows(sql: string, parameters?: readonly string[]): Promise<Cell[][]>
  /** Rows in groups, never more in memory than a few groups. */
  stream(sql: string, parameters?: readonly string[]): AsyncIterable<Cell[][]>
  close(): Promise<void>
}

const CONNECT_MS = 10_000

/** Every value exact: no dates, numbers or JSON made by the driver. */
const EXACT = {
  supportBigNumbers: true,
  bigNumberStrings: true,
  dateStrings: true,
  jsonStrings: true,
  decimalNumbers: false,
}

/** Only what stays on this machine may go without TLS. */
const isPlain = ({ address, ca }: { address: Address; ca: string | undefined }): boolean =>
  isLoopback(address) && ca === undefined

/** For a host that is a bare address the driver checks the certificate against the name `localhost`, which proves nothing. */
function checkVerifiable({ address, ca }: LinkOptions): void {
  if (isPlain({ address, ca }) || isIP(address.host) === 0) return
  throw new StarliftError('SOURCE_TLS', {
    operation: 'connect',
    subject: address.label,
    what: `A certificate cannot be verified for the bare address ${address.host}.`,
    next: 'Use the host name that the certificate names. Plain text is allowed for loopback only.',
  })
}

function settings({ address, ca }: LinkOptions): mysql.ConnectionOptions {
  const { host, port, socket, user, password, database } = address
  const plain = isPlain({ address, ca })
  return {
    ...(socket === undefined ? { host, port } : { socketPath: socket }),
    user,
    password,
    database,
    connectTimeout: CONNECT_MS,
    charset: 'utf8mb4',
    flags: ['-LOCAL_FILES'],
    ...EXACT,
    ...(plain ? {} : { ssl: tls(ca) }),
  }
}

const tls = (ca: string | undefined): mysql.SslOptions => ({
  ...(ca === undefined ? {} : { ca: authorities(ca) }),
  rejectUnauthorized: true,
  verifyIdentity: true,
  minVersion: 'TLSv1.2',
})

function authorities(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch (cause) {
    throw new StarliftError('CONFIG', {
      operation: 'connect',
      subject: path,
      what: `The file of certificates ${path} cannot be read.`,
      next: 'Check the path in tls: { ca } of the config.',
      cause,
    })
  }
}

export async function openLink(options: LinkOptions): Promise<Link> {
  checkVerifiable(options)
  const connection = mysql.createConnection(settings(options))
  await new Promise<void>((resolve, reject) => {
    const fail = (error: DriverError): void => {
      connection.destroy()
      reject(sourceError(error, { address: options.address, operation: 'connect' }))
    }
    connection.once('error', fail)
    connection.once('connect', () => {
      connection.removeListener('error', fail)
      resolve()
    })
  })
  return new DriverLink(connection, options.address)
}

class DriverLink implements Link {
  readonly address: Address
  readonly #connection: mysql.Connection
  #flow: RowFlow | undefined
  #lost: DriverError | undefined
  #streaming = false

  constructor(connection: mysql.Connection, address: Address) {
    this.#connection = connection
    this.address = address
    // The driver tells a running statement nothing when the connection goes: it tells the connection alone.
    connection.on('error', (error: DriverError) => {
      this.#lost = error
      this.#flow?.fail(error)
    })
  }

  async rows(sql: string, parameters?: readonly string[]): Promise<Cell[][]> {
    this.#checkFree()
    const all: Cell[][] = []
    for await (const rows of this.#answer(sql, parameters)) for (const row of rows) all.push(row)
    return all
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
      for (let rows = await flow.take(); rows; rows = await flow.take()) yield rows
    } catch (error) {
      throw sourceError(error as DriverError, { address: this.address, operation: 'read' })
    } finally {
      flow.discard()
    }
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
