import { StarliftError } from '../core/error.ts'
import { nearest } from '../core/nearest.ts'

/** A question that cannot be answered as it was asked. */
export const wrongQuestion = (
  subject: string,
  what: string,
  next: string,
  lines: readonly string[] = [],
): StarliftError => new StarliftError('QUESTION', { operation: 'ask', subject, what, lines, next })

/** A name that the star does not have, with those that are near. */
export const unknownName = (kind: string, name: string, names: readonly string[]): StarliftError =>
  nameless(name, `The star has no ${kind} ${name}`, names)

/** A name by which an answer is to be sorted, and which it does not have. */
export const unknownColumn = (name: string, names: readonly string[]): StarliftError =>
  nameless(name, `This answer has no column ${name} to be sorted by`, names)

function nameless(name: string, what: string, names: readonly string[]): StarliftError {
  const close = nearest(name, names)
  const lines = close.length > 0 ? [`Close names: ${close.join(', ')}.`] : []
  return wrongQuestion(name, what, 'npx starlift ask  lists what can be asked.', lines)
}
