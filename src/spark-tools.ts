import { HIVE } from './catalog/glue/table-input.ts'
import type { SparkTools } from './deploy/job-star.ts'
import { type LocalSpark, localSpark } from './deploy/local-spark.ts'
import { jdbcOrphans, jdbcTable, notByJdbc } from './source/mysql/jdbc.ts'
import { plainName, sparkDialect, sparkView } from './sql/spark.ts'

/** What jobs on Spark are written with. */
export const sparkTools: SparkTools = {
  dialect: sparkDialect,
  view: sparkView,
  jdbc: jdbcTable,
  orphans: jdbcOrphans,
  notByJdbc,
  hiveTypes: HIVE,
}

/** Spark on this machine, by a Python that has pyspark. */
export const openSpark = (python: string): Promise<LocalSpark> => localSpark(python, plainName)
