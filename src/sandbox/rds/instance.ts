import { connect } from 'node:net'
import { StarliftError } from '../../core/error.ts'

/** A server that the user has, by the name under which RDS is asked for it. What opens it is not kept. */
export interface RdsInstance {
  readonly id: string
  readonly host: string
  readonly port: number
  readonly user: string
  readonly database: string | undefined
}

/** `de-c1w2-rds=mysql://user:password@host:3306/db` in its parts. Fails with USAGE, which never tells the password. */
export function parseInstance(text: string): RdsInstance {
  const [, id = '', address = ''] = /^([^=]*)=(.*)$/s.exec(text) ?? []
  if (!/^[a-z](-?[a-z0-9]){0,62}$/i.test(id)) throw wrong(`--rds ${id === '' ? '' : `${id}=… `}names no instance`)
  const url = URL.parse(address)
  if (url?.protocol !== 'mysql:' || url.hostname === '') throw wrong(`What --rds says of ${id} is no mysql:// URL`)
  return {
    id: id.toLowerCase(),
    // A client that is told localhost takes a socket, and not the port.
    host: url.hostname === 'localhost' ? '127.0.0.1' : url.hostname.replace(/^\[(.*)\]$/, '$1'),
    port: Number(url.port || 3306),
    user: decodeURIComponent(url.username) || 'root',
    database: decodeURIComponent(url.pathname.slice(1)) || undefined,
  }
}

const wrong = (what: string): StarliftError =>
  new StarliftError('USAGE', {
    operation: 'sandbox',
    subject: '--rds',
    what,
    next: "Say it so:  --rds 'shop-db=mysql://user:password@127.0.0.1:3306/shop'",
  })

/** What a server says of itself when it is called. */
export interface Greeting {
  readonly engine: 'mysql' | 'mariadb'
  /** `8.0.36`, `10.11.6`. */
  readonly version: string
}

const PATIENCE_MS = 2000
const HEAD = 5

/** The first packet of a MySQL server: its length, 10, and its version, ended by a zero. Undefined where nobody answers so. */
export function greeting({ host, port }: RdsInstance): Promise<Greeting | undefined> {
  const socket = connect({ host, port, timeout: PATIENCE_MS })
  return new Promise((resolve) => {
    const end = (said?: Greeting): void => {
      socket.destroy()
      resolve(said)
    }
    socket
      .once('data', (bytes) => end(parsedGreeting(bytes)))
      .once('timeout', () => end())
      .once('error', () => end())
      .once('close', () => end())
  })
}

function parsedGreeting(bytes: Buffer): Greeting | undefined {
  const end = bytes.indexOf(0, HEAD)
  if (bytes[HEAD - 1] !== 10 || end < 0) return undefined
  // MariaDB says 5.5.5- first, for old replicas.
  const said = bytes.toString('latin1', HEAD, end).replace(/^5\.5\.5-/, '')
  const version = /^[\d.]+/.exec(said)?.[0]
  return version === undefined ? undefined : { engine: /mariadb/i.test(said) ? 'mariadb' : 'mysql', version }
}
