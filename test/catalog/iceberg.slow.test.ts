import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { EVERY_TYPE, everyType } from '../pipeline/every-type.ts'
import { ask, sampleText, testProject } from '../pipeline/project.ts'
import { pythonEnvironment } from '../servers/python.ts'
import { icebergJar, sparkPython } from '../servers/spark.ts'

const PYICEBERG = `
from pyiceberg.table import StaticTable
result = {}
for name, location in given.items():
    table = StaticTable.from_metadata(location)
    rows = table.scan().to_arrow().to_pylist()
    result[name] = [len(rows), sorted(repr(sorted(row.items())) for row in rows)]
`
const PARQUET = `
import pyarrow.parquet
result = {}
for name, files in given.items():
    rows = [row for file in files for row in pyarrow.parquet.read_table(file).to_pylist()]
    result[name] = [len(rows), sorted(repr(sorted(row.items())) for row in rows)]
`
const SPARK = `
import os
from pyspark.sql import SparkSession
spark = SparkSession.builder.master('local[1]').config('spark.jars', given['jar']).config('spark.ui.enabled', 'false').config('spark.sql.session.timeZone', 'UTC').getOrCreate()
result = {}
for name, pair in given['tables'].items():
    spark.read.format('iceberg').load(pair['location']).createOrReplaceTempView('a')
    spark.read.parquet(*pair['files']).createOrReplaceTempView('b')
    columns = ', '.join('cast(\`' + n + '\` as string)' for n in spark.table('b').columns)
    result[name] = [spark.table('a').count(), spark.sql(f'(select {columns} from a except all select {columns} from b) union all (select {columns} from b except all select {columns} from a)').count()]
    result[name] += [spark.sql("select count(*) from a where \`" + spark.table('a').columns[0] + "\` > 5").count() and 1]
spark.stop()
`

const given = async (version: Awaited<ReturnType<Awaited<ReturnType<typeof testProject>>['run']>>, lake: string) =>
  Object.fromEntries(
    Object.entries(version.tables).map(([name, { files }]) => [
      name,
      {
        location: `file://${lake}/${name}/metadata/v${version.version}.metadata.json`,
        folder: `file://${lake}/${name}`,
        files: files.map(({ path }) => join(lake, path)),
      },
    ]),
  )

test.each([
  ['the sample', { dump: sampleText() }],
  ['every type', { dump: EVERY_TYPE, model: everyType }],
] as const)('pyiceberg reads %s as the files hold it', async (_, options) => {
  await using project = await testProject({ ...options, config: { iceberg: true } })
  const tables = await given(await project.run(), project.lake)
  const run = await pythonEnvironment(['pyiceberg==0.12.0', 'pyarrow==26.0.1'])
  const locations = Object.fromEntries(Object.entries(tables).map(([name, { location }]) => [name, location]))
  const files = Object.fromEntries(Object.entries(tables).map(([name, pair]) => [name, pair.files]))
  const [seen, held] = [await run(PYICEBERG, locations), await run(PARQUET, files)]
  expect(seen).toEqual(held)
})

test('Spark reads the newest version by its folder, and prunes by bounds without losing rows', async () => {
  await using project = await testProject({ dump: sampleText(), config: { iceberg: true } })
  await project.run()
  await project.dump(sampleText(2))
  const version = await project.run()
  const tables = await given(version, project.lake)
  const run = await pythonEnvironment(['pyspark==3.5.6', 'boto3==1.44.5'])
  await sparkPython()
  const pairs = Object.fromEntries(
    Object.entries(tables).map(([name, { folder, files }]) => [name, { location: folder, files }]),
  )
  const seen = await run<Record<string, readonly number[]>>(SPARK, { jar: await icebergJar(), tables: pairs })
  const rows = await ask(project.project, version, 'select count(*) from fact_orders')
  expect(seen.fact_orders?.slice(0, 2)).toEqual([Number(rows[0]![0]), 0])
  expect(Object.values(seen).every(([, differing]) => differing === 0)).toBe(true)
  const hint = await readFile(join(project.lake, 'fact_orders/metadata/version-hint.text'), 'utf8')
  expect(hint).toBe('2')
})
