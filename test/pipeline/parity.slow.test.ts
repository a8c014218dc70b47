import { readFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { describe, expect, test } from 'vitest'
import { parity } from '../../src/pipeline/parity.ts'
import { sampleDump } from '../../src/sample/dump.ts'
import { openSpark } from '../../src/spark-tools.ts'
import { pythonEnvironment } from '../servers/python.ts'
import { EVERY_TYPE, everyType } from './every-type.ts'
import { failureOf, hasRealDump, REAL_DUMP, testProject } from './project.ts'

for (const version of ['3.5.6', '4.1.1']) {
  describe(`the star on Spark ${version}`, () => {
    const spark = async () => {
      const run = await pythonEnvironment([`pyspark==${version}`])
      const python = await run<string>('import sys\nresult = sys.executable')
      process.env.PATH = `${dirname(python)}:${process.env.PATH}`
      return openSpark(python)
    }
    const expectEqual = async (
      given: Awaited<ReturnType<typeof testProject>>,
      rows: Readonly<Record<string, number>>,
    ) => {
      const tables = await parity(given.project, await spark())
      expect(tables.filter(({ differing }) => differing > 0)).toEqual([])
      expect(Object.fromEntries(tables.map(({ table, otherRows }) => [table, otherRows]))).toMatchObject(rows)
    }

    // More than 100,000 rows: Spark compiles its queries.
    test('equals DuckDB’s on the generated sample, thirty times as large', async () => {
      await using given = await testProject({ dump: Buffer.concat([...sampleDump({ scale: 30 })]) })
      await expectEqual(given, {})
    })

    test.skipIf(!hasRealDump)('equals DuckDB’s on the exercise’s own database', async () => {
      await using given = await testProject({ dump: await readFile(REAL_DUMP) })
      await expectEqual(given, { fact_orders: 2996, dim_customers: 124 })
    })

    test('a job that Spark ends is SPARK_FAILED, with what Spark says', async () => {
      await using given = await testProject({ dump: EVERY_TYPE, model: everyType })
      const broken = { ...(await spark()), folderOf: (table: string) => table }
      const failure = await failureOf(
        broken.build(
          'from pyspark.sql import SparkSession\nSparkSession.builder.getOrCreate().read.parquet("no such folder")\n',
          given.folder,
          `${given.folder}/out`,
        ),
      )
      expect([failure.code, failure.exitCode]).toEqual(['SPARK_FAILED', 5])
      expect(failure.lines.join()).toMatch(/PATH_NOT_FOUND|Path does not exist/)
    })

    test('equals it on every type, expression and way to lead nowhere', async () => {
      await using given = await testProject({ dump: EVERY_TYPE, model: everyType })
      await expectEqual(given, { fact_events: 6, dim_places: 8, dim_names: 8 })
    })
  })
}
