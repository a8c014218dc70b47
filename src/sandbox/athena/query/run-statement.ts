import { ServiceException } from '../../protocol/service-exception.ts'
import { QueryFault } from '../sql/fault.ts'
import { translateQuery } from '../sql/translate.ts'
import { parseStatement } from '../statement/parse-statement.ts'
import type { Statement, StatementOf } from '../statement/statement.ts'
import { withParameters } from '../statement/token.ts'
import { addNamedPartitions, dropNamedPartitions, repairTable, setLocation } from './change-partitions.ts'
import {
  addColumns,
  createDatabase,
  createTable,
  createView,
  dropDatabase,
  dropTable,
  setProperties,
} from './change-tables.ts'
import type { Job } from './job.ts'
import { NamedTables } from './named-tables.ts'
import { NOTHING, type Outcome, textColumn } from './outcome.ts'
import { preparedStatementsOf } from './prepared-statement.ts'
import { faultOf } from './query-fault.ts'
import { runSelect } from './run-select.ts'
import { runInsert, runTableAs, runUnload } from './run-write.ts'
import { openSession } from './session.ts'
import {
  describe,
  showColumns,
  showCreateTable,
  showCreateView,
  showDatabases,
  showPartitions,
  showProperties,
  showTables,
} from './show.ts'

const quietly = (action: Promise<void>): Promise<Outcome> => action.then(() => NOTHING)

/** Does what a statement says. Fails with a QueryFault, with Glue's refusal, or with CutOff. */
export async function runStatement(job: Job, statement: Statement): Promise<Outcome> {
  switch (statement.kind) {
    case 'query':
      return runSelect(job, statement.sql)
    case 'create table as':
      return runTableAs(job, statement)
    case 'insert':
      return runInsert(job, statement)
    case 'unload':
      return runUnload(job, statement)
    case 'execute':
      return runPrepared(job, statement)
    case 'explain':
      return explain(job, statement)
    case 'create view':
      return quietly(createView(job, statement))
    case 'repair table':
      return { columns: [], lines: await repairTable(job, statement) }
    default:
      return runCatalogStatement(job, statement)
  }
}

type CatalogStatement = Exclude<
  Statement,
  StatementOf<
    'query' | 'create table as' | 'insert' | 'unload' | 'execute' | 'explain' | 'create view' | 'repair table'
  >
>

function runCatalogStatement(job: Job, statement: CatalogStatement): Promise<Outcome> {
  switch (statement.kind) {
    case 'create database':
      return quietly(createDatabase(job, statement))
    case 'drop database':
      return quietly(dropDatabase(job, statement))
    case 'create table':
      return quietly(createTable(job, statement))
    case 'drop table':
    case 'drop view':
      return quietly(dropTable(job, statement))
    case 'add partitions':
      return quietly(addNamedPartitions(job, statement))
    case 'drop partitions':
      return quietly(dropNamedPartitions(job, statement))
    case 'set location':
      return quietly(setLocation(job, statement))
    case 'add columns':
      return quietly(addColumns(job, statement))
    case 'set properties':
      return quietly(setProperties(job, statement))
    case 'prepare':
      return quietly(prepare(job, statement))
    case 'deallocate':
      return quietly(deallocate(job, statement))
    default:
      return runShow(job, statement)
  }
}

function runShow(
  job: Job,
  statement: Extract<CatalogStatement, { kind: `show ${string}` | 'describe' }>,
): Promise<Outcome> {
  switch (statement.kind) {
    case 'show databases':
      return showDatabases(job, statement)
    case 'show tables':
    case 'show views':
      return showTables(job, statement)
    case 'show columns':
      return showColumns(job, statement)
    case 'show partitions':
      return showPartitions(job, statement)
    case 'show create table':
      return showCreateTable(job, statement)
    case 'show create view':
      return showCreateView(job, statement)
    case 'show properties':
      return showProperties(job, statement)
    case 'describe':
      return describe(job, statement)
  }
}

async function prepare({ context, workGroup }: Job, { name, sql }: StatementOf<'prepare'>): Promise<void> {
  parseStatement(sql)
  preparedStatementsOf(context, workGroup).put(name, {
    StatementName: name,
    WorkGroupName: workGroup,
    QueryStatement: sql,
    LastModifiedTime: context.now(),
  })
}

async function deallocate({ context, workGroup }: Job, { name }: StatementOf<'deallocate'>): Promise<void> {
  if (!preparedStatementsOf(context, workGroup).remove(name)) throw notPrepared(name)
}

const notPrepared = (name: string): QueryFault =>
  new QueryFault('GENERIC_USER_ERROR', `NOT_FOUND: Prepared statement not found: ${name}`)

function runPrepared(job: Job, { name, parameters }: StatementOf<'execute'>): Promise<Outcome> {
  const prepared = preparedStatementsOf(job.context, job.workGroup).get(name)
  if (!prepared) throw notPrepared(name)
  return runStatement(job, parseStatement(withParameters(prepared.QueryStatement ?? '', parameters)))
}

/** The plan of the engine here; Athena's own looks otherwise. */
async function explain(job: Job, { sql }: StatementOf<'explain'>): Promise<Outcome> {
  const inner = parseStatement(sql)
  if (inner.kind !== 'query')
    throw new QueryFault('NOT_SUPPORTED', 'EXPLAIN of anything but a query is not done by this endpoint')
  await using session = await openSession(job.engines, job.context)
  job.watch(session.engine)
  try {
    const text = await translateQuery(inner.sql, new NamedTables(session, job.database))
    const { rows } = await session.engine.query(`explain ${text}`)
    return { columns: [textColumn('Query Plan')], lines: rows.flatMap((row) => (row.at(-1) ?? '').split('\n')) }
  } catch (error) {
    throw faultOf(error)
  }
}

/** Refusals of the catalog are the statement's. */
export const isRefusal = (error: unknown): error is Error =>
  error instanceof QueryFault || error instanceof ServiceException
