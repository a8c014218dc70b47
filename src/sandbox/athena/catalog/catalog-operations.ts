import { pageOf } from '../../paging.ts'
import { ServiceException } from '../../protocol/service-exception.ts'
import type { Context } from '../../service.ts'
import type { AthenaOperations } from '../query/execution.ts'
import { databaseNames, findTable, isCode, type Table, tablesIn } from '../table/glue-table.ts'

type Database = import('@aws-sdk/client-athena').Database

const MOST = 50
const CATALOG = { Name: 'AwsDataCatalog', Type: 'GLUE' } as const

const missing = (what: string): ServiceException => new ServiceException('MetadataException', `${what} was not found`)

function checkCatalog(name: string): void {
  if (name.toLowerCase() !== 'awsdatacatalog') throw missing(`DataCatalog ${name}`)
}

async function databaseNamed(context: Context, name: string): Promise<Database> {
  try {
    const { Database: found } = await context.call<{ Database: import('@aws-sdk/client-glue').Database }>(
      'glue',
      'GetDatabase',
      { Name: name },
    )
    const { Name, Description, Parameters } = found
    return {
      Name,
      ...(Description === undefined ? {} : { Description }),
      ...(Parameters === undefined ? {} : { Parameters }),
    }
  } catch (error) {
    if (isCode(error, 'EntityNotFoundException')) throw missing(`Database ${name}`)
    throw error
  }
}

const page = <Item>(all: readonly Item[], token: string | undefined, size = MOST) =>
  pageOf(all, { token, size, code: 'InvalidRequestException' })

/** The catalog as Athena shows it: what Glue has. */
export const catalogOperations: AthenaOperations = {
  GetDataCatalog({ Name }) {
    checkCatalog(Name)
    return { DataCatalog: CATALOG }
  },

  ListDataCatalogs: () => ({ DataCatalogsSummary: [{ CatalogName: CATALOG.Name, Type: CATALOG.Type }] }),

  async GetDatabase({ CatalogName, DatabaseName }, context) {
    checkCatalog(CatalogName)
    return { Database: await databaseNamed(context, DatabaseName) }
  },

  async ListDatabases({ CatalogName, NextToken, MaxResults }, context) {
    checkCatalog(CatalogName)
    const { items, next } = page(await databaseNames(context), NextToken, MaxResults)
    return { DatabaseList: await Promise.all(items.map((name) => databaseNamed(context, name))), NextToken: next }
  },

  async GetTableMetadata({ CatalogName, DatabaseName, TableName }, context) {
    checkCatalog(CatalogName)
    const table = await findTable(context, { database: DatabaseName.toLowerCase(), name: TableName.toLowerCase() })
    if (!table) throw missing(`Table ${TableName}`)
    return { TableMetadata: metadataOf(table) }
  },

  async ListTableMetadata({ CatalogName, DatabaseName, Expression, NextToken, MaxResults }, context) {
    checkCatalog(CatalogName)
    await databaseNamed(context, DatabaseName)
    const wanted = expression(Expression)
    const tables = (await tablesIn(context, DatabaseName)).filter(({ Name = '' }) => wanted.test(Name))
    const { items, next } = page(tables, NextToken, MaxResults)
    return { TableMetadataList: items.map(metadataOf), NextToken: next }
  },
}

function expression(text: string | undefined): RegExp {
  try {
    return new RegExp(text ? `^(?:${text})$` : '', 'i')
  } catch {
    throw new ServiceException('InvalidRequestException', `The expression ${text} is not valid`)
  }
}

function metadataOf({
  Name,
  CreateTime,
  LastAccessTime,
  TableType,
  StorageDescriptor,
  PartitionKeys = [],
  Parameters,
}: Table) {
  const { Location, InputFormat, OutputFormat, SerdeInfo, Columns = [] } = StorageDescriptor ?? {}
  const stored = {
    location: Location,
    inputformat: InputFormat,
    outputformat: OutputFormat,
    'serde.serialization.lib': SerdeInfo?.SerializationLibrary,
    ...Object.fromEntries(
      Object.entries(SerdeInfo?.Parameters ?? {}).map(([name, value]) => [`serde.param.${name}`, value]),
    ),
  }
  const given = Object.fromEntries(
    Object.entries(stored).flatMap(([name, value]) => (value === undefined ? [] : [[name, value] as const])),
  )
  return {
    Name: Name ?? '',
    CreateTime,
    LastAccessTime,
    TableType,
    Columns,
    PartitionKeys,
    Parameters: { ...Parameters, ...given },
  } as import('@aws-sdk/client-athena').TableMetadata
}
