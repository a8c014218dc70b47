import type { Context } from '../../service.ts'
import { type Partition, partitionColumns, partitionsOf, type Table, type TableKey } from './glue-table.ts'
import { projectedFiles } from './projection.ts'
import { filesBelow, type TableFile } from './table-file.ts'

/** All files of a table: below its location, or below those of its partitions. */
export async function tableFiles(context: Context, table: Table, key: TableKey): Promise<readonly TableFile[]> {
  const keys = partitionColumns(table)
  const location = table.StorageDescriptor?.Location ?? ''
  if (keys.length === 0) return filesBelow(context, location).map((file) => ({ ...file, values: [] }))
  if (table.Parameters?.['projection.enabled']?.toLowerCase() === 'true') return projectedFiles(context, table, keys)
  const partitions = await partitionsOf(context, key)
  return partitions.flatMap((partition) => partitionFiles(context, partition))
}

const DEFAULT_PARTITION = '__HIVE_DEFAULT_PARTITION__'

const partitionFiles = (context: Context, { Values = [], StorageDescriptor }: Partition): readonly TableFile[] =>
  filesBelow(context, StorageDescriptor?.Location ?? '').map((file) => ({
    ...file,
    values: Values.map((value) => (value === DEFAULT_PARTITION ? null : value)),
  }))
