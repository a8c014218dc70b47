import { StarliftError } from '../../core/error.ts'
import { nearest } from '../../core/nearest.ts'
import type { Schema } from '../../core/schema.ts'
import { tableOf } from '../../core/schema.ts'
import type { DecimalDigits, Snapshot, Source, TableColumns } from '../../core/source.ts'
import { applyPolicy, completePolicy, type Policy } from '../policy.ts'
import type { DumpDatabase, DumpTable } from './database.ts'
import { decimalDigits } from './decimal-digits.ts'
import { dumpSchema } from './dump-schema.ts'
import { dumpError } from './faults.ts'
import { type DumpFile, openDumpFile } from './file.ts'
import { DumpSnapshot } from './snapshot.ts'
import { type Survey, surveyDump } from './survey.ts'
import { Witness } from './witness/witness.ts'

export interface DumpOptions {
  /** A mysqldump or mariadb-dump file, plain or compressed by gzip or zstd. */
  readonly path: string
  readonly policy: Policy
  /** A folder for temporary files: a compressed dump is unpacked there while the source is open. */
  readonly scratch: string
  /** Says that TIMESTAMP values are UTC where the dump itself does not. */
  readonly timeZone?: '+00:00'
  /** Which database of the dump; needed where it holds tables of several. */
  readonly database?: string
}

/** Opens a dump as a source. Reads it once, for its tables, the places of their rows, and its digest. */
export async function dumpSource(options: DumpOptions): Promise<Source> {
  const file = await openDumpFile(options.path, options.scratch)
  try {
    const survey = await surveyDump(file, options.database === undefined ? {} : { database: options.database })
    const database = chosen(survey, file.label, options.database)
    const schema = applyPolicy(dumpSchema(database, options.timeZone !== undefined), options.policy)
    return new DumpSource({ file, survey, database, schema, policy: completePolicy(options.policy, schema) })
  } catch (error) {
    await file[Symbol.asyncDispose]()
    throw error
  }
}

/** The database that is meant: the named one, or the only one. */
export function chosen({ databases }: Survey, label: string, wanted: string | undefined): DumpDatabase {
  const filled = [...databases.values()].filter(({ tables }) => tables.size > 0)
  const names = filled.map(({ name }) => name)
  if (wanted !== undefined) {
    const named = filled.find(({ name }) => name === wanted)
    const alone = filled.length === 1 && names[0] === '' ? filled[0] : undefined
    if (named ?? alone) return named ?? alone!
    throw choose(
      label,
      `The dump has no tables of a database ${wanted}`,
      nearest(wanted, names).length > 0 ? nearest(wanted, names) : names,
    )
  }
  if (filled.length > 1) throw choose(label, `The dump holds ${filled.length} databases`, names)
  if (filled[0]) return filled[0]
  throw dumpError({
    code: 'SOURCE_CORRUPT',
    subject: label,
    what: 'The dump holds no tables.',
    next: 'Check that the path names a dump made with mysqldump or mariadb-dump.',
  })
}

const choose = (label: string, what: string, names: readonly string[]): StarliftError =>
  new StarliftError('CONFIG', {
    operation: 'read',
    subject: label,
    what: `${what}.`,
    lines: names.slice(0, 20),
    next: `Name one in the config: database: '${names[0] ?? ''}'.`,
  })

const SMALL = 1_000_000

/** Tables of which the content is compared in any case. */
const small = ({ tables }: DumpDatabase): ReadonlySet<string> =>
  new Set(
    [...tables]
      .filter(([, { extents }]) => extents.reduce((rows, each) => rows + each.rows, 0) <= SMALL)
      .map(([name]) => name),
  )

interface Parts {
  readonly file: DumpFile
  readonly survey: Survey
  readonly database: DumpDatabase
  readonly schema: Schema
  readonly policy: Policy
}

class DumpSource implements Source {
  readonly label: string
  readonly witness = 'the dump'
  readonly #parts: Parts

  constructor(parts: Parts) {
    this.#parts = parts
    this.label = parts.file.label
  }

  schema(): Promise<Schema> {
    return Promise.resolve(this.#parts.schema)
  }

  async digits(table: string, name: string): Promise<DecimalDigits | null> {
    const { file, schema } = this.#parts
    const column = tableOf(schema, table)?.columns.find((each) => each.name === name)
    if (!column) throw new Error(`there is no column ${table}.${name}`)
    return decimalDigits({ file, table: this.#table(table), column })
  }

  async snapshot(views: readonly TableColumns[]): Promise<Snapshot> {
    const { file, survey, database, policy } = this.#parts
    for (const { table } of views) this.#table(table)
    const witness = new Witness({
      file,
      digest: survey.digest,
      database: database.name,
      schema: this.#parts.schema,
      policy,
      views,
      small: small(database),
    })
    return new DumpSnapshot(
      { file, digest: survey.digest, policy, tables: database.tables, witness: (question) => witness.answer(question) },
      views,
    )
  }

  [Symbol.asyncDispose](): Promise<void> {
    return Promise.resolve(this.#parts.file[Symbol.asyncDispose]())
  }

  #table(name: string): DumpTable {
    const table = this.#parts.database.tables.get(name)
    if (!table) throw new Error(`there is no table ${name}`)
    return table
  }
}
