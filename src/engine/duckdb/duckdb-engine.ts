import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api'
import type { ColumnBatch } from '../../core/batch.ts'
import type { Answer, Engine, FileFigures, Parameter } from '../../core/engine.ts'
import type { TypedColumn } from '../../core/schema.ts'
import { text } from '../../core/sql.ts'
import { engineFailure } from './failure.ts'
import { Landings } from './landing.ts'
import { answer, restrictedAnswer } from './query.ts'
import { Underway } from './underway.ts'

export interface DuckdbOptions {
  /** A folder for what does not fit in memory. */
  readonly scratch?: string
  /** As DuckDB writes it: `2GB`. Default: 80% of the machine's. */
  readonly memory?: string
  readonly threads?: number
}

/** Signed types, V1 pages and zstd: what every reader of Parquet reads alike. */
const PARQUET = 'format parquet, parquet_version v1, compression zstd, row_group_size 122880'

/**
 * What is landed is read a few times and then removed: searching for dictionaries costs half of the writing, and saves no byte where zstd
 * follows.
 */
const LANDED = `(${PARQUET}, compression_level 1, dictionary_size_limit 1)`

const optionsOf = (about: Readonly<Record<string, string>>): string => {
  const pairs = Object.entries(about).map(([name, value]) => `${text(name)}: ${text(value)}`)
  return pairs.length > 0 ? `(${PARQUET}, kv_metadata {${pairs.join(', ')}})` : `(${PARQUET})`
}

/** An engine inside this process; nothing to install or start. */
export async function duckdbEngine(options: DuckdbOptions = {}): Promise<Engine> {
  const instance = await DuckDBInstance.create(':memory:', settings(options))
  const connection = await instance.connect()
  await connection.run("set timezone = 'UTC'; set preserve_insertion_order = true")
  const underway = new Underway(connection)
  const place: Place = { instance, landings: new Landings(connection), underway: new Set([underway]) }
  let restricted = false
  return {
    land: (columns, batches, file) => land(place, { columns, batches, file }),
    run: (sql) => underway.on((on) => execute(on, sql)),
    query: (sql, parameters = []) => underway.on((on) => (restricted ? restrictedAnswer : query)(on, sql, parameters)),
    write: (select, file, about = {}) =>
      underway.on((on) => write(on, `copy (${select}\n) to ${text(file)} ${optionsOf(about)}`, file)),
    async restrict(files) {
      await underway.on((on) => restrict(on, files))
      restricted = true
    },
    interrupt() {
      for (const each of place.underway) each.interrupt()
    },
    async [Symbol.asyncDispose]() {
      await Promise.all([...place.underway].map((each) => each.close()))
      instance.closeSync()
    },
  }
}

function settings({ scratch, memory, threads }: DuckdbOptions): Record<string, string> {
  return {
    autoinstall_known_extensions: 'false',
    autoload_known_extensions: 'true',
    ...(scratch ? { temp_directory: join(scratch, 'spill') } : {}),
    ...(memory ? { memory_limit: memory } : {}),
    ...(threads ? { threads: String(threads) } : {}),
  }
}

async function execute(connection: DuckDBConnection, sql: string): Promise<void> {
  try {
    await connection.run(sql)
  } catch (error) {
    throw engineFailure(error, 'run', sql)
  }
}

async function query(connection: DuckDBConnection, sql: string, parameters: readonly Parameter[]): Promise<Answer> {
  try {
    return await answer(connection, sql, parameters)
  } catch (error) {
    throw engineFailure(error, 'query', sql)
  }
}

async function restrict(connection: DuckDBConnection, files: readonly string[]): Promise<void> {
  const allowed = files.map(text).join(', ')
  await execute(
    connection,
    `set allowed_paths = [${allowed}]; set enable_external_access = false; set lock_configuration = true`,
  )
}

async function write(connection: DuckDBConnection, copy: string, file: string): Promise<FileFigures> {
  try {
    const result = await connection.runAndReadAll(copy)
    return { rows: Number(result.getRows()[0]![0]), bytes: (await stat(file)).size }
  } catch (error) {
    throw engineFailure(error, 'write', file)
  }
}

/** Where batches land. */
interface Place {
  readonly instance: DuckDBInstance
  readonly landings: Landings
  /** On the engine's own connection, and on one for each file that lands. */
  readonly underway: Set<Underway>
}

interface Landing {
  readonly columns: readonly TypedColumn[]
  readonly batches: AsyncIterable<ColumnBatch>
  readonly file: string
}

/** By a connection of its own: several may land at once. */
async function land(place: Place, { columns, batches, file }: Landing): Promise<number> {
  const underway = new Underway(await place.instance.connect())
  place.underway.add(underway)
  try {
    const { rows } = await place.landings.with(columns, batches, (relation) =>
      underway.on((on) => write(on, `copy ${relation} to ${text(file)} ${LANDED}`, file)),
    )
    return rows
  } finally {
    place.underway.delete(underway)
    await underway.close()
  }
}
