import { setTimeout as sleep } from 'node:timers/promises'
import { tableError } from '../faults.ts'
import { type Link, type LinkOptions, openLink } from '../link.ts'

/** How often it is looked who waits; who is still waiting at the next look is given way to. */
const LOOK_MS = 2000

const WAITING = `select id, info from information_schema.processlist
where state = 'Waiting for table metadata lock' and info is not null and id <> connection_id()`

/** Looks who waits until it is closed. */
export interface WaitingWatch {
  close(): Promise<void>
}

export interface WaitingOptions {
  readonly link: LinkOptions
  readonly tables: readonly string[]
  /** Called once, with what is to be said of it. */
  readonly giveWay: (error: Error) => void
}

/**
 * Somebody who wants to alter a table that is read waits for the reader, and all who come after wait for him: a run that would go on for long
 * makes an outage of it. Without PROCESS others are not seen, and nothing is done.
 */
export async function watchWaiting({ link: options, tables, giveWay }: WaitingOptions): Promise<WaitingWatch> {
  const link = await openLink(options).catch(() => null)
  const stopped = new AbortController()
  const looking = link ? look(link).catch(() => {}) : Promise.resolve()
  return {
    async close() {
      stopped.abort()
      await looking
      await link?.close()
    },
  }

  async function look(on: Link): Promise<void> {
    let before = new Set<string>()
    while (!stopped.signal.aborted) {
      const waiting = (await on.rows(WAITING, [])).filter(([, statement]) => concerns(String(statement), tables))
      const longer = waiting.find(([id]) => before.has(String(id)))
      if (longer) return giveWay(gaveWay(String(longer[1]), tables))
      before = new Set(waiting.map(([id]) => String(id)))
      await sleep(LOOK_MS, undefined, { signal: stopped.signal, ref: false }).catch(() => {})
    }
  }
}

const words = (statement: string): ReadonlySet<string> => new Set(statement.toLowerCase().match(/[^\s`.,;()"']+/g))

function concerns(statement: string, tables: readonly string[]): boolean {
  const named = words(statement)
  return (
    !/^\s*(select|insert|update|delete|replace)\b/i.test(statement) &&
    tables.some((table) => named.has(table.toLowerCase()))
  )
}

function gaveWay(statement: string, tables: readonly string[]): Error {
  const named = words(statement)
  const table = tables.find((each) => named.has(each.toLowerCase())) ?? ''
  return tableError('SOURCE_CHANGED', table, {
    what: `The run gave way to a statement that waited to change ${table}, and everybody else behind it.`,
    lines: [statement.slice(0, 120)],
    next: 'Run again when the change is done.',
  })
}
