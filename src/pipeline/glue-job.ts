import type { JobParts } from '../deploy/job-star.ts'
import type { Plain } from '../deploy/python-text.ts'
import { sparkJob } from '../deploy/spark-job.ts'
import { sparkFigures } from '../prove/spark/stage-figures.ts'
import { sparkSides } from '../prove/spark/star-sides.ts'
import { mayHaveTwins } from '../prove/twins.ts'
import type { RunPlan } from './plan.ts'
import type { Project } from './project.ts'
import { publishedColumns } from './prove.ts'
import { describeTables, kindOf, modelHash } from './publish.ts'

/** The star as a PySpark job that builds, proves and publishes it. */
export function glueJob(
  { definition, contentRows, zeroDates, spark }: Project,
  { plan, schema, reads }: RunPlan,
): string {
  const { view, orphans, icebergShapes, ...tools } = spark
  const tables = describeTables(plan)
  const parts: JobParts = {
    ...tools,
    orphans: (relation) => orphans(relation, schema),
    figures: ({ columns }) => plainOf(sparkFigures(columns)),
    proof: plainOf(sparkSides(definition, plan, { tables: definition.tables, schema, view })),
    columns: publishedColumns(plan),
    model: modelHash(plan),
    mayHaveTwins,
    iceberg: icebergShapes && plainOf(icebergShapes(Object.fromEntries(tables))),
    published: Object.fromEntries(
      tables.map(([table, columns]) => [table, plainOf({ kind: kindOf(plan, table), columns })]),
    ),
  }
  return sparkJob({ plan, schema, reads, contentRows, zeroDates }, parts)
}

/** Data of ours that holds no functions and nothing absent. */
const plainOf = (value: object): Plain => value as Plain
