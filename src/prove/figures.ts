import type { Engine } from '../core/engine.ts'
import type { ByMember, Figure, SideColumn } from './side.ts'

/** The column in which `figures_…` says by which path a row groups, by its number. */
export const PATH = 'path'
/** Its number for the row of all rows together. */
export const ALL_ROWS = -1

type Side = 'source' | 'star'

export interface Grouped {
  readonly side: Side
  readonly figures: readonly Figure[]
  readonly paths: readonly SideColumn[]
  /** The rows, with what these expressions need of them. */
  readonly from: (used: readonly string[]) => string
}

/** Names of columns by which rows are grouped in one set: what names a member, or a path itself. */
interface GroupingSet {
  readonly names: readonly string[]
  readonly paths: readonly { readonly i: number; readonly member: ByMember | null }[]
}

interface Grouping {
  /** Each column once: its SQL, and its name. */
  readonly columns: ReadonlyMap<string, string>
  readonly sets: readonly GroupingSet[]
}

/** As many bits as a number here holds exactly, with room to spare; `grouping()` takes 64. */
const MOST_COLUMNS = 50

/**
 * Makes the temporary table `figures_<side>`: for all rows together, and for every group of every path, how many rows there are (`n`) and
 * each figure (`f0` …). Rows are read once. What is grouped by a column of a member is grouped by the member first, by a key that is short,
 * and once however many columns of it are paths.
 */
export async function computeFigures(engine: Engine, grouped: Grouped): Promise<void> {
  const { side, figures, from } = grouped
  const { columns, sets } = groupingOf(grouped)
  const names = [...columns.values()]
  const keys = [...columns].map(([sql, name]) => `${sql} as ${name}`)
  const values = figures.map((figure, i) => `${figure[side]} as f${i}`)
  const mask = names.length > 0 ? `grouping(${names.join(', ')})` : '0'
  const lists = ['', ...sets.map((set) => set.names.join(', '))].map((list) => `(${list})`)
  const by = names.length > 0 ? `group by grouping sets (${lists.join(', ')})` : ''
  await engine.run(
    `create or replace temp table members_${side} as select ${[...keys, `${mask} as mask`, 'count(*) as n', ...values].join(', ')} ${from([...keys, ...values])} ${by}`,
  )
  const all = `select * exclude (${[...names, 'mask'].join(', ')}), ${ALL_ROWS} as ${PATH} from members_${side} where mask = ${maskOf(names, [])}`
  const paths = sets.flatMap((set) =>
    set.paths.map(({ i, member }) => ofPath(grouped, { names: set.names, mask: maskOf(names, set.names), i, member })),
  )
  await engine.run(`create or replace temp table figures_${side} as ${[all, ...paths].join(' union all by name ')}`)
}

/** The bit mask of `grouping()` where rows are grouped by these of all names: a bit is set for each of the others, the first name's highest. */
const maskOf = (names: readonly string[], grouped: readonly string[]): number =>
  names.reduce((mask, name) => mask * 2 + (grouped.includes(name) ? 0 : 1), 0)

interface PathOfSet {
  readonly names: readonly string[]
  readonly mask: number
  readonly i: number
  readonly member: ByMember | null
}

/** The groups of one path, from those of its set. */
function ofPath({ side, figures }: Grouped, { names, mask, i, member }: PathOfSet): string {
  const keys = names.map((name) => `m.${name}`)
  const value = member ? member.value(keys) : keys[0]!
  const values = figures.map(({ together }, at) => `${together ?? 'any_value'}(m.f${at}) as f${at}`)
  return `select ${value} as g${i}, ${i} as ${PATH}, sum(m.n) as n, ${values.join(', ')}
    from (select * from members_${side} where mask = ${mask}) as m${member ? member.joins(keys) : ''} group by all`
}

/** By members, where every figure follows from theirs; each path by itself otherwise. */
function groupingOf(grouped: Grouped): Grouping {
  const byMembers = grouped.figures.every(({ together }) => together !== null)
  const grouping = byMembers ? setsOf(grouped, (path) => path.byMember?.[grouped.side] ?? null) : null
  return grouping && grouping.columns.size <= MOST_COLUMNS ? grouping : setsOf(grouped, () => null)
}

/** Paths that are found by the same columns share a set. */
function setsOf({ side, paths }: Grouped, memberOf: (path: SideColumn) => ByMember | null): Grouping {
  const columns = new Map<string, string>()
  const sets = new Map<string, { names: readonly string[]; paths: { i: number; member: ByMember | null }[] }>()
  for (const [i, path] of paths.entries()) {
    const member = memberOf(path)
    const names = (member?.keys ?? [path[side]]).map((sql) => {
      if (!columns.has(sql)) columns.set(sql, `k${columns.size}`)
      return columns.get(sql)!
    })
    const set = sets.get(names.join()) ?? { names, paths: [] }
    set.paths.push({ i, member })
    sets.set(names.join(), set)
  }
  return { columns, sets: [...sets.values()] }
}
