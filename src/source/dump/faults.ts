import type { ErrorCode } from '../../core/error.ts'
import { StarliftError } from '../../core/error.ts'

/** Where in a dump something is wrong: bytes and lines of the decompressed dump, from 0 and from 1. */
export interface Place {
  readonly byte: number
  readonly line?: number
}

export interface DumpFault {
  readonly code: ErrorCode
  /** The file's name, a table or `table.column`. */
  readonly subject: string
  readonly what: string
  readonly lines?: readonly string[]
  readonly place?: Place
  readonly next: string
  readonly cause?: unknown
}

export const count = (value: number): string => value.toLocaleString('en-US')

function placeText({ byte, line }: Place): string {
  return line === undefined ? `at byte ${count(byte)}` : `at line ${count(line)}, byte ${count(byte)}`
}

/** The error that a dump's reader throws. */
export const dumpError = ({ code, subject, what, lines = [], place, next, cause }: DumpFault): StarliftError =>
  new StarliftError(code, {
    operation: 'read',
    subject,
    what,
    lines: place ? [...lines, placeText(place)] : lines,
    next,
    cause,
  })

/** A value that does not fit, before it is known which row of which table it stands in. */
export class ValueFault extends Error {
  readonly code: 'VALUE_INVALID' | 'SOURCE_ENCODING' | 'SOURCE_CORRUPT'

  constructor(code: ValueFault['code'], what: string) {
    super(what)
    this.code = code
  }
}

/** The start of a value as people can read it, in one line. */
export function excerpt(bytes: Uint8Array, start: number, end: number): string {
  const text = Buffer.from(bytes.subarray(start, Math.min(end, start + 40))).toString('latin1')
  const shown = text.replace(/[^\x20-\x7e]/g, (char) => `\\x${char.charCodeAt(0).toString(16).padStart(2, '0')}`)
  return end - start > 40 ? `${shown}…` : shown
}
