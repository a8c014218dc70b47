import { isStarliftError } from '../../core/error.ts'
import type { TableColumns } from '../../core/source.ts'
import { tableError } from './faults.ts'
import { account, id, path } from './quote.ts'
import type { Session } from './session.ts'

/** Asks each table for no rows: whether it may be read, and from then on nobody can alter it under us. */
export async function checkReadable(session: Session, views: readonly TableColumns[]): Promise<void> {
  const refused: string[] = []
  const said: string[] = []
  for (const { table, columns } of views) {
    const list = columns.map(({ name }) => id(name)).join(', ') || '1'
    try {
      await session.link.rows(`select ${list} from ${path(session.address.database, table)} limit 0`, [])
    } catch (error) {
      if (!isStarliftError(error, 'SOURCE_PRIVILEGE')) throw error
      refused.push(table)
      said.push(...error.lines)
    }
  }
  if (refused.length > 0) throw mayNot(session, refused, said, views.length)
}

function mayNot(
  { address, account: who }: Session,
  tables: readonly string[],
  said: readonly string[],
  all: number,
): Error {
  const { database } = address
  const grants = tables.map((table) => `GRANT SELECT ON ${path(database, table)} TO ${account(who)};`)
  const readable = `${all - tables.length} of the ${all} tables needed are readable`
  return tableError('SOURCE_PRIVILEGE', tables[0]!, {
    what: `${account(who)} may not SELECT ${tables.map((table) => `${database}.${table}`).join(', ')}; ${readable}.`,
    lines: said,
    next: `Ask for:  ${grants.join(' ')}  Nothing else is needed.`,
  })
}
