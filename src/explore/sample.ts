import type { Engine } from '../core/engine.ts'
import type { TypedColumn } from '../core/schema.ts'
import { id, path } from '../core/sql.ts'

/** Characters of a value that are shown of a row. */
const MOST_CHARACTERS = 200

/** The first rows of a staged table in the source's order, as exact text; long text is cut. */
export async function firstRows(
  engine: Engine,
  { table, columns, most }: { readonly table: string; readonly columns: readonly TypedColumn[]; readonly most: number },
): Promise<readonly (readonly (string | null)[])[]> {
  if (columns.length === 0) return []
  const values = columns.map(({ name, type }) =>
    type.kind === 'text' ? `left(${id(name)}, ${MOST_CHARACTERS}) as ${id(name)}` : id(name),
  )
  const { rows } = await engine.query(`select ${values.join(', ')} from ${path('stage', table)} limit ${most}`)
  return rows
}
