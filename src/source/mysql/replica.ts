import { isStarliftError } from '../../core/error.ts'
import type { Link } from './link.ts'

/** A server that follows another. */
export interface Replica {
  readonly source: string
  /** Seconds, as the server says it; null where it does not follow just now. */
  readonly behind: number | null
}

/** Null where the server follows none, `unknown` where we may not ask. */
export async function replicaOf(link: Link): Promise<Replica | null | 'unknown'> {
  try {
    const status = await link.record('show replica status')
    if (!status) return null
    const behind = status.seconds_behind_source ?? status.seconds_behind_master ?? null
    return {
      source: String(status.source_host ?? status.master_host),
      behind: behind === null ? null : Number(behind),
    }
  } catch (error) {
    if (isStarliftError(error, 'SOURCE_PRIVILEGE')) return 'unknown'
    throw error
  }
}

/** What a replica's view is worth saying of: nothing where it is none, or nothing is known. */
export async function replicaRemarks(link: Link): Promise<readonly string[]> {
  const replica = await replicaOf(link)
  if (replica === null || replica === 'unknown') return []
  const { source, behind } = replica
  const how = behind === null ? 'did not follow it' : `was ${behind} s behind it`
  return [`the server is a replica of ${source} and ${how} when the view opened, as it says itself`]
}
