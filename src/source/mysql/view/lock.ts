import { isStarliftError } from '../../../core/error.ts'
import type { TableColumns } from '../../../core/source.ts'
import { path } from '../quote.ts'
import type { Session } from '../session.ts'

const TRIES = 3

/**
 * Does something while nobody writes to these tables: writers wait, readers do not. False where the lock may not be had, or not soon: the
 * session waits no longer than its lock_wait_timeout for it.
 */
export async function whileLocked(
  { link, address }: Session,
  views: readonly TableColumns[],
  done: () => Promise<void>,
): Promise<boolean> {
  const tables = views.map(({ table }) => `${path(address.database, table)} read`).join(', ')
  for (let attempt = 0; attempt < TRIES; attempt++) {
    try {
      await link.rows(`lock tables ${tables}`)
      try {
        await done()
      } finally {
        await link.rows('unlock tables')
      }
      return true
    } catch (error) {
      if (isStarliftError(error, 'SOURCE_PRIVILEGE')) return false
      if (!isStarliftError(error, 'SOURCE_CHANGED')) throw error
    }
  }
  return false
}
