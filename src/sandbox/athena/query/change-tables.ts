import { notSupported, QueryFault } from '../sql/fault.ts'
import { translateQuery } from '../sql/translate.ts'
import type { ColumnDefinition, StatementOf } from '../statement/statement.ts'
import {
  findTable,
  fullName,
  hasDatabase,
  isCode,
  type Table,
  type TableKey,
  tableNamed,
  tablesIn,
} from '../table/glue-table.ts'
import { encodeView } from '../table/view-text.ts'
import { hiveText } from '../type/data-type.ts'
import { readDuckdbType } from '../type/read-type.ts'
import { keyOf } from './catalog-change.ts'
import type { Job } from './job.ts'
import { NamedTables } from './named-tables.ts'
import { faultOf } from './query-fault.ts'
import { openSession } from './session.ts'

/** Where Athena's Hive says that it failed. */
const semantic = (what: string): QueryFault => new QueryFault('GENERIC_USER_ERROR', `FAILED: SemanticException ${what}`)

const noDatabase = (name: string): QueryFault => semantic(`[Error 10072]: Database does not exist: ${name}`)
const noTable = ({ name }: TableKey): QueryFault => semantic(`[Error 10001]: Table not found ${name}`)

export async function createDatabase(job: Job, statement: StatementOf<'create database'>): Promise<void> {
  const { name, comment, location, properties, ifNotExists } = statement
  const input = {
    Name: name,
    ...(comment === undefined ? {} : { Description: comment }),
    ...(location === undefined ? {} : { LocationUri: location }),
    ...(Object.keys(properties).length > 0 ? { Parameters: properties } : {}),
  }
  try {
    await job.context.call('glue', 'CreateDatabase', { DatabaseInput: input })
  } catch (error) {
    if (!isCode(error, 'AlreadyExistsException')) throw error
    if (!ifNotExists) throw semantic(`Database ${name} already exists`)
  }
}

export async function dropDatabase(job: Job, { name, ifExists, cascade }: StatementOf<'drop database'>): Promise<void> {
  if (!(await hasDatabase(job.context, name))) {
    if (ifExists) return
    throw noDatabase(name)
  }
  if (!cascade && (await tablesIn(job.context, name)).length > 0)
    throw semantic(`Database ${name} is not empty. One or more tables exist.`)
  await job.context.call('glue', 'DeleteDatabase', { Name: name })
}

const glueColumn = ({ name, type, comment }: ColumnDefinition) => ({
  Name: name,
  Type: type,
  ...(comment === undefined ? {} : { Comment: comment }),
})

export async function createTable(job: Job, statement: StatementOf<'create table'>): Promise<void> {
  const key = keyOf(job, statement.name)
  if (!(await hasDatabase(job.context, key.database))) throw noDatabase(key.database)
  if (await findTable(job.context, key)) {
    if (statement.ifNotExists) return
    throw semantic(`AlreadyExistsException: Table ${key.name} already exists`)
  }
  const { storage, columns, partitions, comment, properties, location } = statement
  const input = {
    Name: key.name,
    TableType: 'EXTERNAL_TABLE',
    ...(comment === undefined ? {} : { Description: comment }),
    PartitionKeys: partitions.map(glueColumn),
    Parameters: { EXTERNAL: 'TRUE', ...properties },
    StorageDescriptor: {
      Columns: columns.map(glueColumn),
      Location: location,
      InputFormat: storage.inputFormat,
      OutputFormat: storage.outputFormat,
      Compressed: false,
      NumberOfBuckets: -1,
      SerdeInfo: { SerializationLibrary: storage.library, Parameters: storage.parameters },
    },
  }
  await job.context.call('glue', 'CreateTable', { DatabaseName: key.database, TableInput: input })
}

export async function dropTable(
  job: Job,
  { kind, name, ifExists }: StatementOf<'drop table' | 'drop view'>,
): Promise<void> {
  const key = keyOf(job, name)
  const table = await findTable(job.context, key)
  const isView = table?.TableType === 'VIRTUAL_VIEW'
  if (table && isView !== (kind === 'drop view'))
    throw semantic(isView ? 'Cannot drop a view with DROP TABLE' : 'Cannot drop a base table with DROP VIEW')
  if (table) await job.context.call('glue', 'DeleteTable', { DatabaseName: key.database, Name: key.name })
  else if (!ifExists)
    throw kind === 'drop view'
      ? new QueryFault('TABLE_NOT_FOUND', `View '${fullName(key)}' does not exist`)
      : noTable(key)
}

/** A view is kept as Athena keeps it, after its query was translated once. */
export async function createView(job: Job, { name, replace, sql }: StatementOf<'create view'>): Promise<void> {
  const key = keyOf(job, name)
  if (!(await hasDatabase(job.context, key.database)))
    throw new QueryFault('SCHEMA_NOT_FOUND', `Schema '${key.database}' does not exist`)
  const there = await findTable(job.context, key)
  if (there && (!replace || there.TableType !== 'VIRTUAL_VIEW'))
    throw new QueryFault('TABLE_ALREADY_EXISTS', `View or table already exists: '${fullName(key)}'`)
  const columns = await columnsOf(job, sql)
  const input = {
    Name: key.name,
    TableType: 'VIRTUAL_VIEW',
    Parameters: { comment: 'Presto View', presto_view: 'true' },
    PartitionKeys: [],
    StorageDescriptor: {
      Columns: columns.map(({ name: column, type }) => ({ Name: column, Type: hiveText(type) ?? 'string' })),
      Location: '',
      SerdeInfo: {},
    },
    ViewOriginalText: encodeView(sql, { database: job.database }, columns),
    ViewExpandedText: '/* Presto View */',
  }
  await job.context.call('glue', there ? 'UpdateTable' : 'CreateTable', {
    DatabaseName: key.database,
    TableInput: input,
  })
}

async function columnsOf(job: Job, sql: string) {
  await using session = await openSession(job.engines, job.context)
  job.watch(session.engine)
  try {
    const { rows } = await session.engine.query(
      `describe ${await translateQuery(sql, new NamedTables(session, job.database))}`,
    )
    const columns = rows.map(([name, type]) => ({ name: name!, type: readDuckdbType(type!) }))
    const unnamed = columns.findIndex(({ name }) => /^_col\d+$/.test(name))
    if (unnamed >= 0) throw new QueryFault('SYNTAX_ERROR', `Column name not specified at position ${unnamed + 1}`)
    return columns
  } catch (error) {
    throw faultOf(error)
  }
}

/** A table of files that is there, to be altered. */
export async function alterable(job: Job, key: TableKey): Promise<Table> {
  const table = await tableNamed(job.context, key).catch((error) => {
    throw error instanceof QueryFault && error.kind === 'TABLE_NOT_FOUND' ? noTable(key) : error
  })
  if (table.TableType === 'VIRTUAL_VIEW') throw notSupported('ALTER TABLE of a view')
  return table
}

/** Says a table anew to the catalog. */
export async function updateTable(job: Job, key: TableKey, change: (table: Table) => Partial<Table>): Promise<void> {
  const table = await alterable(job, key)
  const { Name, Description, Owner, Retention, StorageDescriptor, PartitionKeys, TableType, Parameters } = {
    ...table,
    ...change(table),
  }
  const input = { Name, Description, Owner, Retention, StorageDescriptor, PartitionKeys, TableType, Parameters }
  const given = Object.fromEntries(Object.entries(input).filter(([, value]) => value !== undefined))
  await job.context.call('glue', 'UpdateTable', { DatabaseName: key.database, TableInput: given })
}

export const addColumns = (job: Job, { name, columns }: StatementOf<'add columns'>): Promise<void> =>
  updateTable(job, keyOf(job, name), ({ StorageDescriptor, PartitionKeys = [] }) => {
    const there = [...(StorageDescriptor?.Columns ?? []), ...PartitionKeys].map((column) => column.Name)
    const twice = columns.find((column) => there.includes(column.name))
    if (twice) throw semantic(`Duplicate column name: ${twice.name}`)
    return {
      StorageDescriptor: {
        ...StorageDescriptor,
        Columns: [...(StorageDescriptor?.Columns ?? []), ...columns.map(glueColumn)],
      },
    }
  })

export const setProperties = (job: Job, { name, properties }: StatementOf<'set properties'>): Promise<void> =>
  updateTable(job, keyOf(job, name), ({ Parameters }) => ({ Parameters: { ...Parameters, ...properties } }))
