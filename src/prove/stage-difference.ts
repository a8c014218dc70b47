import type { Engine } from '../core/engine.ts'
import { type Schema, tableOf } from '../core/schema.ts'
import type { TableColumns } from '../core/source.ts'
import { id, path } from '../core/sql.ts'

const MOST = 20

/** Rows in which `suspect`, what was staged first, differs from `stage.<table>`, what a second reading staged; by the table's key. */
export async function stagedDifferences(
  engine: Engine,
  { table, columns }: TableColumns,
  schema: Schema,
): Promise<readonly string[]> {
  const key = tableOf(schema, table)!.key.filter((name) => columns.some((column) => column.name === name))
  const names = columns.map(({ name }) => name)
  const numbered = (relation: string) =>
    `(select *, row_number() over (partition by ${(key.length > 0 ? key : names).map(id).join(', ')}) as copy from ${relation})`
  const same = [...(key.length > 0 ? key : names), 'copy'].map(
    (name) => `a.${id(name)} is not distinct from b.${id(name)}`,
  )
  const different = names.map((name) => `a.${id(name)} is distinct from b.${id(name)}`)
  const shown = names.flatMap((name) => [`cast(a.${id(name)} as varchar)`, `cast(b.${id(name)} as varchar)`])
  const { rows } = await engine.query(
    `select a.copy is null, b.copy is null, ${shown.join(', ')} from ${numbered('suspect')} as a full join ${numbered(path('stage', table))} as b
     on ${same.join(' and ')} where a.copy is null or b.copy is null or ${different.join(' or ')} order by ${shown.length > 0 ? '3, 4' : '1'} limit ${MOST}`,
  )
  return rows.map(([lost, extra, ...values]) => describe({ table, names, key, lost, extra, values }))
}

interface Difference {
  readonly table: string
  readonly names: readonly string[]
  readonly key: readonly string[]
  readonly lost: string | null | undefined
  readonly extra: string | null | undefined
  readonly values: readonly (string | null)[]
}

function describe({ table, names, key, lost, extra, values }: Difference): string {
  const pairs = names.map((name, i) => ({ name, staged: values[i * 2]!, source: values[i * 2 + 1]! }))
  const row = pairs
    .filter(({ name }) => key.length === 0 || key.includes(name))
    .map(({ name, staged, source }) => `${name} ${staged ?? source}`)
  const subject = `${table} row (${row.join(', ')})`
  if (lost === 'true') return `${subject} was not staged`
  if (extra === 'true') return `${subject} was staged once too often, or is not in the source`
  const wrong = pairs.filter(({ staged, source }) => staged !== source)
  return `${subject}: ${wrong.map(({ name, staged, source }) => `${name} source ${quoted(source)}, staged ${quoted(staged)}`).join('; ')}`
}

const quoted = (value: string | null): string => (value === null ? 'NULL' : `'${value}'`)
