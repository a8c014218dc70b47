import { type ErrorCode, StarliftError } from '../../core/error.ts'
import { type Address, passwordText } from './address.ts'
import { namesOf } from './trust.ts'

export const count = (value: number): string => value.toLocaleString('en-US')

/** An error as the driver gives it: a code of Node or of the server, and perhaps the server's own number. */
export interface DriverError extends Error {
  readonly code?: string
  readonly errno?: number
  readonly sqlMessage?: string
  /** Of a certificate that is for others. */
  readonly cert?: { readonly subjectaltname?: string }
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
  readonly what: (address: Address, error: DriverError) => string
  /** What more is known than the server said. */
  readonly lines?: (address: Address) => readonly string[]
  readonly next: (address: Address) => string
}

const place = ({ socket, host, port }: Address): string => socket ?? `${host}:${port}`

const unverified = (address: Address, why: string): string =>
  `There is no verified TLS connection to ${place(address)}: ${why}`

/** By the driver's code and the server's number, `ER_ACCESS_DENIED_ERROR 1045`; the first rule that fits decides. */
const RULES: readonly Rule[] = [
  {
    code: 'SOURCE_LOGIN',
    fits: /\b1130$/,
    what: ({ user, host }) => `The server at ${host} lets nobody in from this machine, or not ${user}`,
    next: ({ user }) => `Ask for a user that may come from here:  CREATE USER '${user}'@'%' …;`,
  },
  {
    code: 'SOURCE_LOGIN',
    fits: /\b(1045|1251|1698|2059|1862|1820|3118|4151)$|^AUTH_|MYSQL_CLEAR_PASSWORD/,
    what: ({ user, host }) => `The server at ${host} refused the login of user ${user}`,
    lines: (address) => [passwordText(address)],
    next: ({ user, token }) =>
      token === undefined
        ? 'Correct user and password in the URL; in it @ is %40, : is %3A, / is %2F and % is %25.'
        : `Allow rds-db:connect for ${user}, turn IAM authentication on at the instance, and let the server know ${user} by AWSAuthenticationPlugin.`,
  },
  {
    code: 'SOURCE_PRIVILEGE',
    fits: /\b(1044|1142|1143|1227|1370)$/,
    what: ({ user, database }) => `User ${user} may not do this in ${database}`,
    next: ({ database, user }) => `Ask for:  GRANT SELECT ON \`${database}\`.* TO '${user}'@…;`,
  },
  {
    code: 'SOURCE_TLS',
    fits: /^TLS_NAME/,
    what: (address, { cert }) =>
      unverified(
        address,
        `the certificate is not for ${address.host}, it names ${namesOf(cert?.subjectaltname).join(', ') || 'nobody'}`,
      ),
    next: () => 'Use the host name that the certificate names. Plain text is allowed for this machine only.',
  },
  {
    code: 'SOURCE_TLS',
    fits: /NO_SSL_SUPPORT/,
    what: (address) => unverified(address, 'the server offers none'),
    next: () => 'Turn TLS on at the server, or come by a tunnel. Plain text is allowed for this machine only.',
  },
  {
    code: 'SOURCE_TLS',
    fits: /^TLS_TIME/,
    what: (address) => unverified(address, 'the certificate has expired or is not valid yet'),
    next: () => 'Have the server’s certificate renewed, and look at the clocks of both machines.',
  },
  {
    code: 'SOURCE_TLS',
    fits: /^TLS_AUTHORITY/,
    what: (address) => unverified(address, 'no authority that is trusted here has signed the certificate'),
    next: () => "Name the authority’s file in the config:  mysql: { ca: './ca.pem' } .",
  },
  {
    code: 'SOURCE_TLS',
    fits: /SSL|TLS|CERT|\b3159$/,
    what: (address) => unverified(address, 'the two could not agree'),
    next: () =>
      'Starlift speaks TLS 1.2 and 1.3: look at what the server allows (tls_version, require_secure_transport).',
  },
  {
    code: 'SOURCE_UNREACHABLE',
    fits: /\b1049$/,
    what: ({ database, host }) => `The server at ${host} has no database ${database}`,
    next: () => 'Correct the name of the database in the URL.',
  },
  {
    code: 'SOURCE_UNREACHABLE',
    fits: /\b(1040|1203|1226)$/,
    what: ({ host }) => `The server at ${host} has no connection left`,
    next: () =>
      'Close some, or have max_connections raised; Starlift needs three, and more to be quick (connections in the config).',
  },
  {
    code: 'SOURCE_UNREACHABLE',
    fits: /\b1129$/,
    what: ({ host }) => `The server at ${host} has shut this machine out after too many broken connections`,
    next: () =>
      'Ask its administrator to empty the list:  FLUSH HOSTS  or  TRUNCATE TABLE performance_schema.host_cache .',
  },
  {
    code: 'SOURCE_UNREACHABLE',
    fits: /^ETIMEDOUT/,
    connecting: true,
    what: (address) => `${place(address)} takes the connection and then says nothing`,
    next: () =>
      'Check that MySQL listens there, and not another service, and that no proxy or firewall swallows what it says.',
  },
  {
    code: 'SOURCE_UNREACHABLE',
    fits: /^E(?!R_)[A-Z_]+|^PROTOCOL_/,
    connecting: true,
    what: (address) => `${place(address)} does not speak with us as MySQL does`,
    next: () => 'Check host and port in the URL, and look in the server’s log.',
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

/** What was wrong with a certificate; the driver gives all that ends a handshake one code. */
function tlsFault({ cert, code, message }: DriverError): string {
  if (code !== 'HANDSHAKE_SSL_ERROR') return ''
  if (cert) return 'TLS_NAME '
  if (/expired|not yet valid/.test(message)) return 'TLS_TIME '
  return /self.signed|unable to (get|verify)|issuer/.test(message) ? 'TLS_AUTHORITY ' : ''
}

/** The driver's error as one of ours; wrapped here and nowhere else. An error that nothing fits is a bug of ours. */
export function sourceError(error: DriverError, { address, operation }: Use): Error {
  const said = `${error.code ?? ''} ${error.errno ?? ''}`.trim()
  const kind = `${tlsFault(error)}${said}`
  const rule = RULES.find(({ fits, connecting }) => fits.test(kind) && (!connecting || operation === 'connect'))
  const message = (error.sqlMessage ?? error.message) || said
  if (error instanceof StarliftError) return error
  if (!rule) return new Error(`${address.label}: ${message} (${said})`)
  return new StarliftError(rule.code, {
    operation,
    subject: address.label,
    what: `${rule.what(address, error)}.`,
    lines: [`${message} (${said})`, ...(rule.lines?.(address) ?? [])],
    next: rule.next(address),
  })
}

/** An error of one table or column. */
export const tableError = (
  code: ErrorCode,
  subject: string,
  details: { readonly what: string; readonly lines?: readonly string[]; readonly next: string },
): StarliftError => new StarliftError(code, { operation: 'read', subject, ...details })
