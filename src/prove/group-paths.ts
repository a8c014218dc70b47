import type { Engine } from '../core/engine.ts'
import { id, path } from '../core/sql.ts'
import type { FactPlan, StarPlan } from '../model/plan.ts'
import type { SideColumn, Sides } from './side.ts'

/** Groups of an attribute with more values than this are proven by content alone, unless the model asks for them. */
const MOST_GROUPS = 1000
/** Paths of one pass that the model did not ask for: what fits the bit mask of `grouping()` with room to spare. */
const MOST_PATHS = 30
/** Members that are grouped by before their columns: at 500,000 no time is gained, and their groups take 200 MB. */
const MOST_MEMBERS = 250_000

interface FactSides {
  readonly sides: Sides
  readonly fact: FactPlan
  readonly plan: StarPlan
}

/** The paths that the model asks for, or else every attribute with few enough values. */
export async function groupPaths(engine: Engine, { sides, fact, plan }: FactSides): Promise<readonly SideColumn[]> {
  const published = new Map(fact.columns.map(({ label, name }) => [label, name]))
  const wanted =
    fact.reconcile.length > 0
      ? fact.reconcile.map((label) => published.get(label) ?? label)
      : (await smallPaths(engine, fact, plan)).slice(0, MOST_PATHS)
  const found = wanted.map((name) => sides.columns.find((column) => column.name === name))
  const large = await largeLinks(engine, fact, plan)
  return found
    .filter((column) => column !== undefined)
    .map((column) => (large.some((label) => column.name.startsWith(`${label}.`)) ? withoutMember(column) : column))
}

/** Links to dimensions of so many members that grouping by them first would cost more than it saves. */
async function largeLinks(engine: Engine, fact: FactPlan, plan: StarPlan): Promise<readonly string[]> {
  const large: string[] = []
  for (const { name, table } of plan.dimensions) {
    const links = fact.links.filter(({ dimension }) => dimension === name)
    if (links.length === 0) continue
    const { rows } = await engine.query(`select count(*) from ${path('star', table)}`)
    if (Number(rows[0]![0]) > MOST_MEMBERS) large.push(...links.map(({ label }) => label))
  }
  return large
}

const withoutMember = ({ byMember: _, ...column }: SideColumn): SideColumn => column

async function smallPaths(engine: Engine, fact: FactPlan, plan: StarPlan): Promise<readonly string[]> {
  const paths: string[] = []
  for (const link of fact.links) {
    const dimension = plan.dimensions.find(({ name }) => name === link.dimension)
    if (!dimension) paths.push(`${link.label}.year`)
    else paths.push(...(await smallAttributes(engine, dimension)).map((label) => `${link.label}.${label}`))
  }
  return paths
}

async function smallAttributes(
  engine: Engine,
  { table, columns }: StarPlan['dimensions'][number],
): Promise<readonly string[]> {
  const counts = columns.map(({ name }) => `count(distinct ${id(name)})`).join(', ')
  const { rows } = await engine.query(`select count(*), ${counts} from ${path('star', table)}`)
  const [members, ...distinct] = rows[0]!.map(Number) as [number, ...number[]]
  return columns
    .filter((_, i) => distinct[i]! <= MOST_GROUPS && distinct[i]! < Math.max(members - 2, 2))
    .map(({ label }) => label)
}
