import { isStarliftError } from '../../../core/error.ts'
import { type FaultKind, QueryFault } from '../sql/fault.ts'
import { unresolved } from '../sql/scope.ts'
import type { TableFile } from '../table/table-file.ts'

/** What an engine said, without the words around it. */
function saidBy(error: unknown): string {
  if (isStarliftError(error)) return [...error.lines, error.message].join('\n')
  return error instanceof Error ? error.message : String(error)
}

/** An engine's failures in Athena's words: the pattern, and what it is called there. */
const KNOWN: readonly (readonly [pattern: RegExp, fault: (match: RegExpExecArray) => QueryFault])[] = [
  [/Interrupted/, () => new QueryFault('GENERIC_USER_ERROR', 'The query was stopped')],
  [
    /Out of Memory|failed to (?:offload|allocate)|could not allocate/i,
    () => new QueryFault('EXCEEDED_LOCAL_MEMORY_LIMIT', 'Query exhausted resources at this scale factor'),
  ],
  [
    /More than one row returned by a subquery/,
    () => new QueryFault('SUBQUERY_MULTIPLE_ROWS', 'Scalar sub-query has returned multiple rows'),
  ],
  [
    /Could not convert string ["'](.*?)["'] to (\w+)/s,
    ([, value, type]) =>
      new QueryFault('INVALID_CAST_ARGUMENT', `Cannot cast '${value}' to ${ENGINE_NAMES[type!] ?? type}`),
  ],
  [
    /(?:date|timestamp) field value out of range: "(.*?)"|invalid (?:date|timestamp) field format: "(.*?)"/s,
    ([, a, b]) => new QueryFault('INVALID_CAST_ARGUMENT', `Value cannot be cast to date or timestamp: ${a ?? b}`),
  ],
  [/(?:Overflow|Out of Range|out of range)[^\n]*/i, ([all]) => new QueryFault('NUMERIC_VALUE_OUT_OF_RANGE', all)],
  [/Conversion Error: ([^\n]*)/, ([, said]) => new QueryFault('INVALID_CAST_ARGUMENT', said!)],
  [
    /No magic bytes found at end of file '([^']+)'|'([^']+)'[^\n]*(?:not a Parquet file|too small to be a Parquet)/i,
    ([, a, b]) => new QueryFault('HIVE_BAD_DATA', `Not valid Parquet file: ${a ?? b} expected magic number: PAR1`),
  ],
  [
    /Parquet|Snappy|ZSTD|corrupt|TProtocolException|Invalid bitmask/i,
    ({ input }) => new QueryFault('HIVE_BAD_DATA', input.split('\n')[0]!),
  ],
  [/(?:Binder|Catalog|Parser) Error: /, ({ input }) => unresolved(new Error(input))],
  [/Invalid Input Error: ([^\n]*)/, ([, said]) => new QueryFault('INVALID_CAST_ARGUMENT', said!)],
]

const ENGINE_NAMES: Readonly<Record<string, string>> = {
  INT8: 'TINYINT',
  INT16: 'SMALLINT',
  INT32: 'INT',
  INT64: 'BIGINT',
  FLOAT: 'REAL',
}

/** Faults that the translation itself put into the query: `DIVISION_BY_ZERO: …`. */
const OURS = /\b(DIVISION_BY_ZERO|INVALID_FUNCTION_ARGUMENT|INVALID_CAST_ARGUMENT|HIVE_BAD_DATA): ([^\n]*)/

/** Why an engine could not run a query; paths of files become their addresses in S3. */
export function faultOf(error: unknown, files: readonly TableFile[] = []): unknown {
  if (error instanceof QueryFault) return error
  const said = files.reduce((text, { object, uri }) => text.replaceAll(object.file, uri), saidBy(error))
  const ours = OURS.exec(said)
  if (ours) return new QueryFault(ours[1] as FaultKind, ours[2]!.trim())
  for (const [pattern, fault] of KNOWN) {
    const match = pattern.exec(said)
    if (match) return fault(match)
  }
  return error
}
