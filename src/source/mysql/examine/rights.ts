import { isStarliftError } from '../../../core/error.ts'
import type { Finding, HopCheck } from '../../../core/hop.ts'
import { count, tableError } from '../faults.ts'
import { account, path } from '../quote.ts'
import { replicaOf } from '../replica.ts'
import type { Session } from '../session.ts'
import { openViews } from '../view/open-views.ts'

/** What the user may read, and what more it may see of the server. */
export const rightsChecks = (session: () => Session): readonly HopCheck[] => [
  { name: 'privileges', find: () => privileges(session()), apart: true },
  { name: 'binlog', find: () => binlog(session()), apart: true },
  { name: 'replica', find: () => replica(session()), apart: true },
]

const TABLES = `select table_name from information_schema.tables
where table_schema = ? and table_type in ('BASE TABLE', 'SYSTEM VERSIONED') order by table_name`

async function privileges(session: Session): Promise<Finding> {
  const { link, address, account: who } = session
  const tables = (await link.rows(TABLES, [address.database])).map(([name]) => String(name))
  const closed: string[] = []
  for (const table of tables) if (!(await mayRead(session, table))) closed.push(table)
  if (tables.length === closed.length) throw nothingReadable(session, tables.length)
  const facts = [
    `SELECT on ${count(tables.length - closed.length)} of ${count(tables.length)} tables that the user sees`,
    ...(closed.length > 0 ? [`not on ${some(closed)}`] : []),
    ...(await beyondSelect(session)),
  ]
  if (closed.length === 0) return { facts }
  const grants = closed
    .slice(0, 3)
    .map((table) => `GRANT SELECT ON ${path(address.database, table)} TO ${account(who)};`)
  return { facts, warning: `Where the model needs them, ask for:  ${grants.join(' ')}` }
}

async function mayRead({ link, address }: Session, table: string): Promise<boolean> {
  try {
    await link.rows(`select 1 from ${path(address.database, table)} limit 0`)
    return true
  } catch (error) {
    if (isStarliftError(error, 'SOURCE_PRIVILEGE')) return false
    throw error
  }
}

const MOST = 8
const some = (names: readonly string[]): string =>
  names.length > MOST ? `${names.slice(0, MOST).join(', ')} and ${names.length - MOST} more` : names.join(', ')

const nothingReadable = ({ address, account: who }: Session, tables: number): Error =>
  tableError('SOURCE_PRIVILEGE', address.database, {
    what: tables === 0 ? `The user sees no table in ${address.database}.` : `None of ${tables} tables may be read.`,
    next: `If there are any, ask for:  GRANT SELECT ON ${path(address.database)}.* TO ${account(who)};`,
  })

const WRITING = /\b(ALL PRIVILEGES|INSERT|UPDATE|DELETE|DROP|ALTER|CREATE)\b/

/** What rights beyond SELECT would add, and which are more than is needed. */
async function beyondSelect({ link }: Session): Promise<readonly string[]> {
  const grants = (await link.rows('show grants')).map(([grant]) => String(grant).replace(/ IDENTIFIED BY .*/i, ''))
  const everywhere = grants.filter((grant) => / ON \*\.\* /.test(grant))
  const has = (right: RegExp): boolean => everywhere.some((grant) => /ALL PRIVILEGES/.test(grant) || right.test(grant))
  const rights = grants.map((grant) => grant.replace(/ ON [\s\S]*/, ''))
  return [
    ...(has(/\bPROCESS\b/) ? [] : ['without PROCESS: transactions of others are not seen']),
    ...(has(/LOCK TABLES/)
      ? []
      : ['without LOCK TABLES: only where the binlog does not tell of one moment is one connection all that reads']),
    ...(rights.some((right) => WRITING.test(right)) ? ['may write too, which is never used: SELECT is enough'] : []),
  ]
}

async function binlog(session: Session): Promise<Finding> {
  const { link, mariaDb, account: who } = session
  const columns = mariaDb ? "@@log_bin, @@binlog_format, ''" : '@@log_bin, @@binlog_format, @@gtid_mode'
  const [[on, format, gtid] = []] = await link.rows(`select ${columns}`)
  const settings = [`binlog_format ${format}`, ...(gtid ? [`gtid_mode ${gtid}`] : [])].join(', ')
  if (Number(on) !== 1)
    return {
      facts: ['off: a run cannot say where in it its view stands'],
      warning: 'Figures are right without; to have positions in receipts, turn it on (RDS: automated backups).',
    }
  const { position } = await openViews({ sessions: [session], views: [], loose: [] }).finally(() =>
    link.rows('rollback'),
  )
  const at = / (?:binlog|gtid) (\S+)$/.exec(position)?.[1]
  if (at !== undefined) return { facts: [`on, ${settings}; a run says where its view stands, now ${at}`] }
  return {
    facts: [`on, ${settings}; a run cannot say where in it its view stands`],
    warning: `Figures are right without; to have positions in receipts, ask for:  GRANT REPLICATION CLIENT ON *.* TO ${account(who)};`,
  }
}

const FAR_BEHIND = 60

async function replica({ link, mariaDb }: Session): Promise<Finding> {
  const [[readOnly] = []] = await link.rows('select @@read_only')
  const written = Number(readOnly) === 1 ? 'read only' : 'may be written to'
  const found = await replicaOf(link)
  if (found === null) return { facts: [`the server follows no other; ${written}`] }
  if (found === 'unknown') {
    const right = mariaDb ? 'REPLICA MONITOR (SLAVE MONITOR)' : 'REPLICATION CLIENT'
    return { facts: [`not known without ${right}; ${written}`] }
  }
  const { source, behind } = found
  const facts = [
    `a replica of ${source}, ${behind === null ? 'not following' : `${count(behind)} s behind`}; ${written}`,
  ]
  if (behind !== null && behind <= FAR_BEHIND) return { facts }
  return { facts, warning: 'What is read is as old as this; start the replication, or read another server.' }
}
