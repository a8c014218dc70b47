import type { Service } from '../service.ts'
import { connectionOperations } from './connection-operations.ts'
import { databaseOperations } from './database-operations.ts'
import { jobOperations } from './jobs/job-operations.ts'
import { runOperations } from './jobs/run-operations.ts'
import { jobRunner } from './jobs/runner.ts'
import type { SparkOptions } from './jobs/spark.ts'
import { partitionOperations } from './partition-operations.ts'
import { tableOperations } from './table-operations.ts'
import { tagOperations } from './tag-operations.ts'

/** Glue: the data catalog, and jobs on the user's Spark. */
export function glue(spark: SparkOptions = {}): Service {
  const runner = jobRunner(spark)
  return {
    name: 'glue',
    operations: {
      ...databaseOperations,
      ...tableOperations,
      ...partitionOperations,
      ...connectionOperations,
      ...tagOperations,
      ...jobOperations,
      ...runOperations(runner),
    },
    begin: (context) => runner.begin(context),
    end: () => runner.end(),
  }
}
