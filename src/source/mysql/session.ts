import type { Address } from './address.ts'
import { type Link, type LinkOptions, openLink } from './link.ts'

/** A connection whose session is set up, and what its server is. */
export interface Session {
  readonly link: Link
  readonly address: Address
  readonly mariaDb: boolean
  /** `8.0.39`. */
  readonly version: string
  /** The account that the server takes us for: `shop@%`. */
  readonly account: string
}

const NAMES = 'set names utf8mb4'

const COMMON = [
  "time_zone = '+00:00'",
  "sql_mode = ''",
  'net_write_timeout = 3600',
  'net_read_timeout = 3600',
  'wait_timeout = 86400',
  'lock_wait_timeout = 2',
]

/** Settings that one of the two servers alone knows, or not every version. */
const OWN = { mariaDb: ['max_statement_time = 0'], mysql: ['max_execution_time = 0', 'use_secondary_engine = off'] }

export async function openSession(options: LinkOptions): Promise<Session> {
  const link = await openLink(options)
  try {
    const [[version, account] = []] = await link.rows('select version(), current_user()', [])
    const mariaDb = /mariadb/i.test(String(version))
    await link.rows(NAMES)
    for (const setting of [...COMMON, ...OWN[mariaDb ? 'mariaDb' : 'mysql']]) await link.rows(`set session ${setting}`)
    await link.rows('set session transaction isolation level repeatable read')
    await link.rows('set session transaction read only')
    const short = String(version).replace(/-mariadb.*/i, '')
    return { link, address: options.address, mariaDb, version: short, account: String(account) }
  } catch (error) {
    await link.close()
    throw error
  }
}
