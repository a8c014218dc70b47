import { isIP } from 'node:net'
import { StarliftError } from '../../core/error.ts'

/** Where a server is, and as whom to log in. Only `label` may be shown. */
export interface Address {
  readonly label: string
  readonly host: string
  readonly port: number
  readonly socket?: string
  readonly user: string
  readonly password: string
  readonly database: string
}

const PORT = 3306

/** Reads `mysql://user:password@host:3306/database`; a Unix socket is named by `?socket=/path`. */
export function addressOf(url: string): Address {
  const parsed = URL.canParse(url) ? new URL(url) : undefined
  if (!parsed || !/^(mysql|mariadb):$/.test(parsed.protocol)) throw misspelled('is not understood')
  const database = decoded(parsed.pathname.slice(1))
  if (database === '') throw misspelled('names no database')
  const socket = parsed.searchParams.get('socket')
  const host = parsed.hostname.replace(/^\[|\]$/g, '') || 'localhost'
  const port = Number(parsed.port || PORT)
  const user = decoded(parsed.username)
  const place = socket ?? `${host.includes(':') ? `[${host}]` : host}:${port}`
  const label = `mysql://${user}:•••@${place}/${database}`
  const address = { label, host, port, user, password: decoded(parsed.password), database }
  return socket === null ? address : { ...address, socket }
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part)
  } catch {
    throw misspelled('has a % that starts no character')
  }
}

/** The text of the URL is not shown: it may hold a password in an unexpected place. */
const misspelled = (how: string): StarliftError =>
  new StarliftError('CONFIG', {
    operation: 'connect',
    subject: 'the database URL',
    what: `The URL of the database ${how}.`,
    next: 'Write mysql://user:password@host:3306/database; in the password @ is %40, : is %3A, / is %2F and % is %25.',
  })

/** Whether what is sent there stays on this machine, so that it may go without TLS. */
export function isLoopback({ host, socket }: Pick<Address, 'host' | 'socket'>): boolean {
  if (socket !== undefined || host === 'localhost' || host === '::1') return true
  return isIP(host) === 4 && host.startsWith('127.')
}
