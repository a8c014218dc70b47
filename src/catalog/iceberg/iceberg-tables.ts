import { stat } from 'node:fs/promises'
import type { Catalog, PublishedTable, PublishedVersion } from '../../core/catalog.ts'
import type { Engine } from '../../core/engine.ts'
import { id, parquet } from '../../core/sql.ts'
import type { Store } from '../../core/store.ts'
import { boundBytes, boundSql, fieldsOf, type IcebergField } from './column.ts'
import { type MeasuredFile, metadataFiles } from './metadata.ts'

/**
 * Each table of a version as an Iceberg table (format 2) over the files that are there: `TABLE/metadata/vN.metadata.json`, N being the
 * lake's version. `root` is the lake's address with a slash. Readers open that file, or the folder, whose hint names the newest.
 */
export const icebergTables = (engine: Engine, store: Store, root: string): Catalog => ({
  label: 'Iceberg',
  announce: async (version) => {
    for (const table of version.tables) await announceTable({ engine, store, root }, table, version)
  },
})

interface Place {
  readonly engine: Engine
  readonly store: Store
  readonly root: string
}

async function announceTable({ engine, store, root }: Place, table: PublishedTable, version: PublishedVersion) {
  const fields = fieldsOf(table.columns)
  const local = await table.files()
  const files: MeasuredFile[] = []
  for (const [i, path] of table.paths.entries()) files.push(await measure(engine, { path, local: local[i]!, fields }))
  for (const file of await metadataFiles({ table, version, fields, files, root }))
    await store.replace(file.path, file.bytes)
  await store.replace(`${table.name}/metadata/version-hint.text`, Buffer.from(String(version.version)))
}

interface FileToMeasure {
  readonly path: string
  /** Where an engine reads it. */
  readonly local: string
  readonly fields: readonly IcebergField[]
}

async function measure(engine: Engine, { path, local, fields }: FileToMeasure): Promise<MeasuredFile> {
  const figures = fields.flatMap((field) => {
    const ends = ['min', 'max'].map((which) => boundSql(field, `${which}(${id(field.name)})`) ?? 'null')
    return [`count(*) - count(${id(field.name)})`, ...ends]
  })
  const { rows } = await engine.query(`select count(*), ${figures.join(', ')} from ${parquet(local)}`)
  const [count, ...values] = rows[0]!
  const bounds = (offset: 1 | 2) =>
    new Map(
      fields.flatMap((field, i) => {
        const bytes = boundBytes(field, values[3 * i + offset]!, offset === 2)
        return bytes ? [[field.id, bytes] as const] : []
      }),
    )
  return {
    path,
    rows: Number(count),
    bytes: (await stat(local)).size,
    nulls: new Map(fields.map((field, i) => [field.id, Number(values[3 * i])])),
    lower: bounds(1),
    upper: bounds(2),
  }
}
