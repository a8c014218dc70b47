import type { Catalog, PublishedTable, PublishedVersion } from '../../core/catalog.ts'
import type { Engine } from '../../core/engine.ts'
import { StarliftError } from '../../core/error.ts'
import { id, parquet } from '../../core/sql.ts'
import { LAKE, tableInput, VERSION } from './table-input.ts'

type Sdk = typeof import('@aws-sdk/client-glue')
type Table = import('@aws-sdk/client-glue').Table

export interface GlueOptions {
  /** The catalog's database; made where it is not there. */
  readonly database: string
  /** The lake's address, `s3://bucket/prefix/`. */
  readonly root: string
}

/**
 * The star as tables of a Glue database, which Athena, Spark and Redshift read. Tables are told by the API and never by DDL: dimensions
 * first, facts last, so that a query in between joins a fact with dimensions that are at least as new; for a rollback the other way.
 * A table that shows a newer version of the lake stays as it is, and one of another lake is refused.
 */
export const glueCatalog = (engine: Engine, options: GlueOptions): Catalog => ({
  label: `Glue ${options.database}`,
  announce: async (version) => {
    const glue = await openGlue(options)
    for (const table of version.tables) await checkMoments(engine, table)
    for (const table of inOrder(version)) await glue.show(table, version)
    await glue.removeOthers(version)
  },
})

const inOrder = ({ tables, isRollback }: PublishedVersion): readonly PublishedTable[] => {
  const rank = ({ kind }: PublishedTable): number => (kind === 'dimension' ? 0 : 1)
  const ordered = tables.toSorted((a, b) => rank(a) - rank(b))
  return isRollback ? ordered.reverse() : ordered
}

/** Athena reads timestamps of plain Parquet tables to the millisecond. */
async function checkMoments(engine: Engine, table: PublishedTable): Promise<void> {
  const moments = table.columns.filter(({ type }) => type.startsWith('timestamp'))
  if (moments.length === 0) return
  const finer = moments.map(({ name }) => `count(*) filter (epoch_us(${id(name)}) % 1000 <> 0)`)
  const { rows } = await engine.query(`select ${finer.join(', ')} from ${parquet(...(await table.files()))}`)
  const at = rows[0]!.findIndex((count) => count !== '0')
  if (at < 0) return
  const subject = `${table.name}.${moments[at]!.name}`
  throw new StarliftError('TYPE_REFUSED', {
    operation: 'announce',
    subject,
    what: `${subject} is finer than milliseconds in ${rows[0]![at]} rows, and Athena would round them`,
    next: 'Publish the day of it, day(value, zone), or leave the column out of the star.',
  })
}

async function openGlue(options: GlueOptions): Promise<GlueDatabase> {
  const sdk = await import('@aws-sdk/client-glue').catch((cause: unknown) => Promise.reject(missing(cause)))
  const glue = new GlueDatabase(sdk, options)
  await glue.ensure()
  return glue
}

const missing = (cause: unknown): StarliftError =>
  new StarliftError('CONFIG', {
    operation: 'announce',
    subject: '@aws-sdk/client-glue',
    what: 'A Glue catalog needs the AWS SDK, which is not installed',
    next: 'npm install @aws-sdk/client-glue',
    cause,
  })

/** How often a table is told that somebody else changes at the same time. */
const MOST_ATTEMPTS = 5

const isNamed = (error: unknown, name: string): boolean => (error as Error | null)?.name === name

/** One database of the catalog, by the SDK. */
class GlueDatabase {
  readonly #sdk: Sdk
  readonly #client: InstanceType<Sdk['GlueClient']>
  readonly #options: GlueOptions

  constructor(sdk: Sdk, options: GlueOptions) {
    this.#sdk = sdk
    this.#options = options
    this.#client = new sdk.GlueClient({
      region: process.env.AWS_REGION ?? process.env.AWS_DEFAULT_REGION ?? 'us-east-1',
    })
  }

  async ensure(): Promise<void> {
    const DatabaseInput = { Name: this.#options.database, Description: 'Stars that Starlift publishes' }
    await this.#client.send(new this.#sdk.CreateDatabaseCommand({ DatabaseInput })).catch((error: unknown) => {
      if (!isNamed(error, 'AlreadyExistsException')) throw error
    })
  }

  /** Shows a table's new version; again, where somebody else changed it in the same moment. */
  async show(table: PublishedTable, version: PublishedVersion): Promise<void> {
    const { database: DatabaseName, root } = this.#options
    const TableInput = tableInput(table, version, root)
    for (let attempt = 1; ; attempt++) {
      const there = await this.#find(TableInput.Name!)
      if (there && !this.#mayShow(there, version)) return
      const VersionId = there?.VersionId
      const command = there
        ? new this.#sdk.UpdateTableCommand({ DatabaseName, TableInput, ...(VersionId ? { VersionId } : {}) })
        : new this.#sdk.CreateTableCommand({ DatabaseName, TableInput })
      try {
        await this.#client.send(command as InstanceType<Sdk['UpdateTableCommand']>)
        return
      } catch (error) {
        const raced = ['ConcurrentModificationException', 'AlreadyExistsException', 'EntityNotFoundException']
        if (!raced.some((name) => isNamed(error, name)) || attempt === MOST_ATTEMPTS) throw error
      }
    }
  }

  async #find(Name: string): Promise<Table | undefined> {
    const command = new this.#sdk.GetTableCommand({ DatabaseName: this.#options.database, Name })
    return this.#client.send(command).then(
      ({ Table: found }) => found,
      (error: unknown) => (isNamed(error, 'EntityNotFoundException') ? undefined : Promise.reject(error)),
    )
  }

  /** False where the table shows a newer version already. */
  #mayShow({ Name, Parameters = {} }: Table, { lake, version }: PublishedVersion): boolean {
    if (Parameters[LAKE] === lake) return Number(Parameters[VERSION] ?? 0) <= version
    throw new StarliftError('MODEL_NAME', {
      operation: 'announce',
      subject: `${this.#options.database}.${Name}`,
      what: `The Glue table ${this.#options.database}.${Name} is not this lake's`,
      lines: [Parameters[LAKE] === undefined ? 'Something else made it.' : `It shows the lake ${Parameters[LAKE]}.`],
      next: 'Name another database in the config,  glue: { database } , or publish the table under another name.',
    })
  }

  /** Tables of this lake that the star no longer has. */
  async removeOthers({ lake, version, tables }: PublishedVersion): Promise<void> {
    const { database: DatabaseName } = this.#options
    const names = new Set(tables.map(({ name }) => name.toLowerCase()))
    let NextToken: string | undefined
    do {
      const page = await this.#client.send(new this.#sdk.GetTablesCommand({ DatabaseName, NextToken }))
      for (const { Name = '', Parameters = {} } of page.TableList ?? [])
        if (Parameters[LAKE] === lake && !names.has(Name) && Number(Parameters[VERSION]) < version)
          await this.#client.send(new this.#sdk.DeleteTableCommand({ DatabaseName, Name }))
      NextToken = page.NextToken
    } while (NextToken !== undefined)
  }
}
