import type { Link } from '../link.ts'
import type { Session } from '../session.ts'
import type { Cell } from '../wire/cells.ts'
import { type BracketRule, binlogStatusOf, positionStatement } from './rule.ts'

/** Opens a view that stands still on one connection; a view that was open there is given up. */
export const OPEN_VIEW = 'start transaction with consistent snapshot, read only'

/** Opens a view on each connection; the position that they all have, or null where they may not be views of one state. */
type Bracket = (sessions: readonly Session[]) => Promise<string | null>

const BRACKETS: Readonly<Record<BracketRule, Bracket>> = {
  gtid: byGtid,
  position: byPosition,
  'snapshot-position': bySnapshotPosition,
}

export const bracket = (rule: BracketRule, sessions: readonly Session[]): Promise<string | null> =>
  BRACKETS[rule](sessions)

const text = (cell: Cell | undefined): string => String(cell ?? '')

const EXECUTED = 'select @@global.gtid_executed'
const OWNED = 'select @@global.gtid_owned'

/**
 * A transaction that becomes visible after the first look is still owned, or is in what the second look finds executed: so owned is asked
 * before executed. All of it is one packet, for nothing may come between.
 */
async function byGtid(sessions: readonly Session[]): Promise<string | null> {
  const answers = await Promise.all(sessions.map(({ link }) => link.together([EXECUTED, OPEN_VIEW, OWNED, EXECUTED])))
  const seen = answers.map(([before, , owned, after]) => ({
    before: text(before?.[0]?.[0]),
    owned: text(owned?.[0]?.[0]),
    after: text(after?.[0]?.[0]),
  }))
  const { before } = seen[0]!
  const still = seen.every((each) => each.owned === '' && each.before === before && each.after === before)
  return still && before !== '' ? `gtid ${before.replace(/\s/g, '')}` : null
}

const ON_THEIR_WAY = "show global status like 'Ongoing_anonymous_transaction_count'"

/** The position moves when a transaction is flushed and before its rows are seen: none may be on its way while it stands still. */
async function byPosition(sessions: readonly Session[]): Promise<string | null> {
  const answers = await Promise.all(
    sessions.map((session) => {
      const position = positionStatement(session)
      return session.link.together([position, ON_THEIR_WAY, OWNED, OPEN_VIEW, position])
    }),
  )
  const seen = answers.map(([before, anonymous, owned, , after]) => ({
    before: binlogStatusOf(before ?? [])?.at,
    idle: text(anonymous?.[0]?.[1]) === '0' && text(owned?.[0]?.[0]) === '',
    after: binlogStatusOf(after ?? [])?.at,
  }))
  const { before } = seen[0]!
  const still = seen.every((each) => each.idle && each.before === before && each.after === before)
  return still && before !== undefined ? `binlog ${before}` : null
}

/** The server keeps the position of a view in one global place: it is asked on one connection after the other, each until it says it twice. */
async function bySnapshotPosition(sessions: readonly Session[]): Promise<string | null> {
  await Promise.all(sessions.map(({ link }) => link.rows(OPEN_VIEW)))
  let position: string | null = null
  for (const { link } of sessions) {
    const own = await snapshotPosition(link)
    if (own === null || (position !== null && own !== position)) return null
    position = own
  }
  return `binlog ${position}`
}

const ASKED_AGAIN = 50

/** Where the view that is open on this connection stands in the binlog; null where the server does not say. */
async function snapshotPosition(link: Link): Promise<string | null> {
  let before: string | null = null
  for (let attempt = 0; attempt < ASKED_AGAIN; attempt++) {
    const rows = await link.rows("show session status like 'binlog_snapshot_%'")
    const values = new Map(rows.map(([name, value]) => [text(name).toLowerCase(), text(value)]))
    const file = values.get('binlog_snapshot_file') ?? ''
    if (file === '') return null
    const now = `${file}:${values.get('binlog_snapshot_position')}`
    if (now === before) return now
    before = now
  }
  return null
}
