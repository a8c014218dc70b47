import type { Socket } from 'node:net'
import { isIP } from 'node:net'
import mysql from 'mysql2'
import { StarliftError } from '../../../core/error.ts'
import type { Address } from '../address.ts'
import { type DriverError, sourceError } from '../faults.ts'
import { openSocket, within } from '../reach.ts'
import { PATIENCE, type Patience } from '../silence.ts'
import { type Secured, securedBy, type Trust, trustOf } from '../trust.ts'

export interface LoginOptions {
  readonly address: Address
  /** Path of a file with the certificates of the authorities to trust. */
  readonly ca?: string
  readonly patience?: Patience
  /** Told of verified TLS as soon as it stands, be the login refused then. */
  readonly onSecured?: (secured: Secured) => void
}

/** A connection that is logged in, and nobody else reads. */
export interface LoggedIn {
  /** What is said there is said to the server, and what comes from there it says: by TLS where there is one. */
  readonly socket: Socket
  /** The connection's number at the server. */
  readonly thread: number
  /** Null where what is sent stays on this machine and goes as it is. */
  readonly secured: Secured | null
}

/** What the driver would say it can do, and we do not: attributes change the bytes of commands, files of ours are nobody's. */
const NOT_SPOKEN = ['-LOCAL_FILES', '-CLIENT_QUERY_ATTRIBUTES', '-SESSION_TRACK']

interface Prepared {
  readonly address: Address
  readonly password: string
  readonly socket: Socket
  readonly trust: Trust | null
}

function settings({ address, password, socket, trust }: Prepared): mysql.ConnectionOptions {
  const { host, socket: path, user, database, token } = address
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
    flags: NOT_SPOKEN,
    ...(trust === null ? {} : { ssl: tls(trust) }),
    // RDS takes a token as it is. The driver says it only after TLS stands, which fails unless it is verified.
    enableCleartextPlugin: token !== undefined && trust !== null,
  }
}

/** Made before the server is called: it waits a few seconds for a login. */
async function passwordOf({ password, token, host }: Address, trust: Trust | null): Promise<string> {
  if (token === undefined) return password
  if (trust !== null) return token()
  throw new StarliftError('SOURCE_TLS', {
    operation: 'connect',
    subject: host,
    what: `A token of IAM goes over verified TLS alone, and there would be none to ${host}`,
    next: 'Name the server by source.mysql.rds, which asks for TLS.',
  })
}

const tls = ({ authorities }: Trust): mysql.SslOptions => ({
  ...(authorities === undefined ? {} : { ca: [...authorities] }),
  rejectUnauthorized: true,
  verifyIdentity: true,
  minVersion: 'TLSv1.2',
})

/**
 * Connects, verifies and logs in by the driver, and then takes the connection from it. The only file that knows the driver. Fails with
 * SOURCE_UNREACHABLE, SOURCE_TLS or SOURCE_LOGIN, never later than `patience.connectMs`, once there is a password.
 */
export async function login(options: LoginOptions): Promise<LoggedIn> {
  const { address, patience = PATIENCE, onSecured = () => {} } = options
  const trust = trustOf(options)
  const password = await passwordOf(address, trust)
  const socket = await openSocket(address, patience.connectMs)
  const connection = mysql.createConnection(settings({ address, password, socket, trust }))
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
  const known = secured()
  if (known) onSecured(known)
  return { socket: taken(connection), thread: connection.threadId, secured: known }
}

/** The one part of the driver that is not public: it puts TLS in the place of the socket it was given. */
const streamOf = (connection: mysql.Connection): Socket => (connection as unknown as { readonly stream: Socket }).stream

/** From here on the driver hears nothing of what the server says, and what it says of the connection's end is for nobody. */
function taken(connection: mysql.Connection): Socket {
  connection.removeAllListeners('error').on('error', () => {})
  const stream = streamOf(connection)
  stream.removeAllListeners('data').pause()
  return stream
}
