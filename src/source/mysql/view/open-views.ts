import { setTimeout as sleep } from 'node:timers/promises'
import type { TableColumns } from '../../../core/source.ts'
import type { Session } from '../session.ts'
import { bracket, OPEN_VIEW } from './bracket.ts'
import { whileLocked } from './lock.ts'
import { type BracketRule, type Brackets, bracketsOf } from './rule.ts'

/** How long a bracket is tried before another way is gone. */
const PATIENCE_MS = 5000

/** Connections that see one state of the data. */
export interface OpenViews {
  /** Those that do, of the ones that were offered. */
  readonly sessions: readonly Session[]
  /** Where in the binlog the view stands; where that is not known, what no other view has. */
  readonly position: string
  /** How it was opened, and why so: for people, and for the receipt. */
  readonly rule: string
}

export interface ViewsWanted {
  /** Each becomes a view; at least one. */
  readonly sessions: readonly Session[]
  readonly views: readonly TableColumns[]
  /** Tables of which no view stands still: `t is MyISAM`. */
  readonly loose: readonly string[]
}

/**
 * Opens one view over several connections without a global lock: by a bracket that proves that all of them see one state, or while the tables
 * are locked for a moment; else on one connection alone.
 */
export async function openViews(wanted: ViewsWanted): Promise<OpenViews> {
  const { sessions, loose } = wanted
  const brackets = loose.length > 0 ? { rule: null, reason: loose.join(', ') } : await bracketsOf(sessions[0]!)
  const bracketed = await byBracket(brackets, sessions)
  if (bracketed !== null) return bracketed
  const why = brackets.rule === null ? brackets.reason : 'too much was written to find a still moment'
  return (loose.length === 0 && (await byLock(wanted, why))) || alone(wanted, brackets, why)
}

const NAMES: Readonly<Record<BracketRule, string>> = {
  gtid: 'by GTIDs',
  position: 'by the binlog’s position',
  'snapshot-position': 'by the positions of the views',
}

const onConnections = (count: number): string =>
  count === 1 ? 'one view on one connection' : `one view on ${count} connections`

/** How a view would be opened, as far as the server says it beforehand. */
export async function plannedRule(session: Session, connections: number): Promise<string> {
  const { rule, reason } = await bracketsOf(session)
  const views = onConnections(connections)
  if (rule !== null) return `${views}, ${NAMES[rule]}: ${reason}`
  if (connections === 1) return `${views}: ${reason}`
  return `${views}, if the tables may be locked for a moment, and else on one: ${reason}`
}

async function byBracket({ rule, reason }: Brackets, sessions: readonly Session[]): Promise<OpenViews | null> {
  if (rule === null) return null
  const begun = performance.now()
  for (let attempt = 0; performance.now() - begun < PATIENCE_MS; attempt++) {
    const position = await bracket(rule, sessions)
    if (position !== null)
      return {
        sessions,
        position: `${await serverOf(sessions[0]!)} ${position}`,
        rule: `${onConnections(sessions.length)}, ${NAMES[rule]}: ${reason}`,
      }
    await sleep(Math.min(attempt, 10))
  }
  return null
}

/** One connection holds the lock, so there is one view fewer. */
async function byLock({ sessions, views }: ViewsWanted, why: string): Promise<OpenViews | null> {
  const [control, ...readers] = sessions as [Session, ...Session[]]
  if (readers.length < 2 || views.length === 0) return null
  const open = async (): Promise<void> => {
    await Promise.all(readers.map(({ link }) => link.rows(OPEN_VIEW)))
  }
  if (!(await whileLocked(control, views, open))) return null
  const rule = `${onConnections(readers.length)}, opened while the tables were locked for a moment: ${why}`
  return { sessions: readers, position: await noPosition(readers[0]!), rule }
}

async function alone(
  { sessions: [first, ...others] }: ViewsWanted,
  brackets: Brackets,
  why: string,
): Promise<OpenViews> {
  const known = others.length === 0 ? null : await byBracket(brackets, [first!])
  if (known === null) await first!.link.rows(OPEN_VIEW)
  return {
    sessions: [first!],
    position: known?.position ?? (await noPosition(first!)),
    rule: `${onConnections(1)}: ${why}${others.length > 1 ? ', and the tables could not be locked for a moment' : ''}`,
  }
}

async function serverOf({ link, mariaDb }: Session): Promise<string> {
  const [[name, id] = []] = await link.rows(mariaDb ? 'select @@hostname, @@server_id' : 'select @@server_uuid, 0', [])
  return mariaDb ? `mariadb ${name}#${id}` : `mysql ${name}`
}

/** A position that no other view has: nothing says whether two views are of one state. */
async function noPosition(session: Session): Promise<string> {
  const [[at, connection] = []] = await session.link.rows('select utc_timestamp(6), connection_id()', [])
  return `${await serverOf(session)} at ${at} UTC (connection ${connection}), no binlog position`
}
