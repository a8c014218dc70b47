import { pageOf } from '../paging.ts'
import { ServiceException } from '../protocol/service-exception.ts'
import type { Operations } from '../service.ts'
import { addPartition, checkValues, notFound, partitionFrom, partitionId, partitionsOf, tableNamed } from './catalog.ts'
import { partitionFilter } from './partition-filter.ts'

const MOST = 1000

export const partitionOperations: Operations<typeof import('@aws-sdk/client-glue')> = {
  CreatePartition({ DatabaseName, TableName, PartitionInput: input }, context) {
    addPartition(context, DatabaseName, TableName, input)
    return {}
  },

  BatchCreatePartition({ DatabaseName, TableName, PartitionInputList }, context) {
    partitionsOf(context, DatabaseName, TableName)
    const each = (input: (typeof PartitionInputList)[number]) =>
      failureOf(input.Values, () => addPartition(context, DatabaseName, TableName, input))
    return { Errors: PartitionInputList.flatMap(each) }
  },

  GetPartition({ DatabaseName, TableName, PartitionValues }, context) {
    const found = partitionsOf(context, DatabaseName, TableName).get(partitionId(PartitionValues))
    if (!found) throw new ServiceException('EntityNotFoundException', 'Cannot find partition.')
    return { Partition: found }
  },

  GetPartitions({ DatabaseName, TableName, Expression, NextToken, MaxResults = MOST }, context) {
    const keys = tableNamed(context, DatabaseName, TableName).table.PartitionKeys ?? []
    const wanted = partitionFilter(Expression, keys)
    const all = partitionsOf(context, DatabaseName, TableName)
      .entries()
      .map(([, partition]) => partition)
      .filter(({ Values }) => wanted(Values ?? []))
    const { items, next } = pageOf(all, { token: NextToken, size: MaxResults })
    return { Partitions: [...items], NextToken: next }
  },

  BatchGetPartition({ DatabaseName, TableName, PartitionsToGet }, context) {
    const partitions = partitionsOf(context, DatabaseName, TableName)
    const found = PartitionsToGet.map(({ Values }) => partitions.get(partitionId(Values)))
    return {
      Partitions: found.filter((partition) => partition !== undefined),
      UnprocessedKeys: PartitionsToGet.filter((_, i) => found[i] === undefined),
    }
  },

  UpdatePartition({ DatabaseName, TableName, PartitionValueList, PartitionInput: input }, context) {
    const partitions = partitionsOf(context, DatabaseName, TableName)
    const given = { database: DatabaseName, table: TableName, input }
    checkValues(context, given)
    if (!partitions.get(partitionId(PartitionValueList))) throw notFound('Partition')
    const id = partitionId(input.Values)
    if (id !== partitionId(PartitionValueList)) partitions.remove(partitionId(PartitionValueList))
    partitions.put(id, partitionFrom(context, given))
    return {}
  },

  BatchUpdatePartition({ DatabaseName, TableName, Entries }, context) {
    const partitions = partitionsOf(context, DatabaseName, TableName)
    const Errors = Entries.flatMap(({ PartitionValueList, PartitionInput: input = {} }) =>
      failureOf(PartitionValueList, () => {
        if (!partitions.get(partitionId(PartitionValueList))) throw notFound('Partition')
        partitions.remove(partitionId(PartitionValueList))
        addPartition(context, DatabaseName, TableName, input)
      }).map(({ ErrorDetail }) => ({ PartitionValueList, ErrorDetail })),
    )
    return { Errors }
  },

  DeletePartition({ DatabaseName, TableName, PartitionValues }, context) {
    if (!partitionsOf(context, DatabaseName, TableName).remove(partitionId(PartitionValues)))
      throw notFound('Partition')
    return {}
  },

  BatchDeletePartition({ DatabaseName, TableName, PartitionsToDelete }, context) {
    const partitions = partitionsOf(context, DatabaseName, TableName)
    const Errors = PartitionsToDelete.flatMap(({ Values }) =>
      failureOf(Values, () => {
        if (!partitions.remove(partitionId(Values))) throw notFound('Partition')
      }),
    )
    return { Errors }
  },

  /** None can be made, so no table has any. */
  GetPartitionIndexes({ DatabaseName, TableName }, context) {
    tableNamed(context, DatabaseName, TableName)
    return { PartitionIndexDescriptorList: [] }
  },
}

/** What a batch says of one of its parts: nothing, or why it could not be done. */
function failureOf(values: string[] | undefined, action: () => void) {
  try {
    action()
    return []
  } catch (error) {
    if (!(error instanceof ServiceException)) throw error
    return [{ PartitionValues: values, ErrorDetail: { ErrorCode: error.code, ErrorMessage: error.message } }]
  }
}
