import { StarliftError } from '../../core/error.ts'

/** What DuckDB said, without its stack trace. */
export const messageOf = (error: unknown): string =>
  (error instanceof Error ? error.message : String(error)).split('\n\nStack Trace')[0]!.trim()

const NO_ROOM = /No space left on device|failed to offload|Out of Memory|not enough space/i

const MISFIT = /^(Conversion|Out of Range) Error/

/** A value that an expression of the model cannot hold: too many digits, no number in a text. */
const misfit = (error: unknown, operation: string, message: string): StarliftError =>
  new StarliftError('VALUE_INVALID', {
    operation,
    subject: 'a value',
    what: 'A value does not fit the type that the model gives it',
    lines: message.split('\n').slice(0, 1),
    next: 'Widen it in star.ts with  decimal(value, precision, scale) , or correct the row in the source.',
    cause: error,
  })

/** Turns what the engine says of a full disk or memory into words; any other failure of our own SQL stays a bug. */
export function engineFailure(error: unknown, operation: string, subject: string): unknown {
  const message = messageOf(error)
  if (MISFIT.test(message)) return misfit(error, operation, message)
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
