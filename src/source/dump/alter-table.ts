import { columnDefinition } from './column-definition.ts'
import type { ColumnDefinition, TableDefinition } from './definition.ts'
import { isConstraint, readConstraint } from './table-constraint.ts'
import { atCommas, SqlFault, TokenCursor } from './token-cursor.ts'

/** Carries out `ALTER TABLE name …` where it only adds keys, as phpMyAdmin writes them behind the rows; what else it does is refused. */
export function alterTable(table: TableDefinition, cursor: TokenCursor, database: string): void {
  for (const action of atCommas(cursor.rest())) alter(table, new TokenCursor(action), database)
}

const HARMLESS = new Set(['DISABLE', 'ENABLE', 'AUTO_INCREMENT', 'ORDER', 'FORCE', 'COMMENT', 'ENGINE'])

function alter(table: TableDefinition, action: TokenCursor, database: string): void {
  if (HARMLESS.has(action.keyword())) return
  if (action.words('ADD') && isConstraint(action)) readConstraint(action, table, database)
  else if (action.words('MODIFY')) {
    action.words('COLUMN')
    modify(table, columnDefinition(action, table.options))
  } else throw new SqlFault('it changes the table in a way that Starlift does not follow')
}

function modify(table: TableDefinition, column: ColumnDefinition): void {
  const before = table.columns.find(({ name }) => name === column.name)
  if (before?.declared !== column.declared || before.charset !== column.charset)
    throw new SqlFault(`it changes the type of ${column.name}`)
  table.columns = table.columns.map((each) => (each === before ? column : each))
}
