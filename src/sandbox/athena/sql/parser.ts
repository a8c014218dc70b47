import { Dialect, parse } from '@polyglot-sql/sdk'
import { QueryFault } from './fault.ts'
import type { Node } from './tree.ts'

/** Statements of one text as the parser's trees. The only file that knows the parser. Fails with SYNTAX_ERROR. */
export function parseStatements(sql: string): readonly Node[] {
  const { success, ast, error } = parse(sql, Dialect.Trino)
  if (!success) throw new QueryFault('SYNTAX_ERROR', asAthenaSays(error ?? 'the query cannot be read'))
  return ast as unknown as readonly Node[]
}

/** `Parse error at line 1, column 18: …` → `line 1:18: …`. */
const asAthenaSays = (message: string): string =>
  message.replace(/^\w+ error at line (\d+), column (\d+): /, 'line $1:$2: ').replace(/ near \[.*$/s, '')
