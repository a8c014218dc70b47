import { isStarliftError } from '../../../core/error.ts'
import type { Finding, HopCheck } from '../../../core/hop.ts'
import { readCatalogue, readStorage } from '../catalogue.ts'
import { count } from '../faults.ts'
import type { Link } from '../link.ts'
import type { Session } from '../session.ts'
import type { Cell } from '../wire/cells.ts'

/** What the server is, how it is set, and how busy it is. */
export const serverChecks = (session: () => Session): readonly HopCheck[] => [
  { name: 'server', find: () => server(session()), apart: true },
  { name: 'time zone', find: () => timeZone(session()), apart: true },
  { name: 'settings', find: () => settings(session()), apart: true },
  { name: 'tables', find: () => tables(session()), apart: true },
  { name: 'connections', find: () => connections(session()), apart: true },
  { name: 'transactions', find: () => transactions(session()), apart: true },
  { name: 'clock', find: () => clock(session()), apart: true },
]

/** The oldest that the tests run against. */
const OLDEST = { mysql: [8, 0], mariaDb: [10, 11] } as const

async function server({ link, mariaDb, version }: Session): Promise<Finding> {
  const [[comment] = []] = await link.rows('select @@version_comment')
  const [major, minor] = version.split('.').map(Number) as [number, number]
  const [least, then] = OLDEST[mariaDb ? 'mariaDb' : 'mysql']
  const facts = [`${mariaDb ? 'MariaDB' : 'MySQL'} ${version}   ${comment}`]
  if (major > least || (major === least && minor >= then)) return { facts }
  return {
    facts,
    warning: `Starlift is tested with ${least}.${then} and later; each run proves what it read all the same.`,
  }
}

async function timeZone({ link }: Session): Promise<Finding> {
  const [[zone, system] = []] = await link.rows('select @@global.time_zone, @@system_time_zone')
  const own = zone === 'SYSTEM' ? `SYSTEM, which is ${system}` : String(zone)
  return { facts: [`the server’s is ${own}; our sessions are in UTC, whatever it is`] }
}

const VARIABLES = `select @@global.sql_mode, @@global.max_allowed_packet, @@global.wait_timeout, @@global.net_write_timeout,
@@lower_case_table_names`

async function settings({ link }: Session): Promise<Finding> {
  const [[mode, packet, wait, write, lower] = []] = await link.rows(VARIABLES)
  const modes = String(mode).toUpperCase()
  const strict = /STRICT_|TRADITIONAL/.test(modes) && /NO_ZERO_DATE|TRADITIONAL/.test(modes)
  const facts = [
    `max_allowed_packet ${count(Number(packet) / 1_048_576)} MB, lower_case_table_names ${lower}`,
    `wait_timeout ${wait} s, net_write_timeout ${write} s; our sessions have an hour and more`,
    `sql_mode ${modes === '' ? 'empty' : modes.replaceAll(',', ', ')}`,
  ]
  if (strict) return { facts }
  return { facts, warning: 'It lets zero dates in:  npx starlift explore <table>  counts those that are there.' }
}

async function tables({ link, address }: Session): Promise<Finding> {
  const { tables: all } = await readCatalogue(link, address.database)
  const storage = await readStorage(link, address.database)
  const loose = all.filter(({ name }) => !/^(innodb|rocksdb)$/i.test(storage.get(name)?.engine ?? 'innodb'))
  const keyless = all.filter(({ key }) => key.length === 0)
  const rows = all.reduce((sum, table) => sum + (table.rows ?? 0), 0)
  const facts = [
    `${count(all.length)}, with about ${count(rows)} rows`,
    ...(keyless.length > 0 ? [`without a key: ${names(keyless)}`] : []),
    ...(loose.length > 0 ? [`not InnoDB: ${names(loose)}`] : []),
  ]
  if (loose.length === 0) return { facts }
  return {
    facts,
    warning: 'Rows that are not InnoDB’s are not read as of one moment: read while nothing writes to them.',
  }
}

const MOST = 6
const names = (tables: readonly { readonly name: string }[]): string => {
  const first = tables.slice(0, MOST).map(({ name }) => name)
  return `${first.join(', ')}${tables.length > MOST ? ` and ${tables.length - MOST} more` : ''}`
}

/** How many Starlift opens at most. */
const OURS = 3

async function connections({ link }: Session): Promise<Finding> {
  const [[, used] = []] = await link.rows("show global status like 'Threads_connected'")
  const [[most] = []] = await link.rows('select @@global.max_connections')
  const facts = [`${count(Number(used))} of ${count(Number(most))} in use; a run takes ${OURS}`]
  if (Number(most) - Number(used) >= OURS) return { facts }
  return { facts, warning: 'Close some, or have max_connections raised.' }
}

const LONG_S = 600
/** In the zone of the server's own clock, which is what the table shows. */
const OLDEST_TRANSACTION =
  'select count(*), max(timestampdiff(second, trx_started, now())) from information_schema.innodb_trx'

/** None to tell of where the user may not see them: that takes PROCESS. */
async function transactions({ link }: Session): Promise<Finding | null> {
  const [[open, seconds] = []] = await openTransactions(link)
  if (open === undefined) return null
  const oldest = seconds === null || seconds === undefined ? '' : `, the oldest for ${count(Number(seconds))} s`
  const facts = [`${count(Number(open))} open${oldest}`]
  if (Number(seconds ?? 0) < LONG_S) return { facts }
  return {
    facts,
    warning: 'A transaction that stays open keeps old rows alive and lets changes of tables wait: see who holds it.',
  }
}

async function openTransactions(link: Link): Promise<readonly (readonly Cell[])[]> {
  await link.rows("set session time_zone = 'SYSTEM'")
  try {
    return await link.rows(OLDEST_TRANSACTION)
  } catch (error) {
    if (isStarliftError(error, 'SOURCE_PRIVILEGE')) return []
    throw error
  } finally {
    await link.rows("set session time_zone = '+00:00'")
  }
}

const MOST_OFFSET_MS = 5000

async function clock({ link }: Session): Promise<Finding> {
  const begun = Date.now()
  const [[seconds] = []] = await link.rows('select unix_timestamp(sysdate(6))')
  const offset = Number(seconds) * 1000 - (begun + Date.now()) / 2
  if (Math.abs(offset) < MOST_OFFSET_MS) return { facts: ['the server’s and this machine’s agree'] }
  const facts = [
    `the server’s is ${(Math.abs(offset) / 1000).toFixed(1)} s ${offset > 0 ? 'ahead of' : 'behind'} this machine’s`,
  ]
  return { facts, warning: 'Set both by NTP: times in receipts are this machine’s.' }
}
