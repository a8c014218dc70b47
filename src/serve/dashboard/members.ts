import { id, path as qualified } from '../../core/sql.ts'
import type { Star } from '../ask.ts'
import { pathsOf, targetOf } from '../path.ts'
import { unknownName } from '../question-error.ts'

const MOST_MEMBERS = 10_000

/** Members of an attribute that there are, whether or not anything happened to them. Fails with QUESTION for a path that is none. */
export async function membersOf(name: string, { plan, engine }: Star): Promise<readonly (string | null)[]> {
  const all = plan.facts.flatMap((fact) => pathsOf(fact, plan).map((path) => ({ fact, path })))
  const found = all.find((one) => one.path.name === name)
  if (!found) throw unknownName('path', name, [...new Set(all.map(({ path }) => path.name))])
  const { link, column } = found.path
  const target = link ? targetOf(link, plan) : null
  const members = target ? ` where ${qualified('t', target.key)} > 0` : ''
  const { rows } = await engine.query(
    `select distinct ${qualified('t', column)} from ${id(target?.table ?? found.fact.table)} as t${members} order by 1 limit ${MOST_MEMBERS}`,
  )
  return rows.map(([member]) => member ?? null)
}
