import type { Context } from '../service.ts'
import { all, asked } from './asked.ts'
import { catalogOf } from './catalog.ts'
import { crawlersOf, jobsOf } from './jobs.ts'
import { queriesOf } from './queries.ts'

type DescribeDBInstances = import('@aws-sdk/client-rds').DescribeDBInstancesCommandOutput
type ListBuckets = import('@aws-sdk/client-s3').ListBucketsCommandOutput

/** Everything that the page lists. A service that is not here is left out. */
export async function overview(context: Context): Promise<object> {
  const { endpoint, region, account } = context
  const [jobs, crawlers, queries, databases, buckets, instances] = await Promise.all([
    jobsOf(context),
    crawlersOf(context),
    queriesOf(context),
    catalogOf(context),
    bucketsOf(context),
    instancesOf(context),
  ])
  return { endpoint, region, account, jobs, crawlers, queries, databases, buckets, instances }
}

async function bucketsOf(context: Context): Promise<object[] | undefined> {
  const listed = await asked<ListBuckets>(context, { service: 's3', operation: 'ListBuckets' })
  return listed?.Buckets?.map(({ Name, CreationDate }) => ({ name: Name, created: CreationDate }))
}

/** Where the servers are; never who may enter them. */
async function instancesOf(context: Context): Promise<object[] | undefined> {
  const listed = await all(async (Marker) => {
    const input = { Marker }
    const read = await asked<DescribeDBInstances>(context, { service: 'rds', operation: 'DescribeDBInstances', input })
    return read && { items: read.DBInstances, next: read.Marker }
  })
  return listed?.map(({ DBInstanceIdentifier, Engine, EngineVersion, DBInstanceStatus, Endpoint, DBName }) => ({
    id: DBInstanceIdentifier,
    engine: EngineVersion === 'unknown' ? undefined : `${Engine} ${EngineVersion}`,
    status: DBInstanceStatus,
    address: Endpoint?.Address,
    port: Endpoint?.Port,
    database: DBName,
  }))
}
