import { existsSync, readFileSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { join, relative } from 'node:path'
import { openSource } from '../config.ts'
import { schemaText } from '../model/schema-file.ts'
import { newRunName } from '../pipeline/scratch.ts'
import { loadConfig } from '../project-files.ts'
import type { CommonOptions } from './options.ts'
import { passingFolder } from './scratch.ts'
import { counted, print, printJson } from './text.ts'

/** Writes schema.ts, and nothing else. */
export async function pull({ config: file, json }: CommonOptions): Promise<void> {
  const config = await loadConfig(file)
  await using folder = passingFolder(join(config.scratch, `pull-${newRunName()}`))
  await using source = await openSource(config, folder.path)
  const schema = await source.schema()
  const { keys, references, names } = config.pull
  const named = references.map(({ table, columns, to, toColumns, name }) => ({
    from: table,
    columns,
    table: to,
    to: toColumns ?? schema.tables.find((one) => one.name === to)?.key ?? keys[to] ?? [],
    name,
  }))
  const text = schemaText(schema, { keys, named, names })
  const before = existsSync(config.schema) ? readFileSync(config.schema, 'utf8') : null
  await writeFile(config.schema, text)
  const relations = schema.tables.reduce((sum, { references: all }) => sum + all.length, 0) + references.length
  const shown = relative(process.cwd(), config.schema)
  if (json) return printJson({ schema: shown, tables: schema.tables.length, relations, changed: before !== text })
  print(
    `${shown}   ${counted(schema.tables.length, 'table')}, ${counted(relations, 'foreign key')} from ${source.label}`,
  )
  if (before === text) print('Nothing has changed.')
  else if (before !== null) print(difference(before, text))
}

/** Lines that went and came; tsc says which lines of star.ts they break. */
function difference(before: string, after: string): string {
  const [old, now] = [before.split('\n'), after.split('\n')]
  const gone = old.filter((line) => !now.includes(line)).map((line) => `- ${line.trim()}`)
  const come = now.filter((line) => !old.includes(line)).map((line) => `+ ${line.trim()}`)
  return [...gone, ...come, '', 'npx tsc --noEmit  shows the lines of star.ts that this breaks.'].join('\n')
}
