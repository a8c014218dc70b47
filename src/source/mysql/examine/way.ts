import { isIP } from 'node:net'
import { isStarliftError, StarliftError } from '../../../core/error.ts'
import type { Finding, HopCheck } from '../../../core/hop.ts'
import { nearest } from '../../../core/nearest.ts'
import { type Address, addressBy, type ServerUrl } from '../address.ts'
import { type LinkOptions, openLink } from '../link.ts'
import { account } from '../quote.ts'
import { addressesOf, openSocket, placeOf } from '../reach.ts'
import { openSession, type Session } from '../session.ts'
import { PATIENCE, type Patience } from '../silence.ts'
import { type Secured, trustOf } from '../trust.ts'

export interface ServerAddress {
  /** The URL, and where it was read; fails with CONFIG where there is none. */
  readonly find: () => Promise<ServerUrl>
  readonly ca?: string
  readonly patience?: Patience
}

/** The way to a server: hops until a session stands. */
export interface Way {
  readonly checks: readonly HopCheck[]
  /** The session, once all checks were good. */
  session(): Session
  close(): Promise<void>
}

export function wayChecks(given: ServerAddress): Way {
  const walk = new Walk(given)
  return {
    checks: [
      { name: 'url', find: () => walk.url() },
      { name: 'name', find: () => walk.name() },
      { name: 'port', find: () => walk.port() },
      { name: 'protocol', find: () => walk.protocol() },
      { name: 'TLS', find: () => walk.tls() },
      { name: 'login', find: () => walk.login() },
      { name: 'database', find: () => walk.database() },
    ],
    session: () => walk.session,
    close: async () => walk.close(),
  }
}

const SOON_DAYS = 30

/** One attempt to connect, told hop by hop. */
class Walk {
  readonly #given: ServerAddress
  readonly #patience: Patience
  #link: LinkOptions | undefined
  #secured: Secured | undefined
  #session: Session | undefined
  #refusal: StarliftError | undefined

  constructor(given: ServerAddress) {
    this.#given = given
    this.#patience = given.patience ?? PATIENCE
  }

  get session(): Session {
    if (!this.#session) throw new Error('there is no session yet')
    return this.#session
  }

  async close(): Promise<void> {
    await this.#session?.link.close()
  }

  async url(): Promise<Finding> {
    const { find, ca } = this.#given
    const address = addressBy(await find())
    this.#link = {
      address,
      patience: this.#patience,
      ...(ca === undefined ? {} : { ca }),
      onSecured: (secured) => {
        this.#secured = secured
      },
    }
    trustOf(this.#link) // fails where the file of authorities cannot be read
    return { facts: [`${address.label}   from ${address.origin ?? 'the URL'}`] }
  }

  async name(): Promise<Finding | null> {
    const { host, socket } = this.#address
    if (socket !== undefined || isIP(host) !== 0) return null
    const found = await addressesOf(this.#address, this.#patience.connectMs)
    return { facts: [`${host} is ${found.map((ip) => `${ip} (${placeOf(ip)})`).join(', ')}`] }
  }

  async port(): Promise<Finding> {
    const { port, socket } = this.#address
    const begun = performance.now()
    const opened = await openSocket(this.#address, this.#patience.connectMs)
    const ms = performance.now() - begun
    opened.destroy()
    return { facts: [`${socket ?? port} answers in ${ms < 10 ? ms.toFixed(1) : Math.round(ms)} ms`] }
  }

  /** Connects; what comes of it is told by this and the next hops. */
  async protocol(): Promise<Finding> {
    try {
      this.#session = await openSession(this.#link!)
    } catch (error) {
      if (!(error instanceof StarliftError) || error.code === 'CONFIG') throw error
      if (error.code === 'SOURCE_UNREACHABLE' && !isOfDatabase(error)) throw error
      this.#refusal = error
    }
    return { facts: ['the server speaks as MySQL does'] }
  }

  async tls(): Promise<Finding> {
    if (isStarliftError(this.#refusal, 'SOURCE_TLS')) throw this.#refusal
    if (!this.#secured) return { facts: ['none: what is sent stays on this machine'] }
    const { version, names, issuer, until, by } = this.#secured
    const days = Math.floor((Date.parse(until) - Date.now()) / 86_400_000)
    const facts = [
      `${version}, certificate verified with ${by}`,
      `the certificate is for ${names.join(', ')}; issued by ${issuer}; ends ${until.slice(0, 10)}`,
    ]
    return { facts, ...(days < SOON_DAYS ? { warning: 'Have the server’s certificate renewed before it ends.' } : {}) }
  }

  async login(): Promise<Finding> {
    if (this.#refusal && !isOfDatabase(this.#refusal)) throw this.#refusal
    if (!this.#session) return { facts: [`user ${this.#address.user} was let in`] }
    const [[user] = []] = await this.#session.link.rows('select user()')
    return { facts: [`${account(String(user))} was let in, as ${account(this.#session.account)}`] }
  }

  async database(): Promise<Finding> {
    if (this.#refusal) throw await this.#withDatabases(this.#refusal)
    return { facts: [`${this.#address.database} is there`] }
  }

  get #address(): Address {
    return this.#link!.address
  }

  /** The names that the user may see, the nearest where there are any. */
  async #withDatabases(refusal: StarliftError): Promise<StarliftError> {
    const { database: wanted } = this.#address
    const link = await openLink({ ...this.#link!, address: { ...this.#address, database: '' } })
    const rows = await link.rows('show databases').finally(() => link.close())
    const names = rows.map(([name]) => String(name)).filter((name) => !SYSTEM.has(name))
    const near = nearest(wanted, names)
    const seen = names.length === 0 ? 'The user sees no database.' : `The user sees ${names.slice(0, 5).join(', ')}.`
    return refusal.with({
      lines: [...refusal.lines, near.length > 0 ? `Did you mean ${near.join(', ')}?` : seen],
    })
  }
}

const SYSTEM: ReadonlySet<string> = new Set(['information_schema', 'mysql', 'performance_schema', 'sys'])

/** The login was good, and the database is not there or not for this user. */
const isOfDatabase = ({ lines }: StarliftError): boolean => /\b(1049|1044)\)$/.test(lines[0] ?? '')
