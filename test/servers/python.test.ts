import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { pythonEnvironment, READERS, type RunPython } from './python.ts'

let run: RunPython
let folder: string

beforeAll(async () => {
  run = await pythonEnvironment(READERS)
  folder = await mkdtemp(join(tmpdir(), 'starlift-python-'))
})

afterAll(() => rm(folder, { recursive: true, force: true }))

test('each reader is there in its pinned version', async () => {
  const versions = await run<string[]>(
    'import duckdb, polars, pyarrow\nresult = [f"{m.__name__}=={m.__version__}" for m in (polars, pyarrow, duckdb)]',
  )
  expect(versions).toEqual([...READERS])
})

test('one file reads the same in all of them, to the cent', async () => {
  const script = `
from decimal import Decimal
import duckdb, polars, pyarrow as pa, pyarrow.parquet as pq
pq.write_table(pa.table({"amount": pa.array([Decimal(a) for a in given["amounts"]], pa.decimal128(10, 2))}), given["file"])
result = {
  "pyarrow": pq.read_table(given["file"])["amount"].to_pylist(),
  "polars": polars.read_parquet(given["file"])["amount"].to_list(),
  "duckdb": [row[0] for row in duckdb.read_parquet(given["file"]).fetchall()],
}`
  const amounts = ['0.10', '99999999.99', '-0.01']
  const read = await run(script, { amounts, file: join(folder, 'amounts.parquet') })
  expect(read).toEqual({ pyarrow: amounts, polars: amounts, duckdb: amounts })
})

test('what the script prints is no part of its result', async () => {
  expect(await run('print("hello")\nresult = given', [1, 'ä'])).toEqual([1, 'ä'])
})

test('a script that fails says why', async () => {
  await expect(run('raise ValueError("no such column")')).rejects.toThrow('no such column')
})
