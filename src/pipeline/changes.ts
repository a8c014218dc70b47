import { typeText } from '../core/schema.ts'
import { parquet, path } from '../core/sql.ts'
import type { TableVersion } from '../lake/version.ts'
import type { DimensionPlan } from '../model/plan.ts'
import type { RunContext } from './context.ts'
import { faultOf } from './intact.ts'

/** What changed in the members that both versions know, attribute by attribute; members that came and went. */
export async function describeChanges(context: RunContext): Promise<readonly string[]> {
  const { base, plan, project } = context
  const lines: string[] = []
  for (const dimension of plan.dimensions) {
    const before = base?.tables[dimension.table]
    if (!before || !hasSameColumns(before, dimension)) continue
    const faults = await Promise.all(before.files.map((file) => faultOf(project.store, file)))
    const fault = faults.find((one) => one !== null)
    const since = `members of ${dimension.name} since version ${base!.version}`
    const parts = fault
      ? [`not compared, because that version's file is damaged: ${fault}`]
      : await changesOf(context, dimension, before)
    if (parts.length > 0) lines.push(`${since}: ${parts.join(', ')}`)
  }
  return lines
}

const hasSameColumns = (before: TableVersion, { key, columns }: DimensionPlan): boolean =>
  before.columns.map(({ name }) => name).join() === [key, ...columns.map(({ name }) => name)].join()

async function changesOf(
  { engine, project }: RunContext,
  { table, key, columns }: DimensionPlan,
  before: TableVersion,
): Promise<readonly string[]> {
  const files = parquet(...(await Promise.all(before.files.map((file) => project.store.fetch(file.path)))))
  const [old, now] = [path('b', key), path('a', key)]
  const changed = columns.map(({ name, expression }) => {
    const sameType = before.columns.some((one) => one.name === name && one.type === typeText(expression.type))
    const value = (alias: string) => (sameType ? path(alias, name) : `cast(${path(alias, name)} as varchar)`)
    return `count(*) filter (${old} is not null and ${now} is not null and ${value('b')} is distinct from ${value('a')})`
  })
  const { rows } = await engine.query(
    `select count(*) filter (${old} is null), count(*) filter (${now} is null), ${changed.join(', ')} from ${files} as "b" full join ${path('star', table)} as "a" on ${now} = ${old}`,
  )
  const [came, went, ...counts] = rows[0]!.map(Number) as [number, number, ...number[]]
  const attributes = columns.flatMap(({ name }, i) => (counts[i]! > 0 ? [`${name} changed in ${counts[i]}`] : []))
  return [...(came ? [`${came} new`] : []), ...(went ? [`${went} gone`] : []), ...attributes]
}
