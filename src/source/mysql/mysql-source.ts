import { StarliftError } from '../../core/error.ts'
import type { Schema } from '../../core/schema.ts'
import { tableOf } from '../../core/schema.ts'
import type { DecimalDigits, Snapshot, Source, TableColumns, TableStorage } from '../../core/source.ts'
import { applyPolicy, completePolicy, type Policy } from '../policy.ts'
import { addressBy, type ServerUrl } from './address.ts'
import { readCatalogue, readStorage } from './catalogue.ts'
import { decimalDigits } from './digits.ts'
import type { LinkOptions } from './link.ts'
import { openSnapshot } from './open-snapshot.ts'
import { openSession, type Session } from './session.ts'
import { plannedRule } from './view/open-views.ts'

export interface MySqlOptions extends ServerUrl {
  readonly policy: Policy
  /** TLS is verified everywhere but on loopback addresses; `ca` is a file with the authorities to trust. */
  readonly tls?: { readonly ca?: string }
  readonly limits?: Limits
}

/** What reading may cost the server. */
export interface Limits {
  /** The most rows to read in a second, over all connections together. */
  readonly rowsPerSecond?: number | undefined
  /** How many connections may read; there is one more for the catalogue, and one that sees whom we keep waiting. */
  readonly connections?: number | undefined
}

/** As many as two processors can read and compress for. */
const CONNECTIONS = 3

/** Opens a MySQL or MariaDB database as a source. Nothing is ever written to it. */
export async function mysqlSource(options: MySqlOptions): Promise<Source> {
  checkLimits(options)
  const ca = options.tls?.ca
  const link: LinkOptions = { address: addressBy(options), ...(ca === undefined ? {} : { ca }) }
  const session = await openSession(link)
  try {
    const catalogue = await readCatalogue(session.link, link.address.database)
    const schema = applyPolicy(catalogue, options.policy)
    return new MySqlSource({ options, link, session, catalogue, schema })
  } catch (error) {
    await session.link.close()
    throw error
  }
}

function checkLimits({ limits = {} }: MySqlOptions): void {
  const wrong = Object.entries(limits).find(([, value = 1]) => !(value > 0))
  if (!wrong) return
  throw new StarliftError('CONFIG', {
    operation: 'connect',
    subject: 'limits',
    what: `limits.${wrong[0]} is ${wrong[1]}, and nothing could be read.`,
    next: 'Give a number above 0, or leave it out.',
  })
}

interface Parts {
  readonly options: MySqlOptions
  readonly link: LinkOptions
  readonly session: Session
  /** As the server said it, and with the policy applied. */
  readonly catalogue: Schema
  readonly schema: Schema
}

function connectionText({ link: { secured }, version }: Session, server: string): string {
  const way = secured ? `${secured.version}, certificate verified with ${secured.by}` : 'on this machine, without TLS'
  return `${way} · ${server} ${version}`
}

class MySqlSource implements Source {
  readonly label: string
  readonly witness: string
  readonly connection: string
  readonly #parts: Parts

  constructor(parts: Parts) {
    this.#parts = parts
    this.label = parts.link.address.label
    this.witness = parts.session.mariaDb ? 'MariaDB' : 'MySQL'
    this.connection = connectionText(parts.session, this.witness)
  }

  schema(): Promise<Schema> {
    return Promise.resolve(this.#parts.schema)
  }

  async digits(table: string, column: string): Promise<DecimalDigits | null> {
    const { schema, session } = this.#parts
    const found = tableOf(schema, table)
    if (!found?.columns.some(({ name }) => name === column)) throw new Error(`there is no column ${table}.${column}`)
    return decimalDigits(session.link, found, column)
  }

  storage(): Promise<ReadonlyMap<string, TableStorage>> {
    const { session, link } = this.#parts
    return readStorage(session.link, link.address.database)
  }

  viewRule(): Promise<string> {
    return plannedRule(this.#parts.session, this.#parts.options.limits?.connections ?? CONNECTIONS)
  }

  /** The view has connections of its own: the source's answers questions about the catalogue, and holds it still while the view opens. */
  snapshot(views: readonly TableColumns[]): Promise<Snapshot> {
    const { link, session, schema, catalogue, options } = this.#parts
    const { connections = CONNECTIONS, rowsPerSecond } = options.limits ?? {}
    const pace = rowsPerSecond === undefined ? {} : { rowsPerSecond }
    const policy = completePolicy(options.policy, schema)
    return openSnapshot({ link, session, schema, catalogue, policy, views, connections, ...pace })
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.#parts.session.link.close()
  }
}
