import { type ErrorCode, StarliftError } from '../../core/error.ts'
import type { Address } from './address.ts'

export const count = (value: number): string => value.toLocaleString('en-US')

/** An error as the driver gives it: a code of Node or of the server, and perhaps the server's own number. */
export interface DriverError extends Error {
  readonly code?: string
  readonly errno?: number
  readonly sqlMessage?: string
}

/** What the connection was used for when it failed. */
export interface Use {
  readonly address: Address
  readonly operation: 'connect' | 'read'
}

interface Rule {
  readonly code: ErrorCode
  readonly fits: RegExp
  /** Only while connecting; without it, always. */
  readonly connecting?: true
  readonly what: (address: Address) => string
  readonly next: (address: Address) => string
}

const place = ({ socket, host, port }: Address): string => socket ?? `${host}:${port}`

/** By the driver's code and the server's number, `ER_ACCESS_DENIED_ERROR 1045`; the first rule that fits decides. */
const RULES: readonly Rule[] = [
  {
    code: 'SOURCE_LOGIN',
    fits: /\b(1045|1251|1698|2059|1862|1820|3118|4151)$|^AUTH_|MYSQL_CLEAR_PASSWORD/,
    what: ({ user, host }) => `The server at ${host} refused the login of user ${user}`,
    next: () => 'Correct user and password in the URL; in it @ is %40, : is %3A, / is %2F and % is %25.',
  },
  {
    code: 'SOURCE_PRIVILEGE',
    fits: /\b(1044|1142|1143|1227|1370)$/,
    what: ({ user, database }) => `User ${user} may not do this in ${database}`,
    next: ({ database, user }) => `Ask for:  GRANT SELECT ON \`${database}\`.* TO '${user}'@…;`,
  },
  {
    code: 'SOURCE_TLS',
    fits: /SSL|TLS|CERT|SELF_SIGNED|UNABLE_TO|\b3159$/,
    what: (address) => `There is no verified TLS connection to ${place(address)}`,
    next: () => "Use the host name that the certificate names, and name its authority: tls: { ca: './ca.pem' }.",
  },
  {
    code: 'SOURCE_UNREACHABLE',
    fits: /\b1049$/,
    what: ({ database, host }) => `The server at ${host} has no database ${database}`,
    next: () => 'Correct the name of the database in the URL.',
  },
  {
    code: 'SOURCE_UNREACHABLE',
    fits: /^E(?!R_)[A-Z_]+|^PROTOCOL_|\b(1040|1203|1129|1130)$/,
    connecting: true,
    what: (address) => `No answer from ${place(address)}`,
    next: () => 'Check host and port in the URL, and that this machine may reach them.',
  },
  {
    code: 'SOURCE_CHANGED',
    fits: /\b(1412|1146|1054|1205)$/,
    what: () => 'A table was altered while it was read',
    next: () => 'Run again when the change is done.',
  },
  {
    code: 'SOURCE_LOST',
    fits: /^PROTOCOL_|^ECONN|^EPIPE|^ETIMEDOUT|\b(1053|1317|1927|1969|2006|2013|3024|3169|4031)$/,
    what: (address) => `The connection to ${place(address)} was lost before all was read`,
    next: () => 'Run again; if it happens again, look in the server’s log for why it closed the connection.',
  },
]

/** The driver's error as one of ours; wrapped here and nowhere else. An error that nothing fits is a bug of ours. */
export function sourceError(error: DriverError, { address, operation }: Use): Error {
  const said = `${error.code ?? ''} ${error.errno ?? ''}`.trim()
  const rule = RULES.find(({ fits, connecting }) => fits.test(said) && (!connecting || operation === 'connect'))
  const message = (error.sqlMessage ?? error.message) || said
  if (!rule) return new Error(`${address.label}: ${message} (${said})`)
  return new StarliftError(rule.code, {
    operation,
    subject: address.label,
    what: `${rule.what(address)}.`,
    lines: [`${message} (${said})`],
    next: rule.next(address),
  })
}

/** An error of one table or column. */
export const tableError = (
  code: ErrorCode,
  subject: string,
  details: { readonly what: string; readonly lines?: readonly string[]; readonly next: string },
): StarliftError => new StarliftError(code, { operation: 'read', subject, ...details })
