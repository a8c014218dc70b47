import { ServiceException } from '../../protocol/service-exception.ts'
import type { Context } from '../../service.ts'
import type { Collection } from '../../state.ts'
import type { Statement } from '../statement/statement.ts'

type Sdk = typeof import('@aws-sdk/client-athena')
export type QueryExecution = import('@aws-sdk/client-athena').QueryExecution
export type ColumnInfo = import('@aws-sdk/client-athena').ColumnInfo
export type AthenaOperations = import('../../service.ts').Operations<Sdk>

/** A query, with what its answer is made of. */
export interface Execution {
  readonly query: QueryExecution
  readonly columns?: readonly ColumnInfo[]
  readonly updateCount?: number
  readonly token?: string
}

export const executionsOf = ({ state }: Context): Collection<Execution> => state.collection('athena/executions')

export const invalid = (message: string, code = 'INVALID_INPUT'): ServiceException =>
  new ServiceException('InvalidRequestException', message, { fields: { AthenaErrorCode: code } })

export function executionNamed(context: Context, id: string): Execution {
  const found = executionsOf(context).get(id)
  if (!found) throw invalid(`QueryExecution ${id} was not found`)
  return found
}

type Facts = readonly [type: 'DDL' | 'DML' | 'UTILITY', substatement: string]

/** What Athena calls a statement. */
export const STATEMENT_FACTS: Readonly<Record<Statement['kind'], Facts>> = {
  query: ['DML', 'SELECT'],
  explain: ['UTILITY', 'EXPLAIN'],
  prepare: ['UTILITY', 'PREPARE'],
  execute: ['DML', 'EXECUTE'],
  deallocate: ['UTILITY', 'DEALLOCATE'],
  'create database': ['DDL', 'CREATE_DATABASE'],
  'drop database': ['DDL', 'DROP_DATABASE'],
  'create table': ['DDL', 'CREATE_TABLE'],
  'create table as': ['DDL', 'CREATE_TABLE_AS_SELECT'],
  'create view': ['DDL', 'CREATE_VIEW'],
  'drop table': ['DDL', 'DROP_TABLE'],
  'drop view': ['DDL', 'DROP_VIEW'],
  insert: ['DML', 'INSERT'],
  unload: ['DML', 'UNLOAD'],
  'repair table': ['DDL', 'MSCK_REPAIR_TABLE'],
  'add partitions': ['DDL', 'ALTER_TABLE_ADD_PARTITION'],
  'drop partitions': ['DDL', 'ALTER_TABLE_DROP_PARTITION'],
  'set location': ['DDL', 'ALTER_TABLE_SET_LOCATION'],
  'add columns': ['DDL', 'ALTER_TABLE_ADD_COLUMNS'],
  'set properties': ['DDL', 'ALTER_TABLE_SET_TBLPROPERTIES'],
  'show databases': ['UTILITY', 'SHOW_DATABASES'],
  'show tables': ['UTILITY', 'SHOW_TABLES'],
  'show views': ['UTILITY', 'SHOW_VIEWS'],
  'show columns': ['UTILITY', 'SHOW_COLUMNS'],
  'show partitions': ['UTILITY', 'SHOW_PARTITIONS'],
  'show create table': ['UTILITY', 'SHOW_CREATE_TABLE'],
  'show create view': ['UTILITY', 'SHOW_CREATE_VIEW'],
  'show properties': ['UTILITY', 'SHOW_TBLPROPERTIES'],
  describe: ['UTILITY', 'DESCRIBE_TABLE'],
}

/** Statements whose rows stand in a CSV file; the answers of others are lines. */
export const ROWS: ReadonlySet<Statement['kind']> = new Set(['query', 'execute', 'insert', 'unload', 'create table as'])
