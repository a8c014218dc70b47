import type { Context } from '../service.ts'
import { all, asked } from './asked.ts'

type GetDatabases = import('@aws-sdk/client-glue').GetDatabasesCommandOutput
type GetTables = import('@aws-sdk/client-glue').GetTablesCommandOutput
type Column = import('@aws-sdk/client-glue').Column
type Table = import('@aws-sdk/client-glue').Table

export async function catalogOf(context: Context): Promise<object[] | undefined> {
  const databases = await all(async (NextToken) => {
    const read = await asked<GetDatabases>(context, {
      service: 'glue',
      operation: 'GetDatabases',
      input: { NextToken },
    })
    return read && { items: read.DatabaseList, next: read.NextToken }
  })
  if (!databases) return undefined
  return Promise.all(
    databases.map(async ({ Name, Description, LocationUri }) => ({
      name: Name,
      description: Description,
      location: LocationUri,
      tables: await tablesOf(context, Name),
    })),
  )
}

async function tablesOf(context: Context, DatabaseName: string | undefined): Promise<object[]> {
  const tables = await all(async (NextToken) => {
    const input = { DatabaseName, NextToken }
    const read = await asked<GetTables>(context, { service: 'glue', operation: 'GetTables', input })
    return read && { items: read.TableList, next: read.NextToken }
  })
  return (tables ?? []).map(shown)
}

const shown = ({ Name, StorageDescriptor, PartitionKeys, TableType, Parameters, UpdateTime }: Table): object => ({
  name: Name,
  type: TableType,
  format: Parameters?.classification,
  location: StorageDescriptor?.Location,
  updated: UpdateTime,
  columns: (StorageDescriptor?.Columns ?? []).map(column),
  partitions: (PartitionKeys ?? []).map(column),
})

const column = ({ Name, Type, Comment }: Column): object => ({ name: Name, type: Type, comment: Comment })
