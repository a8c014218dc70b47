import { HIVE } from './catalog/glue/table-input.ts'
import { icebergShapes } from './catalog/iceberg/shapes.ts'
import type { SparkTools } from './deploy/job-star.ts'
import { type LocalSpark, localSpark } from './deploy/local-spark.ts'
import { jdbcOrphans, jdbcTable, notByJdbc } from './source/mysql/jdbc.ts'
import { plainName, sparkDialect, sparkView } from './sql/spark.ts'

/** What jobs on Spark are written with; `iceberg`: that they show versions as Iceberg tables too. */
export const sparkTools = (iceberg: boolean): SparkTools => ({
  dialect: sparkDialect,
  view: sparkView,
  jdbc: jdbcTable,
  orphans: jdbcOrphans,
  notByJdbc,
  hiveTypes: HIVE,
  icebergShapes: iceberg ? icebergShapes : null,
})

/** Spark on this machine, by a Python that has pyspark. */
export const openSpark = (python: string): Promise<LocalSpark> => localSpark(python, plainName)
