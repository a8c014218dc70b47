import { parseS3Uri } from '../../object-store.ts'
import { notSupported, QueryFault } from '../sql/fault.ts'
import type { Options, StatementOf } from '../statement/statement.ts'
import {
  allColumns,
  dataColumns,
  findTable,
  hasDatabase,
  partitionColumns,
  type Table,
  type TableColumn,
  tableNamed,
} from '../table/glue-table.ts'
import { formatOf } from '../table/open-table.ts'
import { filesBelow } from '../table/table-file.ts'
import { duckdbText, hiveText, trinoText } from '../type/data-type.ts'
import { addPartitions, keyOf } from './catalog-change.ts'
import type { Job } from './job.ts'
import type { Outcome } from './outcome.ts'
import { type PreparedQuery, prepareQuery } from './prepared-query.ts'
import { columnInfo } from './run-select.ts'
import { openSession } from './session.ts'
import {
  draftsFor,
  type FileFormat,
  fileFormat,
  storageOf,
  type Target,
  type Written,
  writeFiles,
} from './write-files.ts'

const ROWS = columnInfo({ name: 'rows', type: { kind: 'simple', name: 'bigint' } })

const folder = (location: string): string => location.replace(/\/*$/, '/')

const outcomeOf = ({ rows, uris }: Written, query: PreparedQuery): Outcome => ({
  columns: [ROWS],
  updateCount: rows,
  scannedBytes: query.scannedBytes,
  written: uris,
})

const textOption = (options: Options, ...names: readonly string[]): string | undefined => {
  const value = names.map((name) => options[name]).find((one) => one !== undefined)
  return typeof value === 'string' ? value : undefined
}

const listOption = (options: Options, name: string): readonly string[] => {
  const value = options[name]
  return value === undefined ? [] : typeof value === 'string' ? [value] : value
}

function checkOptions(options: Options, known: RegExp): void {
  for (const [name, value] of Object.entries(options))
    if (!known.test(name) && !(name === 'is_external' && value === 'true')) throw notSupported(`the property ${name}`)
}

const formatFrom = (options: Options, usual: string): FileFormat =>
  fileFormat({
    format: textOption(options, 'format') ?? usual,
    compression: textOption(options, 'write_compression', 'compression', 'parquet_compression'),
    mark: textOption(options, 'field_delimiter'),
  })

/** The columns that stand in files, and the last ones, which are in the names of folders. */
function splitColumns(columns: readonly TableColumn[], names: readonly string[]): Pick<Target, 'columns' | 'keys'> {
  checkNames(columns)
  const split = columns.length - names.length
  const keys = columns.slice(split)
  if (names.some((name, i) => name.toLowerCase() !== keys[i]?.name))
    throw new QueryFault(
      'INVALID_TABLE_PROPERTY',
      'Partition keys must be the last columns in the table and in the same order as the table properties',
    )
  if (split === 0) throw new QueryFault('INVALID_TABLE_PROPERTY', 'Table contains only partition columns')
  return { columns: columns.slice(0, split), keys }
}

function checkNames(columns: readonly TableColumn[]): void {
  const names = columns.map(({ name }) => name)
  const twice = names.find((name, i) => names.indexOf(name) !== i)
  if (twice !== undefined)
    throw new QueryFault('DUPLICATE_COLUMN_NAME', `Column name '${twice}' specified more than once`)
  if (names.some((name) => /^_col\d+$/.test(name)))
    throw new QueryFault(
      'SYNTAX_ERROR',
      `Column name not specified at position ${names.findIndex((name) => /^_col\d+$/.test(name)) + 1}`,
    )
}

function checkEmpty({ context }: Job, location: string): void {
  const at = parseS3Uri(location)
  if (!at) throw new QueryFault('INVALID_TABLE_PROPERTY', `${location} is no address of S3`)
  if (filesBelow(context, location).length > 0)
    throw new QueryFault('HIVE_PATH_ALREADY_EXISTS', `Target directory for table already exists: ${location}`)
}

/** CREATE TABLE … AS: writes the rows as files, and then puts the table into the catalog. */
export async function runTableAs(job: Job, statement: StatementOf<'create table as'>): Promise<Outcome> {
  const { options, sql } = statement
  checkOptions(
    options,
    /^(format|write_compression|parquet_compression|external_location|partitioned_by|field_delimiter|table_type)$/,
  )
  if (textOption(options, 'table_type')?.toUpperCase() === 'ICEBERG') throw notSupported('CTAS of an Iceberg table')
  const key = keyOf(job, statement.name)
  if (!(await hasDatabase(job.context, key.database)))
    throw new QueryFault('SCHEMA_NOT_FOUND', `Schema ${key.database} not found`)
  if (await findTable(job.context, key)) {
    if (statement.ifNotExists) return { columns: [ROWS], updateCount: 0 }
    throw new QueryFault('TABLE_ALREADY_EXISTS', `Table 'awsdatacatalog.${key.database}.${key.name}' already exists`)
  }
  const location = folder(textOption(options, 'external_location') ?? `${job.output}tables/${job.id}`)
  checkEmpty(job, location)
  const names = listOption(options, 'partitioned_by')
  const format = formatFrom(options, 'PARQUET')
  const { written, query, target } = await writeRows(
    job,
    statement.withData ? sql : `select * from (${sql}) limit 0`,
    (columns) => ({
      ...splitColumns(columns, names),
      location,
      format,
    }),
  )
  await job.context.call('glue', 'CreateTable', {
    DatabaseName: key.database,
    TableInput: tableInput(key.name, target),
  })
  await addPartitions(job.context, key, written.partitions)
  return { ...outcomeOf(written, query), location }
}

function tableInput(name: string, { columns, keys, location, format }: Target) {
  const { library, inputFormat, outputFormat, parameters } = storageOf(format)
  const glueColumn = ({ name: column, type }: TableColumn) => ({ Name: column, Type: heldAs({ name: column, type }) })
  return {
    Name: name,
    TableType: 'EXTERNAL_TABLE',
    PartitionKeys: keys.map(glueColumn),
    Parameters: {
      EXTERNAL: 'TRUE',
      has_encrypted_data: 'false',
      classification: { PARQUET: 'parquet', JSON: 'json', TEXTFILE: 'csv' }[format.name],
      ...(format.name === 'PARQUET' ? { 'parquet.compression': format.compression } : {}),
    },
    StorageDescriptor: {
      Columns: columns.map(glueColumn),
      Location: location.replace(/\/$/, ''),
      InputFormat: inputFormat,
      OutputFormat: outputFormat,
      Compressed: false,
      NumberOfBuckets: 0,
      SerdeInfo: { SerializationLibrary: library, Parameters: parameters },
    },
  }
}

function heldAs({ name, type }: TableColumn): string {
  const text = hiveText(type)
  if (text === null)
    throw new QueryFault('NOT_SUPPORTED', `Unsupported Hive type: ${trinoText(type)} of column ${name}`)
  return text
}

async function writeRows(job: Job, sql: string, targetOf: (columns: readonly TableColumn[]) => Target) {
  await using session = await openSession(job.engines, job.context)
  const drafts = draftsFor(job)
  const query = await prepareQuery(session, sql, { job, drafts })
  const target = targetOf(query.columns)
  for (const column of [...target.columns, ...target.keys]) heldAs(column)
  return { written: await writeFiles(query, target, { job, drafts }), query, target }
}

/** UNLOAD: writes the rows as files below a place where there are none. */
export async function runUnload(job: Job, { sql, to, options }: StatementOf<'unload'>): Promise<Outcome> {
  checkOptions(options, /^(format|compression|partitioned_by|field_delimiter)$/)
  const format = textOption(options, 'format')
  if (format === undefined) throw new QueryFault('SYNTAX_ERROR', 'UNLOAD needs the property format')
  const location = folder(to)
  checkEmpty(job, location)
  const names = listOption(options, 'partitioned_by')
  const fileFormatOf = formatFrom(options, format)
  const { written, query } = await writeRows(job, sql, (columns) => ({
    ...splitColumns(columns, names),
    location,
    format: fileFormatOf,
  }))
  return outcomeOf(written, query)
}

/** INSERT INTO a table of files: more of them. */
export async function runInsert(job: Job, statement: StatementOf<'insert'>): Promise<Outcome> {
  const key = keyOf(job, statement.name)
  const table = await tableNamed(job.context, key)
  if (table.TableType === 'VIRTUAL_VIEW') throw new QueryFault('NOT_SUPPORTED', 'Inserting into views is not supported')
  const { written, query } = await writeRows(job, arranged(statement, table), (columns) => {
    checkTypes(allColumns(table), columns)
    return {
      columns: dataColumns(table),
      keys: partitionColumns(table),
      location: folder(table.StorageDescriptor?.Location ?? ''),
      format: tableFormat(table),
    }
  })
  await addPartitions(job.context, key, written.partitions)
  return outcomeOf(written, query)
}

/** The query with all of the table's columns in their order; those that are not named are NULL. */
function arranged({ sql, columns }: StatementOf<'insert'>, table: Table): string {
  if (columns.length === 0) return sql
  const all = allColumns(table)
  const unknown = columns.find((name) => !all.some((column) => column.name === name))
  if (unknown) throw new QueryFault('COLUMN_NOT_FOUND', `Insert column name does not exist in target table: ${unknown}`)
  const list = all.map(({ name, type }) =>
    columns.includes(name) ? `"${name}"` : `cast(null as ${trinoText(type)}) as "${name}"`,
  )
  return `select ${list.join(', ')} from (${sql}) as given (${columns.map((name) => `"${name}"`).join(', ')})`
}

const classOf = (name: string): string =>
  /^(TINYINT|SMALLINT|INTEGER|BIGINT|DECIMAL.*|FLOAT|DOUBLE)$/.test(name) ? 'number' : name.replace(/\(.*/, '')

function checkTypes(wanted: readonly TableColumn[], given: readonly TableColumn[]): void {
  const fits =
    wanted.length === given.length &&
    wanted.every(({ type }, i) => classOf(duckdbText(type)) === classOf(duckdbText(given[i]!.type)))
  if (fits) return
  const list = (columns: readonly TableColumn[]): string => columns.map(({ type }) => trinoText(type)).join(', ')
  throw new QueryFault(
    'TYPE_MISMATCH',
    `Insert query has mismatched column types: Table: [${list(wanted)}], Query: [${list(given)}]`,
  )
}

function tableFormat(table: Table): FileFormat {
  const format = formatOf(table)
  const compression = table.Parameters?.['parquet.compression'] ?? table.Parameters?.write_compression
  const parameters = table.StorageDescriptor?.SerdeInfo?.Parameters
  if (format === 'quoted') throw notSupported('INSERT INTO a table of OpenCSVSerde')
  const name = { parquet: 'PARQUET', json: 'JSON', delimited: 'TEXTFILE' }[format]
  return fileFormat({ format: name, compression, mark: parameters?.['field.delim'] })
}
