import type { TypedColumn } from '../../core/schema.ts'
import type { Joins, Relation, Spelling, TableColumns } from '../../core/source.ts'
import { tableError } from './faults.ts'
import type { Pool } from './pool.ts'
import { id, path } from './quote.ts'
import { around, joined, type Sql, sql, textSql } from './sql-of-column.ts'
import type { Cell } from './wire/cells.ts'

export interface JoinOptions {
  readonly pool: Pool
  readonly database: string
  readonly views: ReadonlyMap<string, TableColumns>
  readonly maskKey: string
}

/** Keys of one question. */
const BATCH = 200

/** Asks the server which rows its own comparison joins. */
export function serverJoins(options: JoinOptions): Joins {
  return {
    parents: async (relation, keys) => {
      const sides = sidesOf(options, relation)
      if (sides.some(({ child, parent }) => child.masked || parent.masked)) return maskedPairs(options, relation, sides)
      const found: Spelling[] = []
      for (let at = 0; at < keys.length; at += BATCH)
        found.push(...(await named(options, { relation, sides, keys: keys.slice(at, at + BATCH) })))
      return found
    },
    orphans: async (relation) => {
      const sides = sidesOf(options, relation)
      const present = sides.map(({ child }) => `c.${id(child.name)} is not null`).join(' and ')
      const [[count] = []] = await options.pool.rows(
        `select count(*) from ${table(options, relation.table)} as c where ${present}
         and not exists (select 1 from ${table(options, relation.to)} as p where ${equal(sides)})`,
        [],
      )
      return Number(count)
    },
  }
}

export interface Side {
  readonly child: TypedColumn
  readonly parent: TypedColumn
}

const table = ({ database }: JoinOptions, name: string): string => path(database, name)

const sidesOf = ({ views }: JoinOptions, { table: from, columns, to, toColumns }: Relation): readonly Side[] =>
  columns.map((name, i) => ({ child: columnIn(views, from, name), parent: columnIn(views, to, toColumns[i]!) }))

function columnIn(views: JoinOptions['views'], table: string, name: string): TypedColumn {
  const found = views.get(table)?.columns.find((column) => column.name === name)
  if (!found) throw new Error(`the snapshot was not opened with ${table}.${name}`)
  return found
}

/** Child and parent compared by the parent's collation; two collations of one key have no order between them in MySQL. */
export const equal = (sides: readonly Side[]): string =>
  sides
    .map(({ child, parent }) => {
      const [own, other] = [`c.${id(child.name)}`, `p.${id(parent.name)}`]
      const same = child.collation === parent.collation || parent.collation === undefined
      return `${other} = ${same ? own : `convert(${own} using ${parent.charset}) collate ${parent.collation}`}`
    })
    .join(' and ')

interface Batch {
  readonly relation: Relation
  readonly sides: readonly Side[]
  readonly keys: readonly (readonly string[])[]
}

/** The parents of some keys, each looked up by the parent's own index. */
async function named(options: JoinOptions, { relation, sides, keys }: Batch): Promise<readonly Spelling[]> {
  const asked = keys.map((key, i) => {
    const { text, parameters } = joined(
      sides.map(({ parent }) => written(parent, options.maskKey)),
      ', ',
    )
    const where = sides.map(({ parent }) => `${id(parent.name)} = ${parameterOf(parent)}`).join(' and ')
    return sql(`(select ${i}, ${text} from ${table(options, relation.to)} where ${where} limit 2)`, [
      ...parameters,
      ...key,
    ])
  })
  const { text, parameters } = joined(asked, ' union all ')
  const rows = await options.pool.rows(text, parameters)
  const pairs = rows.map(([i, ...parent]) => ({ child: keys[Number(i)]!, parent: parent.map(textOf) }))
  if (new Set(pairs.map(({ child }) => child)).size < pairs.length) throw notOne(relation)
  return pairs
}

const written = (column: TypedColumn, maskKey: string): Sql =>
  around(
    column.type.kind === 'text' ? textSql(column, maskKey) : sql(`cast(${id(column.name)} as char)`),
    (text) => `cast(${text} as binary)`,
  )

/** A number compared with text would be compared as a float. */
function parameterOf({ type }: TypedColumn): string {
  if (type.kind === 'integer') return 'cast(? as decimal(65,0))'
  return type.kind === 'decimal' ? `cast(? as decimal(65,${Math.min(type.scale, 30)}))` : '?'
}

const textOf = (cell: Cell): string => (Buffer.isBuffer(cell) ? cell.toString('utf8') : String(cell))

const notOne = ({ table: from, columns, to, toColumns }: Relation): Error =>
  tableError('KEY_COLLATION', `${from}.${columns.join(', ')}`, {
    what: `A value of ${from}(${columns.join(', ')}) names several rows of ${to}(${toColumns.join(', ')}) by its collation.`,
    next: `Correct  pull.references  in the config: ${to}(${toColumns.join(', ')}) does not identify a row.`,
  })

/** Masked values never leave the server, so it joins the tables itself and shows the digests. */
async function maskedPairs(
  options: JoinOptions,
  { table: from, to }: Relation,
  sides: readonly Side[],
): Promise<readonly Spelling[]> {
  const list = (side: 'child' | 'parent', mark: string): Sql =>
    joined(
      sides.map((each, i) => around(written(each[side], options.maskKey), (text) => `${text} as ${mark}${i}`)),
      ', ',
    )
  const derived = (side: 'child' | 'parent', name: string, mark: string): Sql =>
    around(list(side, mark), (text) => `(select ${id(name)}.*, ${text} from ${table(options, name)}) as ${side[0]}`)
  const marks = (mark: string): string => sides.map((_, i) => `${mark[0] === 'l' ? 'c' : 'p'}.${mark}${i}`).join(', ')
  const differ = sides.map((_, i) => `c.l${i} <> p.r${i}`).join(' or ')
  const { text, parameters } = joined([derived('child', from, 'l'), derived('parent', to, 'r')], ' join ')
  const rows = await options.pool.rows(
    `select distinct ${marks('l')}, ${marks('r')} from ${text} on ${equal(sides)} where ${differ}`,
    parameters,
  )
  return rows.map((row) => {
    const texts = row.map(textOf)
    return { child: texts.slice(0, sides.length), parent: texts.slice(sides.length) }
  })
}
