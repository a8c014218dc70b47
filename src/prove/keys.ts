import { fold } from '../core/collation.ts'
import type { Engine } from '../core/engine.ts'
import { StarliftError } from '../core/error.ts'
import { columnOf, type Schema, tableOf } from '../core/schema.ts'
import type { Relation } from '../core/source.ts'
import { id, path } from '../core/sql.ts'
import type { KeyPlan, RelationPlan } from '../model/plan.ts'
import type { CheckLine } from './receipt.ts'

/** Proves that each key the joins rely on is unique in the staged rows. NULLs of a unique key are no duplicates. */
export async function proveKeys(engine: Engine, keys: readonly KeyPlan[]): Promise<readonly CheckLine[]> {
  const lines: CheckLine[] = []
  for (const key of keys) {
    const rows = await keysTwice(engine, key)
    if (rows.length > 0) throw notUnique(key, rows)
    lines.push({ check: `${key.table}(${key.columns.join(', ')}) is unique`, failing: 0 })
  }
  return lines
}

type KeyColumns = Pick<KeyPlan, 'table' | 'columns'>

/** Keys that name several staged rows, with how many: up to twenty. NULLs name none. */
export async function keysTwice(
  engine: Engine,
  { table, columns }: KeyColumns,
): Promise<readonly (readonly (string | null)[])[]> {
  if (await ascends(engine, { table, columns })) return []
  const named = columns.map(id)
  const present = named.map((name) => `${name} is not null`).join(' and ')
  const { rows } = await engine.query(
    `select ${named.map((name) => `cast(${name} as varchar)`).join(', ')}, count(*) from ${path('stage', table)} where ${present} group by ${named.join(', ')} having count(*) > 1 order by all limit 20`,
  )
  return rows
}

/**
 * True where each row's key is greater than that of the row before it, as rows staged in the order of their key are: then none is there
 * twice. Four times as fast as grouping, and in no memory; a key that is NULL, or in another order, says nothing.
 */
async function ascends(engine: Engine, { table, columns }: KeyColumns): Promise<boolean> {
  const before = columns.map((name, i) => `lag(${id(name)}) over () as b${i}`)
  const greater = columns.map((name, i) => {
    const same = columns.slice(0, i).map((one, at) => `${id(one)} = b${at} and `)
    return `${same.join('')}${id(name)} > b${i}`
  })
  const { rows } = await engine.query(
    `select count(*) from (select ${columns.map(id).join(', ')}, ${before.join(', ')} from ${path('stage', table)}) where not coalesce(${greater.join(' or ')}, false)`,
  )
  return Number(rows[0]![0]) <= 1
}

function notUnique(
  { table, columns, declared }: KeyPlan,
  rows: readonly (readonly (string | null)[])[],
): StarliftError {
  const shown = rows.map((row) => `(${row.slice(0, -1).join(', ')}) × ${row.at(-1)}`)
  return new StarliftError('KEY_NOT_UNIQUE', {
    operation: 'prove',
    subject: table,
    what: `${table}(${columns.join(', ')}) is not unique: ${shown.slice(0, 3).join(', ')}${rows.length > 3 ? ' …' : ''}`,
    lines: [declared ? 'The source declares it unique.' : 'Only the config says that it identifies a row.'],
    next: declared
      ? 'Check that the dump holds each table once.'
      : 'Correct  pull.keys  or  pull.references  in the config.',
  })
}

/**
 * Counts the rows whose foreign key leads nowhere; they get the missing member, and are no error. Of those `resolved` it is known already
 * that there are none.
 */
export async function countOrphans(
  engine: Engine,
  relations: readonly RelationPlan[],
  resolved: readonly Relation[],
): Promise<readonly CheckLine[]> {
  const lines: CheckLine[] = []
  for (const relation of relations) {
    const { table, columns, to } = relation
    const failing = resolved.includes(relation) ? 0 : await orphanCount(engine, relation)
    lines.push({ check: `${table}(${columns.join(', ')}) resolves in ${to}`, failing })
  }
  return lines
}

const orphanCount = async (engine: Engine, relation: RelationPlan): Promise<number> =>
  Number((await engine.query(`select count(*) from ${orphans(relation)}`)).rows[0]![0])

function orphans({ table, columns, to, toColumns }: RelationPlan): string {
  const present = columns.map((column) => `c.${id(column)} is not null`).join(' and ')
  const same = columns.map((column, i) => `p.${id(toColumns[i]!)} = c.${id(column)}`).join(' and ')
  return `${path('stage', table)} as c where ${present} and not exists (select 1 from ${path('stage', to)} as p where ${same})`
}

/**
 * Refuses text keys that MySQL would join by collation and bytes would not: orphans by bytes that, without case, accents and trailing
 * blanks, equal a parent. A dump has no server to ask what it would do.
 */
export async function refuseFoldedKeys(
  engine: Engine,
  relations: readonly RelationPlan[],
  schema: Schema,
): Promise<void> {
  for (const relation of relations) {
    const text = relation.columns.map((column) => isFoldable(schema, relation.table, column))
    if (!text.some(Boolean)) continue
    const same = relation.columns.map((column, i) => {
      const sides = [`p.${id(relation.toColumns[i]!)}`, `c.${id(column)}`]
      return (text[i] ? sides.map(fold) : sides).join(' = ')
    })
    const { rows } = await engine.query(
      `select distinct ${relation.columns.map((column) => `c.${id(column)}`).join(', ')}, ${relation.toColumns.map((column) => `p.${id(column)}`).join(', ')}
       from (select c.* from ${orphans(relation)}) as c join ${path('stage', relation.to)} as p on ${same.join(' and ')} order by all limit 3`,
    )
    if (rows.length > 0) throw foldedKey(relation, rows)
  }
}

const isFoldable = (schema: Schema, table: string, column: string): boolean => {
  const found = columnOf(tableOf(schema, table)!, column)
  return found?.type.kind === 'text' && found.collation !== 'binary'
}

function foldedKey({ table, columns, to }: RelationPlan, rows: readonly (readonly (string | null)[])[]): StarliftError {
  const pairs = rows.map((row) => {
    const half = row.length / 2
    const write = (values: readonly (string | null)[]) => values.map((value) => `'${value}'`).join(', ')
    return `${write(row.slice(0, half))} beside ${write(row.slice(half))}`
  })
  return new StarliftError('KEY_COLLATION', {
    operation: 'prove',
    subject: `${table}.${columns.join(', ')}`,
    what: `${table}(${columns.join(', ')}) names rows of ${to} in another spelling: ${pairs.join('; ')}`,
    lines: ['MySQL may join them by collation; by their bytes they differ, and a dump has no server to ask.'],
    next: `Read the live database, or correct the spelling in ${table}.`,
  })
}
