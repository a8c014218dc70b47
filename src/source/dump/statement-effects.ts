import { alterTable } from './alter-table.ts'
import { createTable, tableOptions } from './create-table.ts'
import type { DumpDatabase } from './database.ts'
import { findTable, newDatabase, newTable } from './database.ts'
import { addKey } from './definition.ts'
import type { Session } from './session.ts'
import { keyColumns } from './table-constraint.ts'
import { SqlFault, type TokenCursor } from './token-cursor.ts'

/** What the statements read so far have made. */
export interface World {
  readonly session: Session
  readonly databases: Map<string, DumpDatabase>
  /** Name of the database in use; empty before the first USE. */
  current: string
}

type Effect = (cursor: TokenCursor, world: World) => void

const ignore: Effect = () => {}

const refuse =
  (what: string): Effect =>
  () => {
    throw new SqlFault(what)
  }

const changesRows = refuse('it changes rows, and only the INSERTs of a dump are read')

/** What each statement does, by its first word. A word that is not here is refused: it might change rows. */
export const EFFECTS: Readonly<Record<string, Effect>> = {
  SET: (cursor, { session }) => session.set(cursor.rest()),
  USE: (cursor, world) => {
    world.current = cursor.name()
  },
  CREATE: create,
  ALTER: alter,
  DROP: drop,
  TRUNCATE: (cursor, world) => {
    cursor.words('TABLE')
    const { database, name } = cursor.path()
    const table = findTable(databaseOf(world, database), name)
    if (table) table.extents.length = 0
  },
  LOCK: ignore,
  UNLOCK: ignore,
  START: ignore,
  BEGIN: ignore,
  COMMIT: ignore,
  FLUSH: ignore,
  ANALYZE: ignore,
  OPTIMIZE: ignore,
  CHANGE: ignore,
  GRANT: ignore,
  REVOKE: ignore,
  SELECT: ignore,
  DO: ignore,
  INSTALL: ignore,
  UPDATE: changesRows,
  DELETE: changesRows,
  CALL: changesRows,
  WITH: changesRows,
  LOAD: refuse('it loads rows from another file'),
  RENAME: refuse('it renames a table'),
  ROLLBACK: refuse('it takes back what was done before it'),
}

/** The database that a name or, without one, the last USE means. */
export function databaseOf(world: World, name = world.current): DumpDatabase {
  const known = world.databases.get(name)
  if (known) return known
  const made = newDatabase(name)
  world.databases.set(name, made)
  return made
}

function create(cursor: TokenCursor, world: World): void {
  const replace = cursor.words('OR', 'REPLACE')
  if (cursor.words('TABLE')) createTableIn(cursor, world, replace)
  else if (cursor.oneOf('DATABASE', 'SCHEMA') !== '') createDatabase(cursor, world)
  else if (cursor.words('UNIQUE', 'INDEX')) createUnique(cursor, world)
  else createOther(cursor, world)
}

const BODIES = new Set(['TRIGGER', 'PROCEDURE', 'FUNCTION', 'EVENT', 'PACKAGE'])

/** A view takes the place of the table that stood for it; a body is not read. */
function createOther(cursor: TokenCursor, world: World): void {
  while (!cursor.done) {
    const { keyword } = cursor.take()
    if (BODIES.has(keyword)) return
    if (keyword === 'VIEW') {
      dropTable(cursor, world)
      return
    }
  }
}

function createTableIn(cursor: TokenCursor, world: World, replace: boolean): void {
  const ifNotExists = cursor.words('IF', 'NOT', 'EXISTS')
  const path = cursor.path()
  const database = databaseOf(world, path.database)
  if (database.tables.has(path.name) && !replace) {
    if (ifNotExists) return
    throw new SqlFault(`the table ${path.name} is already there`)
  }
  const context = { database: database.name, defaults: database.defaults }
  database.tables.set(path.name, newTable(createTable(path.name, cursor, context)))
}

function createDatabase(cursor: TokenCursor, world: World): void {
  cursor.words('IF', 'NOT', 'EXISTS')
  const database = databaseOf(world, cursor.name())
  const { comment: _, ...defaults } = tableOptions(cursor)
  database.defaults = defaults
}

function createUnique(cursor: TokenCursor, world: World): void {
  while (!cursor.words('ON')) cursor.take()
  const { database, name } = cursor.path()
  const table = findTable(databaseOf(world, database), name)
  if (table) addKey(table.definition, 'unique', keyColumns(cursor))
}

function alter(cursor: TokenCursor, world: World): void {
  cursor.oneOf('ONLINE', 'IGNORE')
  if (!cursor.words('TABLE')) return
  cursor.words('IF', 'EXISTS')
  const path = cursor.path()
  const database = databaseOf(world, path.database)
  const table = findTable(database, path.name)
  if (table) alterTable(table.definition, cursor, database.name)
}

function drop(cursor: TokenCursor, world: World): void {
  cursor.oneOf('TEMPORARY')
  if (cursor.oneOf('TABLE', 'VIEW') !== '') {
    cursor.words('IF', 'EXISTS')
    do dropTable(cursor, world)
    while (cursor.symbol(','))
  } else if (cursor.oneOf('DATABASE', 'SCHEMA') !== '') {
    cursor.words('IF', 'EXISTS')
    world.databases.delete(cursor.name())
  }
}

function dropTable(cursor: TokenCursor, world: World): void {
  cursor.words('IF', 'NOT', 'EXISTS')
  const { database, name } = cursor.path()
  databaseOf(world, database).tables.delete(name)
}
