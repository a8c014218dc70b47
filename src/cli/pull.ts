import { existsSync, readFileSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { join, relative } from 'node:path'
import { type CompleteConfig, openSource } from '../config.ts'
import { StarliftError } from '../core/error.ts'
import type { Schema } from '../core/schema.ts'
import { type SchemaChange, schemaChanges } from '../model/schema-changes.ts'
import { schemaText } from '../model/schema-file.ts'
import { schemaTables } from '../model/schema-tables.ts'
import { newRunName } from '../pipeline/scratch.ts'
import { loadConfig, loadSchema } from '../project-files.ts'
import type { CommonOptions } from './options.ts'
import { NO_LINES, type TouchedLines, touchedLines } from './pull-lines.ts'
import { pullOptions } from './pull-options.ts'
import { changesText, linesText } from './pull-text.ts'
import { passingFolder } from './scratch.ts'
import { counted, print, printJson } from './text.ts'

interface PullCommand extends CommonOptions {
  readonly check?: boolean
}

/** Writes schema.ts, and nothing else; with `check` not even that. Says what changed, and what that means for the model. */
export async function pull({ config: file, json, check }: PullCommand): Promise<void> {
  const config = await loadConfig(file)
  const { schema, label } = await readSchema(config)
  const pulled = await compared(config, schema)
  if (!check) await writeFile(config.schema, pulled.text)
  const relations =
    schema.tables.reduce((sum, { references: all }) => sum + all.length, 0) + config.pull.references.length
  const shown = relative(process.cwd(), config.schema)
  if (json) {
    const { changed, changes, lines } = pulled
    printJson({ schema: shown, tables: schema.tables.length, relations, changed, changes, ...lines })
    if (check && changed) process.exitCode = 4
    return
  }
  print(`${shown}   ${counted(schema.tables.length, 'table')}, ${counted(relations, 'foreign key')} from ${label}`)
  printPulled(pulled)
  if (check && pulled.changed) throw stale(shown, label)
}

async function readSchema(config: CompleteConfig): Promise<{ schema: Schema; label: string }> {
  await using folder = passingFolder(join(config.scratch, `pull-${newRunName()}`))
  await using source = await openSource(config, folder.path)
  return { schema: await source.schema(), label: source.label }
}

interface Pulled {
  readonly text: string
  readonly changed: boolean
  /** Whether there was a schema.ts, and one that could be read. */
  readonly before: 'absent' | 'unreadable' | 'read'
  readonly changes: readonly SchemaChange[]
  readonly lines: TouchedLines
}

async function compared(config: CompleteConfig, schema: Schema): Promise<Pulled> {
  const tables = schemaTables(schema, pullOptions(schema, config))
  const text = schemaText(tables)
  const there = existsSync(config.schema)
  const changed = !there || readFileSync(config.schema, 'utf8') !== text
  const was = there ? await loadSchema(config.schema) : null
  const changes = was ? schemaChanges(was, tables) : []
  const lines = was ? await touchedLines(config, { schema, tables, changes }) : NO_LINES
  return { text, changed, before: was ? 'read' : there ? 'unreadable' : 'absent', changes, lines }
}

function printPulled({ before, changed, changes, lines }: Pulled): void {
  if (before === 'absent') return
  const touched = linesText(lines)
  if (!changed) print('Nothing has changed.')
  else if (before === 'unreadable') print('What it said before could not be read.')
  else if (changes.length === 0) print('It says the same in other words.')
  else print(`\n${changesText(changes)}${touched === '' ? '\n\nNo line of your model uses what changed.' : ''}`)
  if (touched !== '') print(`\n${touched}`)
}

const stale = (schema: string, source: string): StarliftError =>
  new StarliftError('SCHEMA_CHANGED', {
    operation: 'pull',
    subject: schema,
    what: `${schema} does not say what ${source} says`,
    next: 'npx starlift pull  writes it; then mend the lines that break.',
  })
