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
  /** Where the URL was read: `.env line 1`. */
  readonly origin?: string
  /** Whether TLS was asked for even on this machine. */
  readonly tls?: boolean
  /** Makes the password of one connection, where each needs its own. Such a password goes over verified TLS or not at all. */
  readonly token?: () => Promise<string>
}

/** A URL, where it was read, and what makes the password that it has not. */
export interface ServerUrl {
  /** `mysql://user:password@host:3306/database`. */
  readonly url: string
  readonly origin?: string
  readonly token?: () => Promise<string>
}

/** Like `addressOf`; a token asks for TLS. */
export const addressBy = ({ url, origin, token }: ServerUrl): Address => ({
  ...addressOf(url, origin),
  ...(token === undefined ? {} : { token, tls: true }),
})

const PORT = 3306

/**
 * Reads `mysql://user:password@host:3306/database`; a Unix socket is named by `?socket=/path`, and `?ssl-mode=REQUIRED` asks for TLS on
 * this machine too. `origin` says where the URL was read.
 */
export function addressOf(url: string, origin?: string): Address {
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
  const from = origin === undefined ? {} : { origin }
  const parts = { ...address, ...from, ...(socket === null ? {} : { socket }) }
  return tlsAsked(parsed.searchParams, parts) ? { ...parts, tls: true } : parts
}

const MODES = ['REQUIRED', 'VERIFY_CA', 'VERIFY_IDENTITY']

/** Parameters of other clients: what asks for no more than we do is met, and what we would not do is refused by its name. */
function tlsAsked(parameters: URLSearchParams, address: Pick<Address, 'host' | 'socket'>): boolean {
  for (const name of parameters.keys())
    if (!['socket', 'ssl-mode'].includes(name)) throw misspelled(`has the parameter ${name}, which is not known here`)
  const mode = parameters.get('ssl-mode')?.toUpperCase()
  if (mode === undefined || mode === 'PREFERRED') return false
  if (MODES.includes(mode)) return true
  if (mode === 'DISABLED' && isLoopback(address)) return false
  throw mode === 'DISABLED'
    ? misspelled('asks for no TLS (ssl-mode=DISABLED), which is for this machine alone')
    : misspelled('has an ssl-mode that is none')
}

/** Of a password what helps to find a mistake in it, and nothing of what it is. */
export function passwordText({ password, origin, user, token }: Address): string {
  if (token !== undefined) return `The password was a token of IAM, made for ${user} and this connection.`
  const read = `was read from ${origin ?? 'the URL'}`
  if (password === '') return `The URL ${read}, and it has no password.`
  const special = [...'@:/#?%&+ '].filter((char) => password.includes(char)).map((char) => `'${char}'`)
  const holds = special.length > 0 ? `; it holds ${special.join(' ')}` : ''
  return `The password ${read} (${password.length === 1 ? '1 character' : `${password.length} characters`}${holds}).`
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
