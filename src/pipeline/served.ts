import type { Engine } from '../core/engine.ts'
import { parquet, path, text } from '../core/sql.ts'
import { servedVersion, type Version } from '../lake/version.ts'
import type { StarPlan } from '../model/plan.ts'
import type { Receipt } from '../prove/receipt.ts'
import type { Project } from './project.ts'

export type StarVersion = Version<StarPlan, Receipt>

/** The published star and nothing else, open for SELECTs: its tables by name, and `tables` that lists their columns. */
export interface Served extends AsyncDisposable {
  readonly version: StarVersion
  readonly engine: Engine
}

export async function openServed(project: Pick<Project, 'store' | 'openEngine' | 'scratch'>): Promise<Served> {
  const version = (await servedVersion(project.store)) as StarVersion
  const engine = await project.openEngine(project.scratch)
  const files = await Promise.all(
    Object.entries(version.tables).map(async ([name, table]) => ({
      name,
      files: await Promise.all(table.files.map((file) => project.store.fetch(file.path))),
    })),
  )
  for (const { name, files: parts } of files) {
    await engine.run(`create view ${path(name)} as from ${parquet(...parts)}`)
  }
  await engine.run(`create view tables as ${tablesView(version)}`)
  await engine.restrict(files.flatMap(({ files: parts }) => parts))
  return { version, engine, [Symbol.asyncDispose]: () => engine[Symbol.asyncDispose]() }
}

function tablesView(version: Version): string {
  const rows = Object.entries(version.tables).flatMap(([table, { columns }]) =>
    columns.map(
      ({ name, type, comment }) => `(${[table, name, type].map(text).join(', ')}, ${comment ? text(comment) : 'null'})`,
    ),
  )
  return `select * from (values ${rows.join(', ')}) as t("table", "column", "type", "comment")`
}
