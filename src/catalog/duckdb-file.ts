import { mkdir, rename, rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { Catalog, PublishedTable, PublishedVersion } from '../core/catalog.ts'
import type { Engine } from '../core/engine.ts'
import { id, parquet, path, text } from '../core/sql.ts'

/** The star as plain tables in one DuckDB file, with `starlift_version` saying which version it is. Replaced whole, so a reader sees one version. */
export const duckdbFile = (engine: Engine, file: string): Catalog => ({
  label: file,
  announce: (version) => writeFile(engine, file, version),
})

async function writeFile(engine: Engine, file: string, version: PublishedVersion): Promise<void> {
  const draft = `${file}.draft`
  await mkdir(dirname(file), { recursive: true })
  await rm(draft, { force: true })
  await engine.run(`attach ${text(draft)} as announced`)
  try {
    for (const table of version.tables) await copyTable(engine, table)
    await engine.run(versionTable(version))
    await engine.run('detach announced')
    await rename(draft, file)
  } catch (error) {
    await engine.run('detach announced').catch(() => {})
    await rm(draft, { force: true })
    throw error
  }
}

async function copyTable(engine: Engine, { name, columns, files }: PublishedTable): Promise<void> {
  const table = path('announced', name)
  await engine.run(`create table ${table} as from ${parquet(...(await files()))}`)
  for (const column of columns) {
    if (column.comment) await engine.run(`comment on column ${table}.${id(column.name)} is ${text(column.comment)}`)
  }
}

const versionTable = ({ lake, version, published, position, receipt }: PublishedVersion): string =>
  `create table announced.starlift_version as select ${version} as version, timestamp ${text(published.replace('Z', ''))} as published,
   ${text(lake)} as lake, ${text(position)} as position, ${text(receipt)} as receipt`
