import { id } from '../../../core/sql.ts'
import { QueryFault } from '../sql/fault.ts'
import type { QuerySource, TableName } from '../sql/place.ts'
import { translateQuery } from '../sql/translate.ts'
import { allColumns, type Table, type TableColumn, type TableKey, tableNamed } from '../table/glue-table.ts'
import { informationSelect } from '../table/information-schema.ts'
import { type OpenTable, openTable } from '../table/open-table.ts'
import { injectedColumns } from '../table/projection.ts'
import { tableFiles } from '../table/table-files.ts'
import { decodeView } from '../table/view-text.ts'
import { duckdbText } from '../type/data-type.ts'
import { faultOf } from './query-fault.ts'
import type { Session } from './session.ts'

const CATALOG = 'awsdatacatalog'
const DEEPEST_VIEW = 20

/**
 * The tables that a query names. While it is translated they are empty tables of the right types, which an engine binds in no time;
 * `open` puts their rows in their places.
 */
export class NamedTables implements QuerySource {
  readonly #session: Session
  readonly #database: string
  readonly #found: Map<string, Table>
  readonly #depth: number

  constructor(session: Session, database: string, found: Map<string, Table> = new Map(), depth = 0) {
    this.#session = session
    this.#database = database
    this.#found = found
    this.#depth = depth
  }

  async types(select: string): Promise<readonly string[]> {
    const { rows } = await this.#session.engine.query(`describe ${select}`)
    return rows.map(([, type]) => type!)
  }

  async table({ catalog = CATALOG, database = this.#database, name }: TableName): Promise<string> {
    if (catalog.toLowerCase() !== CATALOG)
      throw new QueryFault('CATALOG_NOT_FOUND', `Catalog '${catalog}' does not exist`)
    const key: TableKey = { database: database.toLowerCase(), name: name.toLowerCase() }
    const named = id(`${key.database}.${key.name}`)
    if (!this.#found.has(named)) await this.#define(named, key)
    return named
  }

  async #define(named: string, key: TableKey): Promise<void> {
    const { engine, context } = this.#session
    if (key.database === 'information_schema') {
      await engine.run(`create table ${named} as ${await informationSelect(context, key.name)}`)
      this.#found.set(named, {} as Table)
      return
    }
    const table = await tableNamed(context, key)
    if (table.TableType === 'VIRTUAL_VIEW') await this.#defineView(named, table)
    else await engine.run(`create table ${named} (${allColumns(table).map(field).join(', ')})`)
    this.#found.set(named, table)
  }

  async #defineView(named: string, table: Table): Promise<void> {
    if (this.#depth >= DEEPEST_VIEW) throw new QueryFault('INVALID_VIEW', `View ${table.Name} stands on itself`)
    const { sql, database } = decodeView(table.ViewOriginalText, table.Name ?? '')
    const inside = new NamedTables(this.#session, database, this.#found, this.#depth + 1)
    await this.#session.engine.run(`create view ${named} as ${await translateQuery(sql, inside)}`)
  }

  /** Tables with their keys, but views and what is no table of Glue's. */
  get tables(): readonly (readonly [named: string, table: Table])[] {
    return [...this.#found].filter(([, { Name, TableType }]) => Name !== undefined && TableType !== 'VIRTUAL_VIEW')
  }

  /** Puts the tables' rows in their places, and says what they are read from. */
  async open(): Promise<readonly (OpenTable & { readonly table: Table })[]> {
    const { engine, context } = this.#session
    const opened: (OpenTable & { readonly table: Table })[] = []
    for (const [named, table] of this.tables) {
      const files = await tableFiles(context, table, { database: table.DatabaseName!, name: table.Name! })
      try {
        const one = await openTable(this.#session, table, files)
        await engine.run(`drop table ${named}; create view ${named} as ${one.select}`)
        opened.push({ ...one, table })
      } catch (error) {
        throw faultOf(error, files)
      }
    }
    return opened
  }

  /** Columns that the query must hold to one value each. */
  get injected(): readonly string[] {
    return this.tables.flatMap(([, table]) => injectedColumns(table))
  }
}

const field = ({ name, type }: TableColumn): string => `${id(name)} ${duckdbText(type)}`
