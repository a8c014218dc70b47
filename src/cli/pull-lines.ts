import { existsSync, readFileSync } from 'node:fs'
import { relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { CompleteConfig } from '../config.ts'
import { StarliftError } from '../core/error.ts'
import type { Schema } from '../core/schema.ts'
import { compileStar } from '../model/compile.ts'
import type { SchemaTables } from '../model/definition.ts'
import { type Line, observe, type Use } from '../model/observe.ts'
import type { SchemaChange } from '../model/schema-changes.ts'
import { loadModel } from '../project-files.ts'

/** A line of the model, and what a change of the database does to it. */
export interface TouchedLine {
  readonly file: string
  readonly line: number
  readonly text: string
  readonly why: readonly string[]
}

export interface TouchedLines {
  readonly breaks: readonly TouchedLine[]
  /** Lines that use what is there but has changed. */
  readonly mayBreak: readonly TouchedLine[]
  /** What else the model fails by, where no line can be named; null where nothing is. */
  readonly otherwise: string | null
}

export const NO_LINES: TouchedLines = { breaks: [], mayBreak: [], otherwise: null }

interface Found extends Line {
  readonly why: string
}

export interface ChangedSchema {
  readonly schema: Schema
  readonly tables: SchemaTables
  readonly changes: readonly SchemaChange[]
}

/** Reads the model as if schema.ts were new already, and notes each name that it says. */
export async function touchedLines(config: CompleteConfig, changed: ChangedSchema): Promise<TouchedLines> {
  if (!existsSync(config.model)) return NO_LINES
  const uses: Use[] = []
  const broken: Found[] = []
  const observer = {
    tables: changed.tables,
    used: (use: Use) => void uses.push(use),
    impossible: (why: string, at: Line) => void broken.push({ ...at, why }),
  }
  const fault = await observe(observer, () => loadModel(config.model)).then(
    (definition) => {
      if (broken.length > 0 || uses.some(({ found }) => !found)) return null
      const { keys, references } = config.pull
      return faultOf(() => compileStar(definition, changed.schema, { keys, references }))
    },
    (error: unknown) => error,
  )
  return sorted(changed, uses, broken, fault)
}

function faultOf(action: () => unknown): unknown {
  try {
    action()
    return null
  } catch (error) {
    return error
  }
}

function sorted(
  { changes }: ChangedSchema,
  uses: readonly Use[],
  broken: readonly Found[],
  fault: unknown,
): TouchedLines {
  const missing = uses.filter(({ found }) => !found).map((use) => ({ ...use.at, why: goneText(use, changes) }))
  const touched = uses
    .filter(({ found }) => found)
    .flatMap((use) => changedText(use, changes).map((why) => ({ ...use.at, why })))
  const named = fault instanceof StarliftError ? lineIn(fault, uses) : null
  const breaks = linesOf([...missing, ...broken, ...(named ? [named] : [])])
  const isBroken = (one: TouchedLine): boolean =>
    breaks.some(({ file, line }) => file === one.file && line === one.line)
  return {
    breaks,
    mayBreak: linesOf(touched).filter((one) => !isBroken(one)),
    otherwise: fault === null || named ? null : String((fault as Error).message).split('\n')[0]!,
  }
}

/** The line that an error of the model names: `star.ts:12`. */
function lineIn({ message, subject }: StarliftError, uses: readonly Use[]): Found | null {
  const [, name, line] = /([^\s(/]+\.m?ts):(\d+)/.exec(`${message} ${subject}`) ?? []
  const file = uses.find(({ at }) => name !== undefined && pathOf(at).endsWith(name))?.at.file
  return file === undefined ? null : { file, line: Number(line), why: message }
}

function goneText({ table, name }: Use, changes: readonly SchemaChange[]): string {
  const change = changes.find((one) => one.table === table && (name === null ? one.of === 'table' : one.name === name))
  const what = name === null ? `table ${table}` : `${table}.${name}`
  const now = change?.renamed.length ? `; now ${change.renamed.join(' or ')}?` : ''
  return change ? `${what} is gone${now}` : `there is no ${what}`
}

const changedText = ({ table, name }: Use, changes: readonly SchemaChange[]): readonly string[] =>
  changes
    .filter(
      (one) =>
        one.table === table &&
        one.name === (name ?? table) &&
        one.of !== 'table' &&
        one.before !== null &&
        one.after !== null,
    )
    .map(({ of, before, after }) =>
      of === 'key' ? `the key of ${table}: ${before}, now ${after}` : `${table}.${name}: ${before}, now ${after}`,
    )

/** One entry a line, in the order of the files. */
function linesOf(found: readonly Found[]): readonly TouchedLine[] {
  const lines = Map.groupBy(found, ({ file, line }) => `${file}:${line}`)
  return [...lines.values()]
    .map((all) => {
      const [{ line }, path] = [all[0]!, pathOf(all[0]!)]
      const text = existsSync(path) ? (readFileSync(path, 'utf8').split(/\r?\n/)[line - 1] ?? '').trim() : ''
      return { file: relative(process.cwd(), path), line, text, why: [...new Set(all.map(({ why }) => why))] }
    })
    .toSorted((a, b) => (a.file === b.file ? a.line - b.line : a.file < b.file ? -1 : 1))
}

const pathOf = ({ file }: Line): string => (file.startsWith('file:') ? fileURLToPath(file) : file)
