import { StarliftError } from '../../core/error.ts'

/** What DuckDB said, without its stack trace. */
export const messageOf = (error: unknown): string =>
  (error instanceof Error ? error.message : String(error)).split('\n\nStack Trace')[0]!.trim()

const NO_ROOM = /No space left on device|failed to offload|Out of Memory|not enough space/i

/** Turns what the engine says of a full disk or memory into words; any other failure of our own SQL stays a bug. */
export function engineFailure(error: unknown, operation: string, subject: string): unknown {
  const message = messageOf(error)
  if (!NO_ROOM.test(message)) return new Error(`${operation} ${subject}: ${message}`, { cause: error })
  return new StarliftError('LAKE_FULL', {
    operation,
    subject,
    what: `There is no room left to ${operation} ${subject}`,
    lines: [message],
    next: 'Free space, set scratch to a larger disk in the config, or raise memory there.',
    cause: error,
  })
}
