import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { text } from '../../src/core/sql.ts'
import { duckdbEngine } from '../../src/engine/duckdb/duckdb-engine.ts'
import { engineConformance } from '../conformance/engine.ts'

engineConformance('DuckDB', () => duckdbEngine({ threads: 2 }))

test('files have V1 pages, zstd, signed types and exact decimals', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'starlift-parquet-'))
  await using _ = { [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }) }
  await using engine = await duckdbEngine({ threads: 2 })
  const file = join(folder, 'types.parquet')
  await engine.write(
    `select cast(i as tinyint) a, cast(i as smallint) b, cast(i as bigint) c, cast(i as decimal(4,2)) d, cast(i as decimal(18,2)) e,
     cast(i as decimal(38,2)) f, date '2024-01-01' g, timestamp '2024-01-01' h, timestamptz '2024-01-01' i, 'x' || i j from range(3) t(i)`,
    file,
  )
  const schema = await engine.query(
    `select name, type, converted_type, logical_type from parquet_schema(${text(file)}) where type is not null`,
  )
  const types: Record<string, string> = Object.fromEntries(schema.rows.map(([name, ...rest]) => [name, rest.join(' ')]))
  expect(
    Object.values(types).filter((type) => /UINT|isSigned=0|DOUBLE|FLOAT|INT96|TIMESTAMP_MILLIS/i.test(type)),
  ).toEqual([])
  expect([types.d, types.e, types.f].every((type) => /decimal/i.test(type!))).toBe(true)
  expect(types.h).toMatch(/MICROS/)
  const meta = await engine.query(`select distinct compression, encodings from parquet_metadata(${text(file)})`)
  expect(meta.rows.length).toBeGreaterThan(0)
  expect(
    meta.rows.every(([compression, encodings]) => compression === 'ZSTD' && !/DELTA|BYTE_STREAM/.test(encodings!)),
  ).toBe(true)
  const { rows } = await engine.query(`select format_version, created_by from parquet_file_metadata(${text(file)})`)
  expect(rows[0]![0]).toBe('1')
})
