import { nearest } from '../core/nearest.ts'
import type { SchemaReference, SchemaTable, SchemaTables } from './definition.ts'

/** One difference between what schema.ts said and what the database says. */
export interface SchemaChange {
  readonly of: 'table' | 'column' | 'key' | 'relation'
  readonly table: string
  /** The column or relation; of tables and keys the table again. */
  readonly name: string
  /** As people read it: `decimal(10,2)`, `varchar(9) or NULL`, `customer_id → customers`; null where there was nothing. */
  readonly before: string | null
  /** Null where it is gone. */
  readonly after: string | null
  /** What something gone may be called now. */
  readonly renamed: readonly string[]
}

/** By table in the order of the database, those gone at the end. */
export function schemaChanges(before: SchemaTables, after: SchemaTables): readonly SchemaChange[] {
  const come = Object.keys(after).filter((table) => !Object.hasOwn(before, table))
  return [
    ...Object.entries(after).flatMap(([table, now]) => {
      const was = Object.hasOwn(before, table) ? before[table]! : null
      return was ? tableChanges(table, was, now) : [tableChange(table, null, columnsText(now))]
    }),
    ...Object.entries(before)
      .filter(([table]) => !Object.hasOwn(after, table))
      .map(([table, was]) => tableChange(table, columnsText(was), null, renamedTable(table, was, after, come))),
  ]
}

const tableChange = (
  table: string,
  before: string | null,
  after: string | null,
  renamed: readonly string[] = [],
): SchemaChange => ({ of: 'table', table, name: table, before, after, renamed })

const columnsText = ({ columns }: SchemaTable): string => {
  const count = Object.keys(columns).length
  return `${count} ${count === 1 ? 'column' : 'columns'}`
}

/** New tables of a close name, or of the very same columns. */
const renamedTable = (
  table: string,
  was: SchemaTable,
  after: SchemaTables,
  come: readonly string[],
): readonly string[] => {
  const names = Object.keys(was.columns).join()
  const same = come.filter((name) => Object.keys(after[name]!.columns).join() === names)
  return same.length > 0 ? same : nearest(table, come)
}

function tableChanges(table: string, was: SchemaTable, now: SchemaTable): readonly SchemaChange[] {
  const [keyBefore, keyAfter] = [was.key, now.key].map((key) => key.join(', ') || 'none')
  const keys: SchemaChange[] =
    keyBefore === keyAfter ? [] : [{ of: 'key', table, name: table, before: keyBefore!, after: keyAfter!, renamed: [] }]
  return [
    ...keys,
    ...memberChanges('column', table, mapped(was.columns, typeText), mapped(now.columns, typeText)),
    ...memberChanges('relation', table, mapped(was.refs, relationText), mapped(now.refs, relationText)),
  ]
}

const mapped = <V>(members: Readonly<Record<string, V>>, text: (value: V) => string): ReadonlyMap<string, string> =>
  new Map(Object.entries(members).map(([name, value]) => [name, text(value)]))

const typeText = (type: string): string => (type.endsWith('?') ? `${type.slice(0, -1)} or NULL` : type)

function relationText([columns, table, to]: SchemaReference): string {
  const list = (names: string | readonly string[]): string => (typeof names === 'string' ? names : names.join(', '))
  return `${list(columns)} → ${table}${to === undefined ? '' : `(${list(to)})`}`
}

function memberChanges(
  of: 'column' | 'relation',
  table: string,
  was: ReadonlyMap<string, string>,
  now: ReadonlyMap<string, string>,
): readonly SchemaChange[] {
  const come = [...now.keys()].filter((name) => !was.has(name))
  const gone = [...was.keys()].filter((name) => !now.has(name))
  const changed = [...was.keys()].filter((name) => now.has(name) && was.get(name) !== now.get(name))
  return [...gone, ...come, ...changed].map((name) => {
    const [before, after] = [was.get(name) ?? null, now.get(name) ?? null]
    return {
      of,
      table,
      name,
      before,
      after,
      renamed: after === null ? renamedMember(name, was, now, { come, gone }) : [],
    }
  })
}

interface Moved {
  readonly come: readonly string[]
  readonly gone: readonly string[]
}

/** New names that are close; or the one that says the very same, where no other does. */
function renamedMember(
  name: string,
  was: ReadonlyMap<string, string>,
  now: ReadonlyMap<string, string>,
  { come, gone }: Moved,
): readonly string[] {
  const close = nearest(name, come)
  if (close.length > 0) return close
  const same = come.filter((other) => now.get(other) === was.get(name))
  return same.length === 1 && gone.filter((other) => was.get(other) === was.get(name)).length === 1 ? same : []
}
