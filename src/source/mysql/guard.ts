import { isDeepStrictEqual } from 'node:util'
import { type Schema, type Table, tableOf } from '../../core/schema.ts'
import type { TableColumns } from '../../core/source.ts'
import { readCatalogue } from './catalogue.ts'
import { tableError } from './faults.ts'
import { checkReadable } from './privilege.ts'
import type { Session } from './session.ts'
import type { Cell } from './wire/cells.ts'

const ENGINES = `select table_name, engine from information_schema.tables where table_schema = ?`

/** Tables that nobody can alter, rename or drop until they are released. */
export interface Held {
  /** Tables whose storage engine keeps no versions of rows, `t is MyISAM`: a view of them does not stand still. */
  readonly loose: readonly string[]
  release(): Promise<void>
}

/**
 * Holds tables as they are and proves that what the catalogue said of them is still true. A transaction that asks a table for no rows
 * takes its metadata lock and opens no view of the data. Fails with SOURCE_CHANGED where a table is no longer what `known` says, or is
 * being altered just now.
 */
export async function holdTables(session: Session, known: Schema, views: readonly TableColumns[]): Promise<Held> {
  const { link, address } = session
  const release = async (): Promise<void> => {
    await link.rows('rollback')
  }
  await link.rows('start transaction read only')
  try {
    await checkReadable(session, views)
    const now = await readCatalogue(link, address.database)
    for (const { table } of views) checkUnchanged(tableOf(known, table), tableOf(now, table), table)
    return { release, loose: looseOf(await link.rows(ENGINES, [address.database]), views) }
  } catch (error) {
    await release().catch(() => {})
    throw error
  }
}

const looseOf = (rows: readonly (readonly Cell[])[], views: readonly TableColumns[]): readonly string[] =>
  rows
    .filter(
      ([name, engine]) => views.some(({ table }) => table === name) && !/^(innodb|rocksdb)$/i.test(String(engine)),
    )
    .map(([name, engine]) => `${name} is ${engine}`)

function checkUnchanged(before: Table | undefined, now: Table | undefined, table: string): void {
  if (now && isDeepStrictEqual(lasting(before), lasting(now))) return
  throw tableError('SOURCE_CHANGED', table, {
    what: `${table} was ${now ? 'altered' : 'dropped or renamed'} while the run began.`,
    lines: now && before ? changed(before, now) : [],
    next: 'Run again; npx starlift pull  shows what changed.',
  })
}

/** The estimate of rows moves all the time; comments are no part of what is read. */
const lasting = (table: Table | undefined): Partial<Table> | undefined => {
  if (!table) return undefined
  const { rows: _, comment: __, ...rest } = table
  return rest
}

function changed(before: Table, now: Table): readonly string[] {
  const [old, present] = [before, now].map(({ columns }) => new Map(columns.map((one) => [one.name, one.declared])))
  const gone = [...old!.keys()].filter((name) => !present!.has(name)).map((name) => `${name} is gone`)
  const come = [...present!.keys()].filter((name) => !old!.has(name)).map((name) => `${name} is new`)
  const other = [...old!]
    .filter(([name, type]) => present!.has(name) && present!.get(name) !== type)
    .map(([name, type]) => `${name} was ${type} and is ${present!.get(name)}`)
  return [...gone, ...come, ...other]
}
