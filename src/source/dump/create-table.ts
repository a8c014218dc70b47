import { columnDefinition } from './column-definition.ts'
import type { TableDefinition, TextRules } from './definition.ts'
import { isConstraint, readConstraint } from './table-constraint.ts'
import { atCommas, SqlFault, TokenCursor } from './token-cursor.ts'

/** Reads what follows `CREATE TABLE [IF NOT EXISTS] name`; `defaults` are the database's. */
export function createTable(
  name: string,
  cursor: TokenCursor,
  context: { database: string; defaults: TextRules },
): TableDefinition {
  if (!cursor.isSymbol('(')) throw new SqlFault('it does not list its columns')
  const items = atCommas(cursor.brackets()).map((item) => new TokenCursor(item))
  const { comment, ...options } = tableOptions(cursor)
  const rules = options.charset === undefined && options.collation === undefined ? context.defaults : options
  const isColumn = items.map((item) => !isConstraint(item))
  const columns = items.filter((_, i) => isColumn[i]).map((item) => columnDefinition(item, rules))
  const table: TableDefinition = {
    name,
    columns,
    primary: columns.filter((column) => column.primary).map((column) => column.name),
    uniques: columns.filter((column) => column.unique).map((column) => [column.name]),
    references: [],
    options: rules,
    ...(comment === undefined || comment === '' ? {} : { comment }),
  }
  for (const item of items.filter((_, i) => !isColumn[i])) readConstraint(item, table, context.database)
  return table
}

/** The options behind the columns: character set, collation and comment; a SELECT there would bring rows of its own. */
export function tableOptions(cursor: TokenCursor): TextRules & { readonly comment?: string } {
  const options: { charset?: string; collation?: string; comment?: string } = {}
  while (!cursor.done) {
    if (cursor.isSymbol('(')) cursor.brackets()
    else if (cursor.words('CHARSET') || cursor.words('CHARACTER', 'SET'))
      options.charset = optionValue(cursor).toLowerCase()
    else if (cursor.words('COLLATE')) options.collation = optionValue(cursor).toLowerCase()
    else if (cursor.words('COMMENT')) options.comment = optionValue(cursor)
    else if (cursor.words('PARTITION', 'BY')) break
    else if (cursor.words('SELECT')) throw new SqlFault('it takes its rows from a SELECT')
    else cursor.take()
  }
  if (options.charset === undefined && options.collation !== undefined)
    options.charset = options.collation.split('_')[0]!
  return options
}

function optionValue(cursor: TokenCursor): string {
  cursor.symbol('=')
  return cursor.take().value
}
