import { StarliftError } from '../../../core/error.ts'
import { awsFailure, loaded, regionFor } from './sdk.ts'

type DBInstance = import('@aws-sdk/client-rds').DBInstance

/** A server of RDS, as AWS describes it. */
export interface RdsInstance {
  readonly host: string
  readonly port: number
  readonly region: string
  /** The database that was made with it. */
  readonly database: string | undefined
  /** ARN of the secret in which RDS keeps the master user's password, where it does. */
  readonly secret: string | undefined
}

/** Looks an instance up by its name or ARN. Fails with CONFIG, SOURCE_LOGIN or SOURCE_UNREACHABLE. */
export async function rdsInstance(name: string): Promise<RdsInstance> {
  const { RDSClient, DescribeDBInstancesCommand } = await loaded(
    '@aws-sdk/client-rds',
    () => import('@aws-sdk/client-rds'),
  )
  const client = new RDSClient(regionFor(name))
  const asked = {
    action: 'rds:DescribeDBInstances',
    subject: `RDS instance ${name}`,
    absent: 'DBInstanceNotFoundFault',
  }
  try {
    const { DBInstances = [] } = await client.send(new DescribeDBInstancesCommand({ DBInstanceIdentifier: name }))
    return instanceFrom(name, DBInstances[0] ?? {})
  } catch (error) {
    throw error instanceof StarliftError ? error : awsFailure(error, asked)
  } finally {
    client.destroy()
  }
}

/** States in which nobody is let in, each with what ends it. */
const CLOSED: Readonly<Record<string, string>> = {
  stopped: 'Start it, and run again when it is available.',
  stopping: 'Wait until it is stopped, start it, and run again.',
}

/** An instance as AWS describes it, where it can be read. Fails with CONFIG or SOURCE_UNREACHABLE. */
export function instanceFrom(name: string, instance: DBInstance): RdsInstance {
  const { Endpoint, Engine = '', DBInstanceStatus: status = 'unknown', DBInstanceArn = '' } = instance
  const details = { operation: 'connect', subject: `RDS instance ${name}` }
  if (!/^(mysql|mariadb|aurora-mysql)$/.test(Engine))
    throw new StarliftError('CONFIG', {
      ...details,
      what: `The RDS instance ${name} is ${Engine || 'of no engine'}, and MySQL or MariaDB is read`,
      next: 'Name another instance in source.mysql.rds.',
    })
  if (!Endpoint?.Address || !Endpoint.Port || status in CLOSED)
    throw new StarliftError('SOURCE_UNREACHABLE', {
      ...details,
      what: `The RDS instance ${name} is ${status}`,
      next: CLOSED[status] ?? 'Wait until it is available, and run again.',
    })
  return {
    host: Endpoint.Address,
    port: Endpoint.Port,
    region: DBInstanceArn.split(':')[3] ?? '',
    database: instance.DBName || undefined,
    secret: instance.MasterUserSecret?.SecretArn,
  }
}
