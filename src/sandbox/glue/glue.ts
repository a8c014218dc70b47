import type { Engine } from '../../core/engine.ts'
import type { Service } from '../service.ts'
import { connectionOperations } from './connection-operations.ts'
import { crawlRunner } from './crawlers/crawl-runner.ts'
import { crawlerOperations } from './crawlers/crawler-operations.ts'
import { databaseOperations } from './database-operations.ts'
import { jobOperations } from './jobs/job-operations.ts'
import { runOperations } from './jobs/run-operations.ts'
import { jobRunner } from './jobs/runner.ts'
import type { SparkOptions } from './jobs/spark.ts'
import { partitionOperations } from './partition-operations.ts'
import { tableOperations } from './table-operations.ts'
import { tagOperations } from './tag-operations.ts'
import { triggerOperations } from './trigger-operations.ts'

/** Glue: the data catalog, jobs on the user's Spark, crawlers that read footers by an engine, and triggers on demand. */
export function glue(spark: SparkOptions = {}, openEngine?: (scratch: string) => Promise<Engine>): Service {
  const runner = jobRunner(spark)
  const crawling = crawlRunner(openEngine)
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
      ...crawlerOperations(crawling),
      ...triggerOperations(runner),
    },
    begin(context) {
      runner.begin(context)
      crawling.begin(context)
    },
    async end() {
      await Promise.all([runner.end(), crawling.end()])
    },
  }
}
