import type { Engine } from '../core/engine.ts'
import { PATH } from './figures.ts'
import type { TableProof } from './receipt.ts'
import type { Figure, Sides } from './side.ts'

/** How many groups and how many rows a difference names. */
const MOST = 20

/** Both sides' groups of path `i`, as `s` and `p`. */
export const fullJoin = (i: number): string => {
  const side = (name: string) => `(select * from figures_${name} where ${PATH} = ${i})`
  return `from ${side('source')} as s full join ${side('star')} as p on s.g${i} is not distinct from p.g${i}`
}

export const differs = (figures: readonly Figure[]): string =>
  ['n', ...figures.map((_, i) => `f${i}`)].map((name) => `s.${name} is distinct from p.${name}`).join(' or ')

/** Puts the point back into a whole number: 327328005 at scale 2 is 3273280.05. */
export function pointed(digits: string | null, scale: number | null): string | null {
  const match = digits !== null && scale ? /^(-?)(\d+)$/.exec(digits) : null
  if (!match) return digits
  const whole = match[2]!.padStart(scale! + 1, '0')
  return `${match[1]}${whole.slice(0, -scale!)}.${whole.slice(-scale!)}`
}

/** What to tell people of a table whose sides differ: figures, then groups, then rows. */
export async function explain(
  engine: Engine,
  { sides, figures, proof }: { readonly sides: Sides; readonly figures: readonly Figure[]; readonly proof: TableProof },
): Promise<readonly string[]> {
  const totals = proof.lines
    .filter(({ equal }) => !equal)
    .map(({ figure, source, star }) => `${sides.table} ${figure}: source ${source ?? 'NULL'}, star ${star ?? 'NULL'}`)
  const groups: string[] = []
  for (const [i, { path, differing }] of proof.groups.entries()) {
    if (differing > 0) groups.push(...(await groupDifferences(engine, figures, { path, i })))
  }
  return [...totals, ...groups.slice(0, MOST), ...(await rowDifferences(engine, sides))]
}

interface PathAt {
  readonly path: string
  readonly i: number
}

async function groupDifferences(
  engine: Engine,
  figures: readonly Figure[],
  { path, i }: PathAt,
): Promise<readonly string[]> {
  const shown = [
    { name: 'rows', column: 'n', scale: null as number | null },
    ...figures.map(({ name, scale }, at) => ({ name, column: `f${at}`, scale })),
  ]
  const values = shown.flatMap(({ column }) => [`cast(s.${column} as varchar)`, `cast(p.${column} as varchar)`])
  const { rows } = await engine.query(
    `select cast(coalesce(s.g${i}, p.g${i}) as varchar), ${values.join(', ')} ${fullJoin(i)} where ${differs(figures)} order by 1 limit ${MOST}`,
  )
  return rows.map(([group, ...both]) => {
    const wrong = shown
      .map(({ name, scale }, at) => ({
        name,
        source: pointed(both[at * 2]!, scale),
        star: pointed(both[at * 2 + 1]!, scale),
      }))
      .filter(({ source, star }) => source !== star)
      .map(({ name, source, star }) => `${name} source ${source ?? 'none'}, star ${star ?? 'none'}`)
    return `${path} = ${group === null ? 'NULL' : `'${group}'`}: ${wrong.join('; ')}`
  })
}

/** Up to twenty rows, named by the source's key, with the columns in which they differ. */
async function rowDifferences(engine: Engine, sides: Sides): Promise<readonly string[]> {
  const { grain, columns } = sides
  const from = (which: 'source' | 'star') =>
    which === 'source' ? sides.sourceFrom(columns.map(({ source }) => source)) : sides.starFrom
  const side = (which: 'source' | 'star') => {
    const keys = grain.map((column, i) => `${column[which]} as k${i}`)
    const values = columns.map((column, i) => `${column[which]} as v${i}`)
    return `(select *, row_number() over (partition by ${grain.map((_, i) => `k${i}`).join(', ')} order by hash(${columns.map((_, i) => `v${i}`).join(', ')})) as copy from (select ${[...keys, ...values].join(', ')} ${from(which)}))`
  }
  const same = [...grain.map((_, i) => `k${i}`), 'copy']
    .map((name) => `s.${name} is not distinct from p.${name}`)
    .join(' and ')
  const different = columns.map((_, i) => `s.v${i} is distinct from p.v${i}`).join(' or ')
  const shown = [
    ...grain.map((_, i) => `coalesce(s.k${i}, p.k${i})`),
    's.copy is null',
    'p.copy is null',
    ...columns.flatMap((_, i) => [`s.v${i}`, `p.v${i}`]),
  ]
  const { rows } = await engine.query(
    `select ${shown.map((value, i) => `cast(${value} as varchar) as c${i}`).join(', ')} from ${side('source')} as s full join ${side('star')} as p on ${same} where s.copy is null or p.copy is null or ${different} order by all limit ${MOST}`,
  )
  return rows.map((row) => rowLine(sides, row))
}

function rowLine({ table, grain, columns }: Sides, row: readonly (string | null)[]): string {
  const key = grain.map(({ name, scale }, i) => `${name} ${pointed(row[i]!, scale) ?? 'NULL'}`).join(', ')
  if (row[grain.length] === 'true')
    return `${table} row (${key}) is in the star once too often, or is not in the source`
  if (row[grain.length + 1] === 'true') return `${table} row (${key}) is missing in the star`
  const values = row.slice(grain.length + 2)
  const wrong = columns
    .map(({ name, scale }, i) => ({
      name,
      source: pointed(values[i * 2]!, scale),
      star: pointed(values[i * 2 + 1]!, scale),
    }))
    .filter(({ source, star }) => source !== star)
    .map(({ name, source, star }) => `${name} source ${quoted(source)}, star ${quoted(star)}`)
  return `${table} row (${key}): ${wrong.join('; ')}`
}

const quoted = (value: string | null): string =>
  value === null ? 'NULL' : /^-?[\d.]+$/.test(value) ? value : `'${value}'`
