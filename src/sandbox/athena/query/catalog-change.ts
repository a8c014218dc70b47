import type { Context } from '../../service.ts'
import type { QualifiedName } from '../statement/statement-reader.ts'
import { isCode, type TableKey, tableNamed } from '../table/glue-table.ts'
import type { Job } from './job.ts'
import { DEFAULT, type WrittenPartition } from './write-files.ts'

/** The table that a statement names, with the database that it is in. */
export const keyOf = ({ database }: Pick<Job, 'database'>, name: QualifiedName): TableKey => ({
  database: name.database ?? database,
  name: name.name,
})

/** Partitions of a table with their folders; those that are there stay as they are. Gives how many are new. */
export async function addPartitions(
  context: Context,
  key: TableKey,
  partitions: readonly WrittenPartition[],
): Promise<number> {
  if (partitions.length === 0) return 0
  const { StorageDescriptor } = await tableNamed(context, key)
  let added = 0
  for (const { values, location } of partitions) {
    const input = {
      Values: values.map((value) => value ?? DEFAULT),
      StorageDescriptor: { ...StorageDescriptor, Location: location },
    }
    try {
      await context.call('glue', 'CreatePartition', {
        DatabaseName: key.database,
        TableName: key.name,
        PartitionInput: input,
      })
      added++
    } catch (error) {
      if (!isCode(error, 'AlreadyExistsException')) throw error
    }
  }
  return added
}
