import { QueryFault } from '../sql/fault.ts'
import type { StatementOf } from '../statement/statement.ts'
import type { QualifiedName } from '../statement/statement-reader.ts'
import {
  databaseNames,
  findTable,
  hasDatabase,
  partitionsOf,
  type Table,
  tableNamed,
  tablesIn,
} from '../table/glue-table.ts'
import { decodeView } from '../table/view-text.ts'
import { keyOf } from './catalog-change.ts'
import type { Job } from './job.ts'
import { type Outcome, textColumn } from './outcome.ts'

const answer = (column: string, lines: readonly string[]): Outcome => ({ columns: [textColumn(column)], lines })

/** Hive's patterns: `*` is any text, `|` parts several; case does not matter. Regular expressions are what Athena takes. */
function matching(pattern: string | undefined): (name: string) => boolean {
  if (pattern === undefined) return () => true
  const source = pattern
    .split('|')
    .map((each) => each.replace(/(?<!\.)\*/g, '.*'))
    .join('|')
  try {
    const expression = new RegExp(`^(?:${source})$`, 'i')
    return (name) => expression.test(name)
  } catch {
    throw new QueryFault('GENERIC_USER_ERROR', `the pattern '${pattern}' cannot be read`)
  }
}

export const showDatabases = async ({ context }: Job, { pattern }: StatementOf<'show databases'>): Promise<Outcome> =>
  answer('database_name', (await databaseNames(context)).filter(matching(pattern)))

export async function showTables(
  { context, database: usual }: Job,
  statement: StatementOf<'show tables' | 'show views'>,
): Promise<Outcome> {
  const { kind, database = usual, pattern } = statement
  if (!(await hasDatabase(context, database)))
    throw new QueryFault(
      'GENERIC_USER_ERROR',
      `FAILED: SemanticException [Error 10072]: Database does not exist: ${database}`,
    )
  const views = kind === 'show views'
  const tables = (await tablesIn(context, database)).filter(({ TableType }) => !views || TableType === 'VIRTUAL_VIEW')
  return answer(views ? 'views' : 'tab_name', tables.map(({ Name = '' }) => Name).filter(matching(pattern)))
}

const COLUMN = 20

const padded = (...cells: readonly string[]): string => cells.map((cell) => cell.padEnd(COLUMN)).join('\t')

interface Named {
  readonly name: QualifiedName
}

export async function showColumns(job: Job, { name }: Named): Promise<Outcome> {
  const { StorageDescriptor, PartitionKeys = [] } = await tableNamed(job.context, keyOf(job, name))
  const columns = [...(StorageDescriptor?.Columns ?? []), ...PartitionKeys]
  return answer(
    'field',
    columns.map((column) => (column.Name ?? '').padEnd(COLUMN)),
  )
}

/** As Hive sets it: name, type and comment padded, and the partition columns once more by themselves. */
export async function describe(job: Job, { name }: Named): Promise<Outcome> {
  const { StorageDescriptor, PartitionKeys = [] } = await tableNamed(job.context, keyOf(job, name))
  const line = ({
    Name = '',
    Type = '',
    Comment = '',
  }: {
    Name?: string | undefined
    Type?: string | undefined
    Comment?: string | undefined
  }): string => padded(Name, Type, Comment)
  const keys = PartitionKeys.map(line)
  const more =
    keys.length > 0
      ? ['\t \t ', '# Partition Information\t \t ', padded('# col_name', 'data_type', 'comment'), '\t \t ', ...keys]
      : []
  return {
    columns: ['col_name', 'data_type', 'comment'].map(textColumn),
    lines: [...(StorageDescriptor?.Columns ?? []).map(line), ...keys, ...more],
  }
}

export async function showPartitions(job: Job, { name }: Named): Promise<Outcome> {
  const key = keyOf(job, name)
  const { PartitionKeys = [] } = await tableNamed(job.context, key)
  if (PartitionKeys.length === 0)
    throw new QueryFault(
      'GENERIC_USER_ERROR',
      `FAILED: SemanticException [Error 10241]: Table ${key.name} is not a partitioned table`,
    )
  const partitions = await partitionsOf(job.context, key)
  const lines = partitions.map(({ Values = [] }) =>
    PartitionKeys.map((column, i) => `${column.Name}=${Values[i]}`).join('/'),
  )
  return answer('partition', lines.sort())
}

export async function showProperties(job: Job, { name, property }: StatementOf<'show properties'>): Promise<Outcome> {
  const { Parameters = {} } = await tableNamed(job.context, keyOf(job, name))
  const columns = ['prpt_name', 'prpt_value'].map(textColumn)
  if (property === undefined) return { columns, lines: Object.entries(Parameters).map((pair) => pair.join('\t')) }
  return { columns, lines: [Parameters[property] ?? `Table ${name.name} does not have property: ${property}`] }
}

const quoted = (text: string): string => `'${text.replaceAll("'", "\\'")}'`
const named = (text: string): string => `\`${text}\``

const pairs = (properties: Readonly<Record<string, string>>): string =>
  Object.entries(properties)
    .map(([name, value]) => `  ${quoted(name)}=${quoted(value)}`)
    .join(', \n')

const columnLines = (columns: Table['PartitionKeys'] = []): string =>
  columns
    .map(
      ({ Name = '', Type = '', Comment }) => `  ${named(Name)} ${Type}${Comment ? ` COMMENT ${quoted(Comment)}` : ''}`,
    )
    .join(', \n')

export async function showCreateTable(job: Job, { name }: Named): Promise<Outcome> {
  const key = keyOf(job, name)
  const table = await tableNamed(job.context, key)
  if (table.TableType === 'VIRTUAL_VIEW')
    throw new QueryFault('GENERIC_USER_ERROR', `${key.name} is a view: SHOW CREATE VIEW says how it was made`)
  const {
    StorageDescriptor: { Columns, Location = '', InputFormat = '', OutputFormat = '', SerdeInfo } = {},
    PartitionKeys = [],
    Parameters = {},
    Description,
  } = table
  const serde = SerdeInfo?.Parameters ?? {}
  const parts = [
    `CREATE EXTERNAL TABLE ${named(`${key.database}.${key.name}`)}(\n${columnLines(Columns)})`,
    Description ? `COMMENT ${quoted(Description)}` : '',
    PartitionKeys.length > 0 ? `PARTITIONED BY ( \n${columnLines(PartitionKeys)})` : '',
    `ROW FORMAT SERDE \n  ${quoted(SerdeInfo?.SerializationLibrary ?? '')} `,
    Object.keys(serde).length > 0 ? `WITH SERDEPROPERTIES ( \n${pairs(serde)}) ` : '',
    `STORED AS INPUTFORMAT \n  ${quoted(InputFormat)} \nOUTPUTFORMAT \n  ${quoted(OutputFormat)}`,
    `LOCATION\n  ${quoted(Location)}`,
    `TBLPROPERTIES (\n${pairs(Object.fromEntries(Object.entries(Parameters).filter(([property]) => property !== 'EXTERNAL')))})`,
  ]
  return answer('createtab_stmt', parts.filter(Boolean).join('\n').split('\n'))
}

export async function showCreateView(job: Job, { name }: Named): Promise<Outcome> {
  const key = keyOf(job, name)
  const table = await findTable(job.context, key)
  if (table?.TableType !== 'VIRTUAL_VIEW')
    throw new QueryFault('TABLE_NOT_FOUND', `View '${key.database}.${key.name}' does not exist`)
  const { sql } = decodeView(table.ViewOriginalText, key.name)
  return answer('Create View', `CREATE VIEW ${key.database}.${key.name} AS\n${sql}`.split('\n'))
}
