import type { Engine } from '../core/engine.ts'
import type { TableColumns } from '../core/source.ts'
import { id, path } from '../core/sql.ts'

/**
 * ENUM columns hold an empty text where a value was refused that is none of their members (MySQL's "error value", index 0). It is staged as it
 * reads; these notes say how often. A column that has '' as a member cannot tell the two apart, so nothing is said of it.
 */
export async function noteEnumErrors(engine: Engine, { table, columns }: TableColumns): Promise<readonly string[]> {
  const enums = columns.filter(
    ({ declared, type, masked }) => /^enum\(/i.test(declared) && type.kind === 'text' && !masked && !hasEmpty(declared),
  )
  if (enums.length === 0) return []
  const counts = enums.map(({ name }) => `count(*) filter (where ${id(name)} = '')`)
  const { rows } = await engine.query(`select ${counts.join(', ')} from ${path('landed', table)}`)
  return enums.flatMap(({ name }, i) => {
    const found = Number(rows[0]![i])
    return found > 0 ? [`${table}.${name}: ${found} values that are none of the ENUM's members, read as ''`] : []
  })
}

const hasEmpty = (declared: string): boolean => /[(,]\s*''\s*[,)]/.test(declared)
