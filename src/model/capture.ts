import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { StarliftError } from '../core/error.ts'
import { nearest } from '../core/nearest.ts'
import type { Node, SchemaTables } from './definition.ts'
import { type Line, observing, standIn } from './observe.ts'

const OURS = dirname(fileURLToPath(import.meta.url))

/** Where the caller outside this folder stands, as `star.ts:12`; empty where it cannot be told. */
export function here(): string {
  const at = lineHere()
  return at ? `${at.file.replace(/^.*[/\\]/, '')}:${at.line}` : ''
}

/** The same, with the whole path of the file. */
export function lineHere(): Line | null {
  const frames = (new Error().stack ?? '').split('\n').slice(1)
  const frame = frames.find((line) => /:\d+:\d+\)?$/.test(line) && !line.includes(OURS) && !line.includes('node:'))
  const match = /(file:\/\/.+?|[^()\s]+):(\d+):\d+\)?$/.exec(frame ?? '')
  return match ? { file: match[1]!.split('?')[0]!, line: Number(match[2]) } : null
}

/** A row met while star.ts is read: which table, and by which relations it was reached. */
export interface Reached {
  readonly table: string
  readonly path: readonly string[]
}

const reached = new WeakMap<object, Reached>()

/** What a row proxy stands for; undefined for anything else. */
export const reachedBy = (row: unknown): Reached | undefined =>
  typeof row === 'object' && row !== null ? reached.get(row) : undefined

/** A stand-in for a row of `table`: its columns give expressions, its relations further rows; any other name is an error. */
export function captureRow(tables: SchemaTables, table: string, path: readonly string[]): object {
  const shape = tables[table]
  if (!shape) return missing(table, null, () => noTable(tables, table))
  const row = new Proxy(Object.create(null) as object, {
    get(_, name) {
      if (typeof name === 'symbol') return undefined
      if (Object.hasOwn(shape.refs, name) || Object.hasOwn(shape.columns, name)) tell(table, name, true)
      if (Object.hasOwn(shape.refs, name)) return captureRow(tables, shape.refs[name]![1], [...path, name])
      if (Object.hasOwn(shape.columns, name)) return { op: 'column', path, column: name, at: here() } satisfies Node
      return missing(table, name, () => noMember(tables, table, name))
    },
    has: (_, name) =>
      typeof name === 'string' && (Object.hasOwn(shape.refs, name) || Object.hasOwn(shape.columns, name)),
  })
  if (path.length === 0) tell(table, null, true)
  reached.set(row, { table, path })
  return row
}

function tell(table: string, name: string | null, found: boolean): void {
  const [observer, at] = [observing(), observing() && lineHere()]
  if (observer && at) observer.used({ table, name, found, at })
}

/** An error, save where somebody only wants to know what is missing. */
function missing(table: string, name: string | null, error: () => StarliftError): object {
  if (!observing()) throw error()
  tell(table, name, false)
  return standIn(name ?? table, here())
}

function noTable(tables: SchemaTables, table: string): StarliftError {
  const close = nearest(table, Object.keys(tables))
  return new StarliftError('MODEL_COLUMN', {
    operation: 'read the model',
    subject: table,
    what: `There is no table ${table} in schema.ts; ${here()} uses it`,
    lines: close.length ? [`Close names: ${close.join(', ')}.`] : [],
    next: 'Correct the name, or run  npx starlift pull  if the table is new.',
  })
}

function noMember(tables: SchemaTables, table: string, name: string): StarliftError {
  const { columns, refs } = tables[table]!
  const among = Object.keys(refs).filter((ref) => isNamedAfter(name, refs[ref]![1]))
  if (among.length > 1) return ambiguous(table, name, refs[among[0]!]![1], among)
  const close = nearest(name, [...Object.keys(columns), ...Object.keys(refs)])
  return new StarliftError('MODEL_COLUMN', {
    operation: 'read the model',
    subject: `${table}.${name}`,
    what: `${table} has no column or relation ${name}; ${here()} uses it`,
    lines: close.length
      ? [`Close names: ${close.join(', ')}.`]
      : [`Relations: ${Object.keys(refs).join(', ') || 'none'}.`],
    next: 'Correct the name, or run  npx starlift pull  if it is new in the database.',
  })
}

/** `address` is named after the tables `address`, `addresses`, `customer_addresses`. */
function isNamedAfter(name: string, table: string): boolean {
  const wanted = name.toLowerCase()
  const plain = table.toLowerCase().replaceAll('_', '')
  return [wanted, `${wanted}s`, `${wanted}es`, wanted.replace(/y$/, 'ies')].some((form) => plain.endsWith(form))
}

function ambiguous(table: string, name: string, target: string, refs: readonly string[]): StarliftError {
  return new StarliftError('MODEL_AMBIGUOUS', {
    operation: 'read the model',
    subject: `${table}.${name}`,
    what: `${table} reaches ${target} by ${refs.length} foreign keys: ${refs.join(', ')}`,
    lines: [`${table}.${name} does not exist, because it could mean any of them.`],
    next: `Pick one at ${here()}.`,
  })
}
