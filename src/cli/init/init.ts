import { existsSync } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { adaptersOf, openToExplore } from '../../config.ts'
import { isStarliftError, StarliftError } from '../../core/error.ts'
import type { Schema } from '../../core/schema.ts'
import type { Source } from '../../core/source.ts'
import type { SchemaTables } from '../../model/definition.ts'
import { schemaText } from '../../model/schema-file.ts'
import { type PullOptions, schemaTables } from '../../model/schema-tables.ts'
import { newRunName } from '../../pipeline/scratch.ts'
import { labelOf } from '../../propose/label.ts'
import { propose } from '../../propose/propose.ts'
import { starText } from '../../propose/star-text.ts'
import { writeDump } from '../demo.ts'
import type { CommonOptions } from '../options.ts'
import { pullOptions } from '../pull-options.ts'
import { passingFolder } from '../scratch.ts'
import { printJson } from '../text.ts'
import { configText } from './files.ts'
import { type Initialized, initializedJson } from './initialized.ts'
import { type Look, look } from './look.ts'
import { DEMO_DUMP, type Origin, type OriginOptions, originOf } from './origin.ts'
import { printInit } from './print.ts'
import { cannotWrite, writeProject } from './project.ts'
import { findingsIn, worthKnowing, zeroDatesIn } from './worth-knowing.ts'

export type InitOptions = CommonOptions & OriginOptions

/** Looks at the source, proposes a model, and only then writes: a project that runs as it is. */
export async function init(options: InitOptions, folder: string, version: string): Promise<void> {
  const origin = await originOf(folder, options)
  if (options.demo) await writeSample(folder).catch((error: unknown) => Promise.reject(cannotWrite(folder, error)))
  const { text: schema, settings, found } = await lookAt(origin)
  const place = { folder, configFile: resolve(folder, options.config), config: origin.config, version }
  const written = await writeProject(place, { schema, star: starText(found.proposal), settings })
  const done: Initialized = { ...found, ...written, folder, passwordMissing: origin.passwordMissing }
  if (options.json) printJson(initializedJson(done))
  else printInit(done, version)
}

async function writeSample(folder: string): Promise<void> {
  const file = join(folder, DEMO_DUMP)
  await mkdir(folder, { recursive: true })
  if (!existsSync(file)) await writeDump(file, 1, 1)
}

interface Looked {
  readonly found: Pick<Initialized, 'source' | 'schema' | 'exact' | 'rows' | 'proposal' | 'worthKnowing'>
  /** Of schema.ts. */
  readonly text: string
  readonly settings: string | null
}

/** Reads only. */
async function lookAt(origin: Origin): Promise<Looked> {
  const { config, from } = origin
  await using folder = passingFolder(join(config.scratch, `init-${newRunName()}`))
  await using source = await openToExplore(config, folder.path)
  const { tables, names, schema: declared } = named(await tablesOf(source), origin)
  await using engine = await adaptersOf(config).openEngine(folder.path)
  const seen = await look(declared, { engine, source, scratch: folder.path })
  const schema = sized(declared, seen)
  const proposal = propose(schema, tables, findingsIn(seen))
  return {
    found: {
      source: { label: source.label, from, witness: source.witness, connection: source.connection ?? null },
      schema,
      exact: config.source.dump !== undefined || seen.profiles.length === schema.tables.length,
      rows: schema.tables.reduce((sum, { rows }) => sum + (rows ?? 0), 0),
      proposal,
      worthKnowing: worthKnowing({ schema, proposal, look: seen, kept: existsSync(config.model) }),
    },
    text: schemaText(tables),
    settings:
      origin.source &&
      configText({ source: origin.source, zeroDates: zeroDatesIn(seen), names, references: seen.references }),
  }
}

/** A server shows a user only what it may read. */
async function tablesOf(source: Source): Promise<Schema> {
  const schema = await source.schema()
  if (schema.tables.length > 0) return schema
  throw new StarliftError('CONFIG', {
    operation: 'init',
    subject: source.label,
    what: `There is no table in ${source.label}`,
    lines: ['A server shows a user only the tables that it may read.'],
    next: 'Name another database, or grant SELECT on this one.',
  })
}

function sized(schema: Schema, { profiles }: Look): Schema {
  const counted = new Map(profiles.map(({ table, rows }) => [table, rows]))
  const rowsOf = ({ name, rows }: Schema['tables'][number]): number => counted.get(name) ?? rows ?? 0
  return { ...schema, tables: schema.tables.map((table) => ({ ...table, rows: rowsOf(table) })) }
}

interface Named {
  /** With the keys and references that the config adds. */
  readonly schema: Schema
  readonly tables: SchemaTables
  /** Names that the config must say. */
  readonly names: Readonly<Record<string, string>>
}

const completed = (schema: Schema, tables: SchemaTables, { named: added }: PullOptions): Schema => ({
  ...schema,
  tables: schema.tables.map((table) => ({
    ...table,
    key: tables[table.name]!.key,
    references: [...table.references, ...added.filter(({ from }) => from === table.name)],
  })),
})

const unsettled = (error: StarliftError): StarliftError =>
  error.with({
    lines: [...error.lines, 'There is no config yet: write one with a source and this, and run init again.'],
  })

/** A foreign key with no free name gets one; where a config is there already, naming is its owner's. */
function named(schema: Schema, origin: Origin, names: Readonly<Record<string, string>> = {}): Named {
  const options = pullOptions(schema, origin.config)
  try {
    const tables = schemaTables(schema, { ...options, names: { ...options.names, ...names } })
    return { schema: completed(schema, tables, options), tables, names }
  } catch (error) {
    const subject = isStarliftError(error, 'PULL_NAME') ? error.subject : ''
    if (origin.source !== null && isStarliftError(error, 'PULL_NAME') && !subject.includes('.')) throw unsettled(error)
    if (origin.source === null || !subject.includes('.') || subject in names) throw error
    const column = subject.slice(subject.indexOf('.') + 1)
    return named(schema, origin, { ...names, [subject]: `${labelOf(column) || 'other'}Reference` })
  }
}
