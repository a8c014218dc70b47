import type { Catalog, PublishedTable, PublishedVersion } from '../../core/catalog.ts'
import type { Engine } from '../../core/engine.ts'
import { StarliftError } from '../../core/error.ts'
import { id, parquet } from '../../core/sql.ts'
import { checkShown } from './shown-version.ts'

export interface ReadBackOptions {
  readonly database: string
  /** What readers of the catalog ask. */
  readonly open: () => Promise<Pick<Engine, 'query'>>
}

/**
 * One query a table, where its readers ask: rows and the sums of decimals are those of the files that were proven. Fails with LAKE_FALSE
 * where readers see something else.
 */
export const readBack = (engine: Engine, { database, open }: ReadBackOptions): Catalog => ({
  label: `Athena ${database}`,
  announce: async (version) => {
    await checkShown(database, { ...version, tables: version.tables.map(({ name }) => name) })
    const readers = await open()
    for (const table of version.tables) await compare(table, version, { engine, readers })
  },
})

interface Both {
  readonly engine: Pick<Engine, 'query'>
  readonly readers: Pick<Engine, 'query'>
}

async function compare(table: PublishedTable, { version }: PublishedVersion, { engine, readers }: Both): Promise<void> {
  const decimals = table.columns.filter(({ type }) => type.startsWith('decimal')).map(({ name }) => name)
  const figures = (name: (column: string) => string) =>
    ['count(*)', ...decimals.map((column) => `sum(${name(column)})`)].map((one) => `cast(${one} as varchar)`).join(', ')
  const proven = await engine.query(`select ${figures(id)} from ${parquet(...(await table.files()))}`)
  const lower = (column: string) => id(column.toLowerCase())
  const seen = await readers.query(`select ${figures(lower)} from ${lower(table.name)}`)
  const wrong = ['rows', ...decimals].flatMap((figure, i) => {
    const [ours, theirs] = [proven.rows[0]![i]!, seen.rows[0]![i]!]
    return ours === theirs ? [] : [`${figure}: proven ${ours ?? 'NULL'}, read ${theirs ?? 'NULL'}`]
  })
  if (wrong.length > 0) throw differs(table.name, version, wrong)
}

const differs = (table: string, version: number, lines: readonly string[]): StarliftError =>
  new StarliftError('LAKE_FALSE', {
    operation: 'announce',
    subject: table,
    what: `Athena reads another ${table} than version ${version} holds: ${lines.join('; ')}`,
    next: 'Look at the table in the Glue catalog;  npx starlift run  tells it again.',
  })
