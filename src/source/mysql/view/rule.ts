import { isStarliftError } from '../../../core/error.ts'
import { replicaOf } from '../replica.ts'
import type { Session } from '../session.ts'
import type { Cell } from '../wire/cells.ts'

/** By what several connections can be known to see one state of the data. */
export type BracketRule = 'gtid' | 'position' | 'snapshot-position'

/** What a server lets us do. */
export interface Brackets {
  /** The rule to bracket views by; null where none can be relied upon. */
  readonly rule: BracketRule | null
  /** Why this rule, or why none. */
  readonly reason: string
}

const none = (reason: string): Brackets => ({ rule: null, reason })

/**
 * The rule that holds on this server, its preconditions checked: a binlog that has all transactions, and, by `gtid_mode`, what tells of
 * transactions on their way. Sessions that turn their binlog off (sql_log_bin=0) are seen by no rule.
 */
export async function bracketsOf(session: Session): Promise<Brackets> {
  const { link, mariaDb } = session
  const [[binlog, updates, isolation] = []] = await link.rows(
    `select @@log_bin, @@log_slave_updates, ${mariaDb ? '@@tx_isolation' : '@@transaction_isolation'}`,
    [],
  )
  if (isolation !== 'REPEATABLE-READ') return none(`the session’s isolation is ${isolation}`)
  if (Number(binlog) !== 1) return none('the server writes no binlog')
  if (Number(updates) !== 1 && (await mayReplicate(session)))
    return none('the server may be a replica whose binlog leaves out what it replicates')
  if (await isCluster(session)) return none('the server is a node of a cluster')
  const filters = await filtersOf(session)
  if (filters === null)
    return none('without REPLICATION CLIENT (MariaDB: BINLOG MONITOR) the binlog’s filters are not known')
  if (filters !== '') return none(`the binlog is filtered (${filters})`)
  return mariaDb ? SNAPSHOT : ruleOfMySql(session)
}

const SNAPSHOT: Brackets = { rule: 'snapshot-position', reason: 'MariaDB tells the binlog position of each view' }

async function ruleOfMySql({ link }: Session): Promise<Brackets> {
  const [[mode] = []] = await link.rows('select @@global.gtid_mode', [])
  return mode === 'ON'
    ? { rule: 'gtid', reason: 'gtid_mode is ON' }
    : {
        rule: 'position',
        reason: `gtid_mode is ${mode}; the binlog’s position tells, while no transaction is on its way`,
      }
}

/** MariaDB counts to everybody the threads that apply what another server did. */
async function mayReplicate({ link, mariaDb }: Session): Promise<boolean> {
  if (!mariaDb) return (await replicaOf(link)) !== null
  const [[, running] = []] = await link.rows("show global status like 'Slaves_running'")
  return running !== '0'
}

async function isCluster({ link }: Session): Promise<boolean> {
  const rows = await link.rows("show global variables like 'wsrep_on'")
  return rows.some(([, value]) => /^(on|1)$/i.test(String(value)))
}

/** The statement that tells where the binlog stands; it has had two names. */
export const positionStatement = ({ mariaDb, version }: Session): string =>
  !mariaDb && Number.parseFloat(version) >= 8.2 ? 'show binary log status' : 'show master status'

export interface BinlogStatus {
  /** `binlog.000002:1234`. */
  readonly at: string
  /** Databases that alone are in the binlog, or are left out of it; empty where all are in it. */
  readonly filters: string
}

/** What the statement said; null where it said nothing. */
export function binlogStatusOf([row]: readonly (readonly Cell[])[]): BinlogStatus | null {
  const [file, position, only, without] = row ?? []
  if (!file) return null
  return { at: `${file}:${position}`, filters: [only, without].filter((each) => each).join(', ') }
}

/** Null where we may not ask. */
async function filtersOf(session: Session): Promise<string | null> {
  try {
    return binlogStatusOf(await session.link.rows(positionStatement(session)))?.filters ?? null
  } catch (error) {
    if (isStarliftError(error, 'SOURCE_PRIVILEGE')) return null
    throw error
  }
}
