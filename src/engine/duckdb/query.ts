import { type DuckDBConnection, type DuckDBPreparedStatement, StatementType } from '@duckdb/node-api'
import type { Answer, Parameter } from '../../core/engine.ts'
import { StarliftError } from '../../core/error.ts'
import { messageOf } from './failure.ts'
import { textAsBytes, valueText } from './value.ts'

/** Runs one statement and reads its whole answer. */
export async function answer(
  connection: DuckDBConnection,
  sql: string,
  parameters: readonly Parameter[],
): Promise<Answer> {
  return read(connection, await connection.prepare(sql), { sql, parameters })
}

/** The same for SQL that people wrote: one SELECT, and its faults are theirs. */
export async function restrictedAnswer(
  connection: DuckDBConnection,
  sql: string,
  parameters: readonly Parameter[],
): Promise<Answer> {
  const plain = sql.trim().replace(/;$/, '')
  try {
    const { count } = await connection.extractStatements(plain)
    if (count !== 1) throw refused('One statement at a time', [`This is ${count}.`])
    const statement = await connection.prepare(plain)
    if (!READING.has(statement.statementType)) throw refused('Only SELECT is run here', ['The star is read only.'])
    return await read(connection, statement, { sql: plain, parameters })
  } catch (error) {
    throw error instanceof StarliftError ? error : refused('The SQL does not run', messageOf(error).split('\n'), error)
  }
}

const READING: ReadonlySet<StatementType> = new Set([StatementType.SELECT, StatementType.EXPLAIN])

interface Question {
  readonly sql: string
  readonly parameters: readonly Parameter[]
}

async function read(
  connection: DuckDBConnection,
  statement: DuckDBPreparedStatement,
  { sql, parameters }: Question,
): Promise<Answer> {
  const types = Array.from({ length: statement.columnCount }, (_, i) => statement.columnType(i))
  const columns = types.map((type, i) => ({ name: statement.columnName(i), type: String(type) }))
  const exact =
    statement.statementType === StatementType.SELECT && /^\s*(select|with|from)\b/i.test(sql)
      ? textAsBytes(sql, types)
      : null
  const reader = await connection.runAndReadAll(exact ?? sql, [...parameters])
  return { columns, rows: reader.getRows().map((row) => row.map((value, i) => valueText(value, types[i]!))) }
}

const refused = (what: string, lines: readonly string[], cause?: unknown): StarliftError =>
  new StarliftError('QUERY', {
    operation: 'query',
    subject: 'SQL',
    what,
    lines,
    next: 'Tables and columns:  npx starlift query "select * from tables" .',
    ...(cause === undefined ? {} : { cause }),
  })
