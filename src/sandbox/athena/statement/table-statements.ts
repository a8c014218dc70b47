import { notSupported, QueryFault } from '../sql/fault.ts'
import { readHiveType } from '../type/read-type.ts'
import type { ColumnDefinition, Options, Statement, TableDefinition } from './statement.ts'
import type { StatementReader } from './statement-reader.ts'
import { readProperties, readStorage } from './storage.ts'

/** What follows CREATE. */
export function readCreate(reader: StatementReader): Statement {
  if (reader.take('DATABASE') || reader.take('SCHEMA')) return readDatabase(reader)
  if (reader.take('OR', 'REPLACE')) {
    reader.need('VIEW')
    return readView(reader, true)
  }
  if (reader.take('VIEW')) return readView(reader, false)
  const external = reader.take('EXTERNAL')
  reader.need('TABLE')
  return readTable(reader, external)
}

const readIfNotExists = (reader: StatementReader): boolean => reader.take('IF', 'NOT', 'EXISTS')

function readDatabase(reader: StatementReader): Statement {
  const ifNotExists = readIfNotExists(reader)
  const { name } = reader.qualified()
  const comment = reader.take('COMMENT') ? { comment: reader.string() } : {}
  const location = reader.take('LOCATION') ? { location: reader.string() } : {}
  const properties = reader.take('WITH', 'DBPROPERTIES') ? readProperties(reader) : {}
  return reader.end({ kind: 'create database', name, ifNotExists, ...comment, ...location, properties })
}

function readView(reader: StatementReader, replace: boolean): Statement {
  const name = reader.qualified()
  reader.need('AS')
  return { kind: 'create view', name, replace, sql: reader.rest() }
}

function readTable(reader: StatementReader, external: boolean): Statement {
  const ifNotExists = readIfNotExists(reader)
  const name = reader.qualified()
  if (!external && (reader.take('WITH') || reader.take('AS'))) return readTableAs(reader, { name, ifNotExists })
  return { kind: 'create table', ...readDefinition(reader, { name, ifNotExists, external }) }
}

type Head = Pick<TableDefinition, 'name' | 'ifNotExists'>

/** From behind WITH or AS; WITH has a list of options. */
function readTableAs(reader: StatementReader, head: Head): Statement {
  const options = reader.token?.value === '(' ? readOptionsOrQuery(reader) : null
  if (options) reader.need('AS')
  const query = reader.rest()
  const withoutData = /\bWITH\s+NO\s+DATA\s*$/i
  const sql = query.replace(/\bWITH\s+(NO\s+)?DATA\s*$/i, '')
  return { kind: 'create table as', ...head, options: options ?? {}, sql, withData: !withoutData.test(query) }
}

/** `(` begins options where `name =` follows it, and a query otherwise. */
function readOptionsOrQuery(reader: StatementReader): Options | null {
  return /^\(\s*[\w"]+\s*=/.test(reader.sql.slice(reader.token!.start)) ? readOptions(reader) : null
}

/** `(format = 'PARQUET', partitioned_by = ARRAY['a', 'b'])` */
export function readOptions(reader: StatementReader): Options {
  return Object.fromEntries(
    reader.list(() => {
      const name = reader.identifier().toLowerCase()
      reader.need('=')
      return [name, readOption(reader)] as const
    }),
  )
}

function readOption(reader: StatementReader): string | readonly string[] {
  if (!reader.take('ARRAY')) return reader.next('string', 'number', 'word')
  reader.need('[')
  const items: string[] = []
  while (!reader.take(']')) {
    items.push(reader.string())
    reader.take(',')
  }
  return items
}

function readDefinition(reader: StatementReader, { external, ...head }: Head & { external: boolean }): TableDefinition {
  const columns = reader.list(() => readColumn(reader))
  const comment = reader.take('COMMENT') ? { comment: reader.string() } : {}
  const partitions = reader.take('PARTITIONED', 'BY') ? reader.list(() => readColumn(reader)) : []
  if (reader.take('CLUSTERED', 'BY')) throw notSupported('CLUSTERED BY')
  const storage = readStorage(reader)
  const more = reader.take('WITH', 'SERDEPROPERTIES') ? readProperties(reader) : {}
  const location = reader.take('LOCATION') ? reader.string() : ''
  const properties = reader.take('TBLPROPERTIES') ? readProperties(reader) : {}
  if (properties.table_type?.toUpperCase() === 'ICEBERG') throw notSupported('CREATE TABLE of an Iceberg table')
  if (!external) throw new QueryFault('SYNTAX_ERROR', 'CREATE TABLE needs EXTERNAL, or a query after AS')
  if (!/^s3:\/\//.test(location))
    throw new QueryFault('SYNTAX_ERROR', 'CREATE EXTERNAL TABLE needs a LOCATION of s3://')
  checkNames([...columns, ...partitions])
  return reader.end({
    ...head,
    columns,
    ...comment,
    partitions,
    storage: { ...storage, parameters: { ...storage.parameters, ...more } },
    location,
    properties,
  })
}

export function readColumn(reader: StatementReader): ColumnDefinition {
  const name = reader.identifier().toLowerCase()
  const type = reader.type()
  readHiveType(type)
  return { name, type, ...(reader.take('COMMENT') ? { comment: reader.string() } : {}) }
}

function checkNames(columns: readonly ColumnDefinition[]): void {
  const twice = columns.find(({ name }, i) => columns.findIndex((one) => one.name === name) !== i)
  if (twice) throw new QueryFault('DUPLICATE_COLUMN_NAME', `Column '${twice.name}' is there twice`)
}
