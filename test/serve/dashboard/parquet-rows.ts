import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { text } from '../../../src/core/sql.ts'
import { duckdbEngine } from '../../../src/engine/duckdb/duckdb-engine.ts'
import { tempFolder } from '../../cli/starlift.ts'

/** What a Parquet file holds, as DuckDB reads it. */
export async function parquetRows(bytes: Uint8Array) {
  await using folder = await tempFolder()
  await using engine = await duckdbEngine()
  const file = join(folder.path, 'file.parquet')
  await writeFile(file, bytes)
  const { columns, rows } = await engine.query(`from read_parquet(${text(file)})`)
  const { rows: pairs } = await engine.query(
    `select decode(key), decode(value) from parquet_kv_metadata(${text(file)}) where decode(key) like 'starlift%'`,
  )
  return {
    columns: columns.map(({ name, type }) => `${name} ${type}`),
    rows,
    about: Object.fromEntries(pairs) as Readonly<Record<string, string>>,
  }
}
