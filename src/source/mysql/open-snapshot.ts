import { StarliftError } from '../../core/error.ts'
import type { Schema } from '../../core/schema.ts'
import type { Snapshot, TableColumns } from '../../core/source.ts'
import type { Policy } from '../policy.ts'
import { holdTables } from './guard.ts'
import type { LinkOptions } from './link.ts'
import { Pace } from './pace.ts'
import { Pool } from './pool.ts'
import { checkReadable } from './privilege.ts'
import { replicaRemarks } from './replica.ts'
import { openSession, type Session } from './session.ts'
import { LiveSnapshot } from './snapshot.ts'
import { type OpenViews, openViews } from './view/open-views.ts'
import { watchWaiting } from './view/waiting.ts'

export interface SnapshotWanted {
  readonly link: LinkOptions
  /** The source's own connection: it holds the tables as they are while the view opens. */
  readonly session: Session
  /** As the server said it, and with the policy applied. */
  readonly catalogue: Schema
  readonly schema: Schema
  readonly policy: Policy
  readonly views: readonly TableColumns[]
  /** How many connections may read. */
  readonly connections: number
  readonly rowsPerSecond?: number
}

/** Opens one view of the tables, on as many connections as are allowed, can be had and can be known to see one state. */
export async function openSnapshot(wanted: SnapshotWanted): Promise<Snapshot> {
  const { link, session, catalogue, views, connections } = wanted
  const held = await holdTables(session, catalogue, views)
  try {
    const sessions = await openSessions(link, connections)
    return await orClosed(sessions, async () => {
      const opened = await openViews({ sessions, views, loose: held.loose })
      await Promise.all(sessions.filter((each) => !opened.sessions.includes(each)).map((each) => each.link.close()))
      await Promise.all(opened.sessions.map((each) => checkReadable(each, views)))
      return await snapshotOf(wanted, opened, held.loose)
    })
  } finally {
    await held.release()
  }
}

/** One at least; of the others as many as the server has left. */
async function openSessions(link: LinkOptions, connections: number): Promise<readonly Session[]> {
  const first = await openSession(link)
  const more = await Promise.allSettled(Array.from({ length: connections - 1 }, () => openSession(link)))
  const sessions = [first, ...more.flatMap((each) => (each.status === 'fulfilled' ? [each.value] : []))]
  const fault = more.flatMap((each) => (each.status === 'rejected' ? [each.reason as unknown] : [])).find(isNotFull)
  if (fault !== undefined) return orClosed(sessions, () => Promise.reject(fault))
  return sessions
}

const isNotFull = (fault: unknown): boolean =>
  !(fault instanceof StarliftError && /no connection left/.test(fault.message))

async function orClosed<T>(sessions: readonly Session[], done: () => Promise<T>): Promise<T> {
  try {
    return await done()
  } catch (error) {
    await Promise.all(sessions.map(({ link }) => link.close()))
    throw error
  }
}

async function snapshotOf(
  { link, schema, policy, views, rowsPerSecond }: SnapshotWanted,
  { sessions, position, rule }: OpenViews,
  loose: readonly string[],
): Promise<Snapshot> {
  const pool = new Pool(sessions)
  const tables = views.map(({ table }) => table)
  const giveWay = (error: Error): void => void pool.giveUp(error)
  const remarks = await replicaRemarks(sessions[0]!.link)
  const watch = await watchWaiting({ link, tables, giveWay })
  return new LiveSnapshot({
    ...{ database: link.address.database, pool, position, opened: rule, schema, policy, views, loose, remarks },
    pace: new Pace(rowsPerSecond),
    close: () => watch.close(),
  })
}
