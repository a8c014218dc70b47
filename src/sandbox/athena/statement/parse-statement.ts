import { notSupported } from '../sql/fault.ts'
import { readAlter } from './alter-statements.ts'
import { readShow } from './show-statements.ts'
import type { Statement } from './statement.ts'
import { StatementReader } from './statement-reader.ts'
import { readCreate, readOptions } from './table-statements.ts'

/** One of Athena's statements; what is none of them is taken for a query. Fails with SYNTAX_ERROR, or NOT_SUPPORTED by name. */
export function parseStatement(sql: string): Statement {
  const reader = new StatementReader(sql)
  if (reader.ended) throw reader.fault('a statement')
  for (const [words, read] of STATEMENTS) if (reader.take(...words.split(' '))) return read(reader)
  const { kind, value } = reader.token!
  if (kind === 'word' && REFUSED.includes(value.toLowerCase())) throw notSupported(value.toUpperCase())
  if (!(kind === 'word' && QUERIES.test(value)) && value !== '(') throw reader.fault('a statement')
  if (reader.take('TABLE')) return { kind: 'query', sql: `select * from ${reader.rest()}` }
  return { kind: 'query', sql: reader.rest() }
}

const QUERIES = /^(select|with|values|table)$/i
/** Words that begin statements of Trino and Hive which are refused by name. */
export const REFUSED: readonly string[] =
  'delete update merge vacuum optimize grant revoke call truncate analyze use set reset commit rollback start'.split(
    ' ',
  )

/** Statements by their first words. */
export const STATEMENTS: readonly (readonly [words: string, read: (reader: StatementReader) => Statement])[] = [
  ['CREATE', readCreate],
  ['ALTER', readAlter],
  ['SHOW', readShow],
  ['DROP', readDrop],
  ['INSERT INTO', readInsert],
  ['UNLOAD', readUnload],
  ['MSCK REPAIR TABLE', (reader) => reader.end({ kind: 'repair table', name: reader.qualified() })],
  ['DESCRIBE', readDescribe],
  ['DESC', readDescribe],
  ['EXPLAIN', readExplain],
  ['PREPARE', readPrepare],
  ['EXECUTE', readExecute],
  ['DEALLOCATE PREPARE', (reader) => reader.end({ kind: 'deallocate', name: reader.identifier() })],
]

function readDrop(reader: StatementReader): Statement {
  if (reader.take('DATABASE') || reader.take('SCHEMA')) {
    const ifExists = reader.take('IF', 'EXISTS')
    const { name } = reader.qualified()
    const cascade = reader.take('CASCADE')
    if (!cascade) reader.take('RESTRICT')
    return reader.end({ kind: 'drop database', name, ifExists, cascade })
  }
  const kind = reader.take('VIEW') ? 'drop view' : 'drop table'
  if (kind === 'drop table') reader.need('TABLE')
  const ifExists = reader.take('IF', 'EXISTS')
  const name = reader.qualified()
  if (kind === 'drop table') reader.take('PURGE')
  return reader.end({ kind, name, ifExists })
}

function readInsert(reader: StatementReader): Statement {
  const name = reader.qualified()
  const listed =
    reader.token?.value === '(' && !/^\(\s*(select|with|values|table|\()/i.test(reader.sql.slice(reader.token.start))
  const columns = listed ? reader.list(() => reader.identifier().toLowerCase()) : []
  return { kind: 'insert', name, columns, sql: reader.rest() }
}

function readUnload(reader: StatementReader): Statement {
  const sql = reader.enclosed()
  reader.need('TO')
  const to = reader.string()
  const options = reader.take('WITH') ? readOptions(reader) : {}
  return reader.end({ kind: 'unload', sql, to, options })
}

function readDescribe(reader: StatementReader): Statement {
  if (reader.take('FORMATTED') || reader.take('EXTENDED')) throw notSupported('DESCRIBE FORMATTED or EXTENDED')
  reader.take('TABLE')
  return reader.end({ kind: 'describe', name: reader.qualified() })
}

function readExplain(reader: StatementReader): Statement {
  if (reader.take('ANALYZE')) throw notSupported('EXPLAIN ANALYZE')
  if (reader.token?.value === '(' && /^\(\s*(type|format)\b/i.test(reader.sql.slice(reader.token.start)))
    throw notSupported('EXPLAIN with options')
  return { kind: 'explain', sql: reader.rest() }
}

function readPrepare(reader: StatementReader): Statement {
  const name = reader.identifier()
  reader.need('FROM')
  return { kind: 'prepare', name, sql: reader.rest() }
}

function readExecute(reader: StatementReader): Statement {
  const name = reader.identifier()
  if (!reader.take('USING')) return reader.end({ kind: 'execute', name, parameters: [] })
  return { kind: 'execute', name, parameters: splitParameters(reader) }
}

function splitParameters(reader: StatementReader): readonly string[] {
  const parameters: string[] = []
  let from = reader.token?.start ?? 0
  let end = from
  while (!reader.ended) {
    if (reader.take(',')) {
      parameters.push(reader.sql.slice(from, end))
      from = reader.token?.start ?? end
    } else {
      end = reader.token!.end
      reader.next('string', 'number', 'word', 'name', 'mark')
    }
  }
  return [...parameters, reader.sql.slice(from, end)]
}
