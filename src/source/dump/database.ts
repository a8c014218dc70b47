import type { TableDefinition, TextRules } from './definition.ts'
import type { Extent } from './extent.ts'
import type { InsertHead } from './insert-head.ts'

/** A table of the dump with everything that was said of it up to now. */
export interface DumpTable {
  readonly definition: TableDefinition
  readonly extents: Extent[]
  /** Every list of columns that INSERTs name; null in it for those that name none. */
  readonly heads: Map<string, readonly string[] | null>
  /** Whether rows stand under a session whose zone is not UTC. */
  otherZone: boolean
  verb: InsertHead['verb']
}

/** One database of the dump. */
export interface DumpDatabase {
  readonly name: string
  defaults: TextRules
  readonly tables: Map<string, DumpTable>
}

export const newDatabase = (name: string): DumpDatabase => ({ name, defaults: {}, tables: new Map() })

export const newTable = (definition: TableDefinition): DumpTable => ({
  definition,
  extents: [],
  heads: new Map(),
  otherZone: false,
  verb: 'insert',
})

/** Table names are told apart by case only where two tables differ in nothing else. */
export function findTable(database: DumpDatabase, name: string): DumpTable | undefined {
  const exact = database.tables.get(name)
  if (exact) return exact
  const alike = [...database.tables.values()].filter(
    ({ definition }) => definition.name.toLowerCase() === name.toLowerCase(),
  )
  return alike.length === 1 ? alike[0] : undefined
}
