import type { Context } from '../../service.ts'
import { addPartition, lower, partitionId, partitionsOf, removeTable, tablesOf } from '../catalog.ts'
import { tableOperations } from '../table-operations.ts'
import { CrawlError } from './crawl-error.ts'
import type { CrawledFile, CrawledFolder } from './crawled-folder.ts'
import type { Crawler } from './crawler-store.ts'
import type { Footers } from './parquet-columns.ts'

type Table = import('@aws-sdk/client-glue').Table
type TableInput = import('@aws-sdk/client-glue').TableInput

const DEPRECATED = 'DEPRECATED_BY_CRAWLER'

/** Tables that a crawl made, changed and took away. */
export interface Changes {
  readonly ADD: number
  readonly UPDATE: number
  readonly DELETE: number
}

export interface CrawledTable {
  readonly context: Context
  readonly crawler: Crawler
  readonly database: string
  readonly name: string
  readonly folder: CrawledFolder
  readonly footers: Footers
}

/** Brings the catalog to what a folder holds, as far as the crawler's policy goes. */
export function putTable(given: CrawledTable): 'ADD' | 'UPDATE' | undefined {
  const { context, crawler, database, name } = given
  const before = tablesOf(context, database).get(name)?.table
  const input = tableInput(given)
  refuseForeign(before, input)
  if (!before) tableOperations.CreateTable?.({ DatabaseName: database, TableInput: input }, context)
  const mayUpdate = crawler.SchemaChangePolicy?.UpdateBehavior !== 'LOG'
  const changed = before !== undefined && mayUpdate && differs(before, input)
  if (changed) {
    const { [DEPRECATED]: _, ...own } = before.Parameters ?? {}
    const kept = { ...own, ...input.Parameters }
    tableOperations.UpdateTable?.({ DatabaseName: database, TableInput: { ...input, Parameters: kept } }, context)
  }
  putPartitions(given)
  return before ? (changed ? 'UPDATE' : undefined) : 'ADD'
}

const columnsText = ({ StorageDescriptor, PartitionKeys }: Table | TableInput): string =>
  JSON.stringify([StorageDescriptor?.Columns, PartitionKeys ?? [], StorageDescriptor?.Location])

const differs = (before: Table, input: TableInput): boolean =>
  columnsText(before) !== columnsText(input) ||
  DEPRECATED in (before.Parameters ?? {}) ||
  Object.entries(input.Parameters ?? {}).some(([key, value]) => before.Parameters?.[key] !== value)

function refuseForeign(before: Table | undefined, input: TableInput): void {
  const keys = (table: Table | TableInput): string =>
    JSON.stringify((table.PartitionKeys ?? []).map(({ Name }) => Name))
  if (before && keys(before) !== keys(input))
    throw new CrawlError(
      `${input.Name} is there with the partition keys ${keys(before)}, and its folder has ${keys(input)}`,
    )
}

function tableInput({ crawler, name, folder, footers }: CrawledTable): TableInput {
  const keys = partitionKeys(folder, name)
  const columns = footers.columns.filter(({ Name }) => !keys.includes(Name))
  const bytes = folder.files.reduce((sum, { object }) => sum + object.size, 0)
  return {
    Name: name,
    TableType: 'EXTERNAL_TABLE',
    PartitionKeys: keys.map((Name) => ({ Name, Type: 'string' })),
    Parameters: {
      classification: 'parquet',
      compressionType: 'none',
      typeOfData: 'file',
      UPDATED_BY_CRAWLER: crawler.Name ?? '',
      objectCount: String(folder.files.length),
      recordCount: String(footers.rows),
      sizeKey: String(bytes),
      averageRecordSize: String(footers.rows === 0n ? 0 : Math.round(bytes / Number(footers.rows))),
    },
    StorageDescriptor: descriptor(columns, `s3://${folder.bucket}/${folder.prefix}`),
  }
}

const HIVE = 'org.apache.hadoop.hive.ql.io.parquet'

const descriptor = (columns: Footers['columns'], location: string) => ({
  Columns: columns.map((column) => ({ ...column })),
  Location: location,
  InputFormat: `${HIVE}.MapredParquetInputFormat`,
  OutputFormat: `${HIVE}.MapredParquetOutputFormat`,
  Compressed: false,
  NumberOfBuckets: -1,
  SerdeInfo: {
    SerializationLibrary: `${HIVE}.serde.ParquetHiveSerDe`,
    Parameters: { 'serialization.format': '1' },
  },
  StoredAsSubDirectories: false,
})

const keysOf = ({ partition }: CrawledFile): string => JSON.stringify(partition.map(({ key }) => key))

function partitionKeys({ files }: CrawledFolder, name: string): readonly string[] {
  const odd = files.find((file) => keysOf(file) !== keysOf(files[0]!))
  if (odd) throw new CrawlError(`${name}: ${odd.object.key} has other partition keys than ${files[0]!.object.key}`)
  return files[0]!.partition.map(({ key }) => key)
}

function putPartitions({ context, database, name, folder, footers }: CrawledTable): void {
  const known = partitionsOf(context, database, name)
  for (const { partition, folder: place } of folder.files) {
    const Values = partition.map(({ value }) => value)
    if (Values.length === 0 || known.get(partitionId(Values))) continue
    const columns = footers.columns.filter(({ Name }) => !partition.some(({ key }) => key === Name))
    const StorageDescriptor = descriptor(columns, `s3://${folder.bucket}/${place}`)
    addPartition(context, database, name, { Values, StorageDescriptor, Parameters: { classification: 'parquet' } })
  }
}

/** Tables of this crawler whose folder is gone, as its policy says. */
export function retireTables(context: Context, crawler: Crawler, locations: readonly string[]): number {
  const { DeleteBehavior } = crawler.SchemaChangePolicy ?? {}
  const database = lower(crawler.DatabaseName ?? '')
  const gone = tablesOf(context, database)
    .entries()
    .map(([, { table }]) => table)
    .filter(
      ({ Parameters, StorageDescriptor }) =>
        Parameters?.UPDATED_BY_CRAWLER === crawler.Name &&
        Parameters?.[DEPRECATED] === undefined &&
        !locations.includes(StorageDescriptor?.Location ?? ''),
    )
  if (DeleteBehavior === 'LOG') return 0
  for (const table of gone) {
    if (DeleteBehavior === 'DELETE_FROM_DATABASE') removeTable(context, database, table.Name ?? '')
    else deprecate(context, table)
  }
  return gone.length
}

function deprecate(context: Context, { DatabaseName = '', Name = '', ...table }: Table): void {
  const { PartitionKeys, StorageDescriptor, TableType, Description, Owner, Parameters } = table
  const marked = { ...Parameters, [DEPRECATED]: String(context.now().getTime()) }
  const input = { Name, PartitionKeys, StorageDescriptor, TableType, Description, Owner, Parameters: marked }
  tableOperations.UpdateTable?.({ DatabaseName, TableInput: input }, context)
}
