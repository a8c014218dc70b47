import { QueryFault } from './fault.ts'
import { parseStatements } from './parser.ts'
import type { QuerySource } from './place.ts'
import { writeQuery } from './query.ts'
import type { Node } from './tree.ts'

/** One query in Athena's SQL as DuckDB's, for a database that has the macros it calls. Fails with a QueryFault. */
export async function translateQuery(sql: string, source: QuerySource): Promise<string> {
  const statements = parseStatements(sql)
  if (statements.length !== 1) throw new QueryFault('SYNTAX_ERROR', 'Only one sql statement is allowed')
  return translateTree(statements[0]!, source)
}

/** The same of a query that is parsed already. */
const translateTree = (query: Node, source: QuerySource): Promise<string> =>
  writeQuery(query, { source, with: '', names: new Set(), outer: null, query: writeQuery })
