import { setTimeout as sleep } from 'node:timers/promises'
import { isStarliftError } from '../../core/error.ts'
import type { Link } from './link.ts'
import type { Session } from './session.ts'

const VIEW = 'start transaction with consistent snapshot, read only'
const TRIES = 50

/** Opens the consistent view on this connection, and says where in the binlog it stands; `still`: whether the view covers all that is read. */
export async function openView(session: Session, still: boolean): Promise<string> {
  const position = await (session.mariaDb ? mariaDbView(session) : mySqlView(session))
  return still ? position : nowhere(session.link, position.split(' ', 2).join(' '))
}

/** A position that no other view has: nothing says whether two views are of one state. */
async function nowhere(link: Link, server: string): Promise<string> {
  const [[at, connection] = []] = await link.rows('select utc_timestamp(6), connection_id()', [])
  return `${server} at ${at} UTC (connection ${connection}), no binlog position`
}

/** MariaDB keeps the position that belongs to the view; one global of the server holds it, so it must be read twice alike. */
async function mariaDbView({ link }: Session): Promise<string> {
  const [[name, id] = []] = await link.rows('select @@hostname, @@server_id', [])
  const server = `mariadb ${name}#${id}`
  await link.rows(VIEW)
  for (let attempt = 0; attempt < TRIES; attempt++) {
    const [first, second] = [await snapshotStatus(link), await snapshotStatus(link)]
    if (first === null) break
    if (first === second) return `${server} binlog ${first}`
  }
  return nowhere(link, server)
}

async function snapshotStatus(link: Link): Promise<string | null> {
  const rows = await link.rows("show session status like 'binlog_snapshot_%'")
  const values = new Map(rows.map(([name, value]) => [String(name).toLowerCase(), String(value ?? '')]))
  const file = values.get('binlog_snapshot_file') ?? ''
  return file === '' ? null : `${file}:${values.get('binlog_snapshot_position')}`
}

/** MySQL: no transaction may be on its way while the view opens, and the position must be the same before and after. */
async function mySqlView({ link }: Session): Promise<string> {
  const [[uuid, binlog, version] = []] = await link.rows('select @@server_uuid, @@log_bin, version()', [])
  const server = `mysql ${uuid}`
  const statement = Number.parseFloat(String(version)) >= 8.2 ? 'show binary log status' : 'show master status'
  const position = Number(binlog) === 1 ? () => binlogStatus(link, statement) : async () => null
  for (let attempt = 0; attempt < TRIES; attempt++) {
    const before = await position()
    const idle = before !== null && (await nothingUnderWay(link))
    await link.rows(VIEW)
    if (before === null) break
    if (idle && before === (await position())) return `${server} binlog ${before}`
    await sleep(10)
  }
  return nowhere(link, server)
}

async function nothingUnderWay(link: Link): Promise<boolean> {
  const [[, anonymous] = []] = await link.rows("show global status like 'Ongoing_anonymous_transaction_count'")
  const [[owned] = []] = await link.rows('select @@global.gtid_owned', [])
  return Number(anonymous) === 0 && owned === ''
}

/** Null where we may not ask, or where some databases are left out of the binlog. */
async function binlogStatus(link: Link, statement: string): Promise<string | null> {
  try {
    const [[file, position, only, without] = []] = await link.rows(statement)
    const whole = file !== undefined && file !== '' && !only && !without
    return whole ? `${file}:${position}` : null
  } catch (error) {
    if (isStarliftError(error, 'SOURCE_PRIVILEGE')) return null
    throw error
  }
}
