import { parseS3Uri } from '../../object-store.ts'
import { QueryFault } from '../sql/fault.ts'
import type { StatementOf } from '../statement/statement.ts'
import { isCode, partitionsOf, type Table } from '../table/glue-table.ts'
import { addPartitions, keyOf } from './catalog-change.ts'
import { alterable, updateTable } from './change-tables.ts'
import type { Job } from './job.ts'
import { DEFAULT } from './write-files.ts'

const keysOf = ({ PartitionKeys = [] }: Table): readonly string[] =>
  PartitionKeys.map(({ Name = '' }) => Name.toLowerCase())

/** The values that a statement names, in the order of the table's keys. */
function orderedValues(table: Table, values: Readonly<Record<string, string>>): readonly string[] {
  const keys = keysOf(table)
  const wrong = Object.keys(values).find((name) => !keys.includes(name))
  if (wrong)
    throw new QueryFault(
      'GENERIC_USER_ERROR',
      `FAILED: SemanticException [Error 10098]: Non-Partition column appears in the partition specification: ${wrong}`,
    )
  const missing = keys.find((name) => values[name] === undefined)
  if (missing)
    throw new QueryFault(
      'GENERIC_USER_ERROR',
      `FAILED: SemanticException partition spec ${JSON.stringify(values)} doesn't contain all (${keys.length}) partition columns`,
    )
  return keys.map((name) => values[name]!)
}

const folderOf = (table: Table, values: readonly string[]): string =>
  `${(table.StorageDescriptor?.Location ?? '').replace(/\/$/, '')}/${keysOf(table)
    .map((name, i) => `${name}=${values[i]}`)
    .join('/')}/`

export async function addNamedPartitions(
  job: Job,
  { name, ifNotExists, partitions }: StatementOf<'add partitions'>,
): Promise<void> {
  const key = keyOf(job, name)
  const table = await alterable(job, key)
  for (const { values: named, location } of partitions) {
    const values = orderedValues(table, named)
    const added = await addPartitions(job.context, key, [{ values, location: location ?? folderOf(table, values) }])
    if (added === 0 && !ifNotExists)
      throw new QueryFault(
        'GENERIC_USER_ERROR',
        `FAILED: Execution Error: AlreadyExistsException(message:Partition already exists: [${values.join(', ')}])`,
      )
  }
}

export async function dropNamedPartitions(
  job: Job,
  { name, ifExists, partitions }: StatementOf<'drop partitions'>,
): Promise<void> {
  const key = keyOf(job, name)
  const table = await alterable(job, key)
  for (const { values } of partitions) {
    const input = { DatabaseName: key.database, TableName: key.name, PartitionValues: orderedValues(table, values) }
    try {
      await job.context.call('glue', 'DeletePartition', input)
    } catch (error) {
      if (!isCode(error, 'EntityNotFoundException')) throw error
      if (!ifExists)
        throw new QueryFault(
          'GENERIC_USER_ERROR',
          `FAILED: SemanticException [Error 10006]: Partition not found (${Object.entries(values)
            .map(([column, value]) => `${column} = ${value}`)
            .join(' AND ')})`,
        )
    }
  }
}

export async function setLocation(job: Job, { name, location, partition }: StatementOf<'set location'>): Promise<void> {
  const key = keyOf(job, name)
  if (!parseS3Uri(location)) throw new QueryFault('GENERIC_USER_ERROR', `${location} is no address of S3`)
  if (!partition)
    return updateTable(job, key, ({ StorageDescriptor }) => ({
      StorageDescriptor: { ...StorageDescriptor, Location: location },
    }))
  const values = orderedValues(await alterable(job, key), partition)
  const named = { DatabaseName: key.database, TableName: key.name }
  const { Partition } = await job.context.call<{ Partition: { StorageDescriptor?: object } }>('glue', 'GetPartition', {
    ...named,
    PartitionValues: values,
  })
  await job.context.call('glue', 'UpdatePartition', {
    ...named,
    PartitionValueList: values,
    PartitionInput: { Values: values, StorageDescriptor: { ...Partition.StorageDescriptor, Location: location } },
  })
}

/** MSCK REPAIR TABLE: adds the partitions whose folders `key=value/…` are there. Says what it did, as Hive does. */
export async function repairTable(job: Job, { name }: StatementOf<'repair table'>): Promise<readonly string[]> {
  const key = keyOf(job, name)
  const table = await alterable(job, key)
  if (keysOf(table).length === 0) return []
  const known = new Set((await partitionsOf(job.context, key)).map(({ Values }) => JSON.stringify(Values)))
  const found = [...foldersOf(job, table)].filter(([values]) => !known.has(values))
  if (found.length === 0) return []
  const partitions = found.map(([values, folder]) => ({
    values: JSON.parse(values) as string[],
    location: folder.replace(/\/$/, ''),
  }))
  await addPartitions(job.context, key, partitions)
  const places = partitions.map(
    ({ values }) =>
      `${key.name}:${keysOf(table)
        .map((column, i) => `${column}=${values[i]}`)
        .join('/')}`,
  )
  return [
    `Partitions not in metastore:\t${places.join('\t')}`,
    ...places.map((place, i) =>
      `Repair: Added partition to metastore ${place.replace(':', ' : ')} ${partitions[i]!.location}`.trim(),
    ),
  ]
}

/** Values, as JSON, and the folder of each partition below a table's location. */
function foldersOf({ context }: Job, table: Table): ReadonlyMap<string, string> {
  const at = parseS3Uri((table.StorageDescriptor?.Location ?? '').replace(/\/*$/, '/'))
  if (!at || !context.objects.hasBucket(at.bucket)) return new Map()
  const pattern = new RegExp(
    `^${keysOf(table)
      .map((name) => `${name.replace(/\W/g, '\\$&')}=([^/]*)/`)
      .join('')}`,
    'i',
  )
  const folders = new Map<string, string>()
  for (const { key } of context.objects.list(at.bucket, at.key)) {
    const match = pattern.exec(key.slice(at.key.length))
    if (match) folders.set(JSON.stringify(match.slice(1).map(plainValue)), `s3://${at.bucket}/${at.key}${match[0]}`)
  }
  return folders
}

function plainValue(value: string): string {
  if (value === DEFAULT) return value
  return value.replace(/%([0-9A-Fa-f]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
}
