import type { Engine } from '../core/engine.ts'
import { StarliftError } from '../core/error.ts'
import { id, path } from '../core/sql.ts'
import type { DimensionPlan } from '../model/plan.ts'
import type { CheckLine } from './receipt.ts'

/** Each fault is a SELECT of natural key and number of the members that show it. */
type Fault = readonly [says: string, select: string]

/**
 * Proves what surrogate keys promise, which no figure of one version can show: a number stands for one member, in every version;
 * new members get numbers above `mark`, the highest ever given out; the dimension shows the registry's numbers, and both members for none.
 */
export async function proveRegistry(
  engine: Engine,
  dimension: DimensionPlan,
  mark: number,
): Promise<readonly CheckLine[]> {
  const lines: CheckLine[] = []
  for (const [says, select] of faults(dimension, mark)) {
    const { rows } = await engine.query(`select *, count(*) over () from (${select}) order by all limit 20`)
    if (rows.length > 0) throw broken(dimension, says, rows)
    lines.push({ check: `${dimension.table}: ${says}`, failing: 0 })
  }
  return lines
}

function faults(plan: DimensionPlan, mark: number): readonly Fault[] {
  const key = id(plan.key)
  const natural = plan.natural.map(({ name }) => id(name))
  const [now, before, star] = [path('keys', plan.name), path('keys_before', plan.name), path('star', plan.table)]
  const shown = (alias: string) =>
    [...natural.map((name) => `cast(${alias}.${name} as varchar)`), `${alias}.${key}`].join(', ')
  const same = (left: string, right: string) =>
    natural.map((name) => `${left}.${name} is not distinct from ${right}.${name}`).join(' and ')
  const absent = (left: string, from: string, right: string) =>
    `not exists (select 1 from ${from} as ${right} where ${same(left, right)} and ${left}.${key} = ${right}.${key})`
  return [
    [
      'each number stands for one member',
      `select ${shown('k')} from ${now} as k qualify count(*) over (partition by k.${key}) > 1`,
    ],
    [
      'each member has one number',
      `select ${shown('k')} from ${now} as k qualify count(*) over (partition by ${natural.map((name) => `k.${name}`).join(', ')}) > 1`,
    ],
    [
      'members known before keep their number',
      `select ${shown('b')} from ${before} as b where ${absent('b', now, 'k')}`,
    ],
    [
      'new members get new numbers',
      `select ${shown('k')} from ${now} as k where k.${key} <= ${mark} and ${absent('k', before, 'b')}`,
    ],
    [
      'members carry the number of the registry',
      `select ${shown('d')} from ${star} as d where d.${key} > 0 and ${absent('d', now, 'k')}`,
    ],
    [
      'the members for no row are there once',
      `select ${natural.map(() => 'null').join(', ')}, n from (values (-1), (-2)) as w(n) where (select count(*) from ${star} as d where d.${key} = n) <> 1`,
    ],
  ]
}

function broken(
  { table, natural, key }: DimensionPlan,
  says: string,
  rows: readonly (readonly (string | null)[])[],
): StarliftError {
  const names = [...natural.map(({ name }) => name), key]
  return new StarliftError('PROOF_FAILED', {
    operation: 'prove',
    subject: table,
    what: `It does not hold in ${table} that ${says}`,
    lines: rows.map((row) => `${table} row (${names.map((name, i) => `${name} ${row[i] ?? 'NULL'}`).join(', ')})`),
    next: 'Nothing was published. This is a fault of ours: please report it with these lines.',
  })
}
