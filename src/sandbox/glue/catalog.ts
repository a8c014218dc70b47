import { ServiceException } from '../protocol/service-exception.ts'
import type { Context } from '../service.ts'
import type { Collection } from '../state.ts'

type Database = import('@aws-sdk/client-glue').Database
type Partition = import('@aws-sdk/client-glue').Partition
type PartitionInput = import('@aws-sdk/client-glue').PartitionInput
type Table = import('@aws-sdk/client-glue').Table

/** A table with the versions it had before; the newest is the table itself. */
export interface TableHistory {
  readonly table: Table
  readonly before: readonly Table[]
}

/** Glue keeps names in lower case. */
export const lower = (name: string): string => name.toLowerCase()

export const databasesOf = ({ state }: Context): Collection<Database> => state.collection('glue/databases')

const tableCollection = ({ state }: Context, database: string): Collection<TableHistory> =>
  state.collection(`glue/tables/${encodeURIComponent(lower(database))}`)

const partitionCollection = ({ state }: Context, database: string, table: string): Collection<Partition> =>
  state.collection(`glue/partitions/${encodeURIComponent(lower(database))}/${encodeURIComponent(lower(table))}`)

export const notFound = (what: string): ServiceException =>
  new ServiceException('EntityNotFoundException', `${what} not found.`)

export const alreadyThere = (what: string): ServiceException =>
  new ServiceException('AlreadyExistsException', `${what} already exists.`)

export function databaseNamed(context: Context, name: string): Database {
  const found = databasesOf(context).get(lower(name))
  if (!found) throw notFound(`Database ${lower(name)}`)
  return found
}

/** The tables of a database, which must be there. */
export function tablesOf(context: Context, database: string): Collection<TableHistory> {
  databaseNamed(context, database)
  return tableCollection(context, database)
}

export function tableNamed(context: Context, database: string, name: string): TableHistory {
  const found = tablesOf(context, database).get(lower(name))
  if (!found) throw notFound(`Table ${lower(name)}`)
  return found
}

/** The partitions of a table, which must be there. */
export function partitionsOf(context: Context, database: string, table: string): Collection<Partition> {
  tableNamed(context, database, table)
  return partitionCollection(context, database, table)
}

/** A partition is known by its values. */
export const partitionId = (values: readonly string[] | undefined): string => JSON.stringify(values ?? [])

export function removeTable(context: Context, database: string, name: string): void {
  const tables = tablesOf(context, database)
  if (!tables.get(lower(name))) throw notFound(`Table ${lower(name)}`)
  const partitions = partitionCollection(context, database, name)
  for (const [id] of partitions.entries()) partitions.remove(id)
  tables.remove(lower(name))
}

export function addPartition(context: Context, database: string, table: string, input: PartitionInput): void {
  const partitions = partitionsOf(context, database, table)
  checkValues(context, { database, table, input })
  const id = partitionId(input.Values)
  if (partitions.get(id)) throw alreadyThere('Partition')
  partitions.put(id, partitionFrom(context, { database, table, input }))
}

interface Given {
  readonly database: string
  readonly table: string
  readonly input: PartitionInput
}

/** As many values as the table has partition keys. */
export function checkValues(context: Context, { database, table, input }: Given): void {
  const keys = tableNamed(context, database, table).table.PartitionKeys ?? []
  if (keys.length === (input.Values ?? []).length) return
  throw new ServiceException(
    'InvalidInputException',
    `The number of partition keys do not match the number of partition values: ${keys.length} and ${(input.Values ?? []).length}.`,
  )
}

export const partitionFrom = ({ now, account }: Context, { database, table, input }: Given): Partition => ({
  ...input,
  DatabaseName: lower(database),
  TableName: lower(table),
  CatalogId: account,
  CreationTime: now(),
})
