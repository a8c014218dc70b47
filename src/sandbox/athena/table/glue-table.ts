import { ServiceException } from '../../protocol/service-exception.ts'
import type { Context } from '../../service.ts'
import { QueryFault } from '../sql/fault.ts'
import type { DataType } from '../type/data-type.ts'
import { readHiveType } from '../type/read-type.ts'

export type Table = import('@aws-sdk/client-glue').Table
type Column = import('@aws-sdk/client-glue').Column
export type Partition = import('@aws-sdk/client-glue').Partition

/** A table's two names, in lower case as Glue keeps them. */
export interface TableKey {
  readonly database: string
  readonly name: string
}

export interface TableColumn {
  readonly name: string
  readonly type: DataType
}

export const isCode = (error: unknown, code: string): boolean =>
  error instanceof ServiceException && error.code === code

export const fullName = ({ database, name }: TableKey): string => `awsdatacatalog.${database}.${name}`

/** The table as Glue has it; undefined where it, or its database, is not there. */
export async function findTable(context: Context, { database, name }: TableKey): Promise<Table | undefined> {
  try {
    const { Table: table } = await context.call<{ Table: Table }>('glue', 'GetTable', {
      DatabaseName: database,
      Name: name,
    })
    return table
  } catch (error) {
    if (isCode(error, 'EntityNotFoundException')) return undefined
    throw error
  }
}

export async function hasDatabase(context: Context, name: string): Promise<boolean> {
  try {
    await context.call('glue', 'GetDatabase', { Name: name })
    return true
  } catch (error) {
    if (isCode(error, 'EntityNotFoundException')) return false
    throw error
  }
}

/** The same; fails with SCHEMA_NOT_FOUND or TABLE_NOT_FOUND. */
export async function tableNamed(context: Context, key: TableKey): Promise<Table> {
  const table = await findTable(context, key)
  if (table) return table
  if (!(await hasDatabase(context, key.database)))
    throw new QueryFault('SCHEMA_NOT_FOUND', `Schema '${key.database}' does not exist`)
  throw new QueryFault('TABLE_NOT_FOUND', `Table '${fullName(key)}' does not exist`)
}

interface Paged {
  readonly NextToken?: string
}

/** All pages of one of Glue's lists. */
async function everyPage<Page extends Paged>(
  context: Context,
  operation: string,
  input: object,
): Promise<readonly Page[]> {
  const pages: Page[] = []
  let token: string | undefined
  do {
    const page: Page = await context.call<Page>('glue', operation, { ...input, ...(token ? { NextToken: token } : {}) })
    pages.push(page)
    token = page.NextToken
  } while (token)
  return pages
}

export async function tablesIn(context: Context, database: string): Promise<readonly Table[]> {
  const pages = await everyPage<Paged & { TableList: Table[] }>(context, 'GetTables', { DatabaseName: database })
  return pages.flatMap(({ TableList }) => TableList)
}

export async function databaseNames(context: Context): Promise<readonly string[]> {
  const pages = await everyPage<Paged & { DatabaseList: { Name: string }[] }>(context, 'GetDatabases', {})
  return pages.flatMap(({ DatabaseList }) => DatabaseList.map(({ Name }) => Name)).sort()
}

export async function partitionsOf(context: Context, { database, name }: TableKey): Promise<readonly Partition[]> {
  const input = { DatabaseName: database, TableName: name }
  const pages = await everyPage<Paged & { Partitions: Partition[] }>(context, 'GetPartitions', input)
  return pages.flatMap(({ Partitions }) => Partitions)
}

const columnsFrom = (columns: readonly Column[] | undefined): readonly TableColumn[] =>
  (columns ?? []).map(({ Name = '', Type = 'string' }) => ({ name: Name.toLowerCase(), type: readHiveType(Type) }))

/** Columns that stand in the files. */
export const dataColumns = ({ StorageDescriptor }: Table): readonly TableColumn[] =>
  columnsFrom(StorageDescriptor?.Columns)

/** Columns whose values the partitions say. */
export const partitionColumns = ({ PartitionKeys }: Table): readonly TableColumn[] => columnsFrom(PartitionKeys)

export const allColumns = (table: Table): readonly TableColumn[] => [...dataColumns(table), ...partitionColumns(table)]
