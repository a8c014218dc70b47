import { defaultGroup, defaultSubnets, defaultVpc } from '../ec2/network.ts'
import { pageOf } from '../paging.ts'
import { ServiceException } from '../protocol/service-exception.ts'
import type { Context, Operations, Service } from '../service.ts'
import { type Greeting, greeting, type RdsInstance } from './instance.ts'

type DBInstance = import('@aws-sdk/client-rds').DBInstance
type Filter = import('@aws-sdk/client-rds').Filter

const MOST = 100

/** RDS, as far as it names servers that the user has. It makes, changes and stops none. */
export function rds(instances: readonly RdsInstance[]): Service {
  // A server is asked once: it counts callers who hang up.
  const greetings = new Map<string, Greeting>()
  const asked = async (instance: RdsInstance): Promise<Greeting | undefined> => {
    const said = greetings.get(instance.id) ?? (await greeting(instance))
    if (said) greetings.set(instance.id, said)
    return said
  }
  const operations: Operations<typeof import('@aws-sdk/client-rds')> = {
    async DescribeDBInstances({ DBInstanceIdentifier: id, Filters, MaxRecords = MOST, Marker }, context) {
      const chosen = id === undefined ? instances : [named(instances, id)]
      const described = await Promise.all(
        chosen.map(async (instance) => describe(instance, await asked(instance), context)),
      )
      const all = described.filter(matching(Filters ?? []))
      const { items, next } = pageOf(all, { token: Marker, size: MaxRecords, code: 'InvalidParameterValue' })
      return { DBInstances: [...items], Marker: next }
    },

    ListTagsForResource({ ResourceName }, context) {
      const of = instances.find(({ id }) => arnOf(context, id) === ResourceName)
      if (!of) throw missing(ResourceName.split(':').at(-1) ?? '')
      return { TagList: [] }
    },
  }
  return { name: 'rds', operations }
}

const missing = (id: string): ServiceException =>
  new ServiceException('DBInstanceNotFound', `DBInstance ${id} not found.`, { status: 404 })

/** By its name or its ARN, as RDS takes either. */
function named(instances: readonly RdsInstance[], given: string): RdsInstance {
  const wanted = given.split(':').at(-1)!.toLowerCase()
  const found = instances.find(({ id }) => id === wanted)
  if (!found) throw missing(given)
  return found
}

const FILTERS: Readonly<Record<string, (instance: DBInstance) => readonly (string | undefined)[]>> = {
  'db-instance-id': ({ DBInstanceIdentifier, DBInstanceArn }) => [DBInstanceIdentifier, DBInstanceArn],
  'dbi-resource-id': ({ DbiResourceId }) => [DbiResourceId],
  engine: ({ Engine }) => [Engine],
  'db-cluster-id': () => [],
  domain: () => [],
}

function matching(filters: readonly Filter[]): (instance: DBInstance) => boolean {
  const tests = filters.map(({ Name = '', Values = [] }) => {
    const read = FILTERS[Name]
    if (!read) throw new ServiceException('InvalidParameterValue', `Unrecognized filter name: ${Name}`)
    return (instance: DBInstance) => read(instance).some((value) => value !== undefined && Values.includes(value))
  })
  return (instance) => tests.every((test) => test(instance))
}

const arnOf = ({ region, account }: Context, id: string): string => `arn:aws:rds:${region}:${account}:db:${id}`

/** Servers of the user stand in no network of AWS's: the default one is named, so that what asks for theirs finds one. */
const subnetGroup = (context: Context): NonNullable<DBInstance['DBSubnetGroup']> => ({
  DBSubnetGroupName: 'default',
  DBSubnetGroupDescription: 'default',
  VpcId: defaultVpc(context).VpcId,
  SubnetGroupStatus: 'Complete',
  Subnets: defaultSubnets(context).map(({ SubnetId, AvailabilityZone }) => ({
    SubnetIdentifier: SubnetId,
    SubnetAvailabilityZone: { Name: AvailabilityZone },
    SubnetStatus: 'Active',
  })),
})

/** A server that does not answer is `stopped`. What only a server of AWS's has is empty, or as little as clients take. */
const describe = (instance: RdsInstance, said: Greeting | undefined, context: Context): DBInstance => ({
  DBInstanceIdentifier: instance.id,
  DBInstanceArn: arnOf(context, instance.id),
  DbiResourceId: `db-${Buffer.from(instance.id).toString('hex').toUpperCase()}`,
  DBInstanceStatus: said ? 'available' : 'stopped',
  DBInstanceClass: 'db.sandbox',
  Engine: said?.engine ?? 'mysql',
  EngineVersion: said?.version ?? 'unknown',
  Endpoint: { Address: instance.host, Port: instance.port, HostedZoneId: '' },
  DbInstancePort: 0,
  MasterUsername: instance.user,
  ...(instance.database === undefined ? {} : { DBName: instance.database }),
  AvailabilityZone: `${context.region}a`,
  AllocatedStorage: 0,
  StorageType: 'standard',
  StorageEncrypted: false,
  MultiAZ: false,
  PubliclyAccessible: false,
  AutoMinorVersionUpgrade: false,
  BackupRetentionPeriod: 0,
  PreferredBackupWindow: '00:00-00:30',
  PreferredMaintenanceWindow: 'sun:00:30-sun:01:00',
  LicenseModel: 'general-public-license',
  CACertificateIdentifier: '',
  NetworkType: 'IPV4',
  MonitoringInterval: 0,
  DeletionProtection: false,
  IAMDatabaseAuthenticationEnabled: false,
  PerformanceInsightsEnabled: false,
  CopyTagsToSnapshot: false,
  DBParameterGroups: [],
  DBSecurityGroups: [],
  VpcSecurityGroups: [{ VpcSecurityGroupId: defaultGroup(context).GroupId, Status: 'active' }],
  DBSubnetGroup: subnetGroup(context),
  OptionGroupMemberships: [],
  ReadReplicaDBInstanceIdentifiers: [],
  TagList: [],
})
