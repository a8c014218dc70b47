import { existsSync, readFileSync } from 'node:fs'
import { appendFile, writeFile } from 'node:fs/promises'
import { join, relative } from 'node:path'
import type { CompleteConfig } from '../../config.ts'
import { quoted } from '../../model/schema-tables.ts'
import type { LikelyReference } from '../../propose/undeclared.ts'

export interface ConfigOptions {
  readonly source: { readonly text: string; readonly note?: string }
  /** Columns with dates that are zero, by `table.column`. */
  readonly zeroDates: readonly string[]
  /** Names of relations that would have none otherwise. */
  readonly names: Readonly<Record<string, string>>
  /** Foreign keys that the database does not declare. */
  readonly references: readonly LikelyReference[]
}

/** The text of starlift.config.ts. */
export function configText({ source, zeroDates, names, references }: ConfigOptions): string {
  const zero = zeroDates.map((path) => `${quoted(path)}: 'null'`).join(', ')
  const relations = Object.entries(names).map(([path, name]) => `${quoted(path)}: ${quoted(name)}`)
  return [
    "import { defineConfig } from 'starlift'\n",
    'export default defineConfig({',
    `  source: ${source.text},${source.note === undefined ? '' : ` // ${source.note}`}`,
    "  lake: './lake',",
    ...(zero === '' ? [] : [ZERO_DATES, `  zeroDates: { ${zero} },`]),
    ...(relations.length === 0 ? [] : [`  pull: { names: { ${relations.join(', ')} } },`]),
    ...(references.length === 0 ? [] : [UNDECLARED, ...references.map(referenceText), '  // ] },']),
    '})\n',
  ].join('\n')
}

const UNDECLARED =
  '  // The database does not declare these, and every value resolves today. With them each run proves it; then delete star.ts\n' +
  '  // and run  npx starlift init  again for a model that uses them.\n  // pull: { references: ['

const referenceText = ({ table, column, to, name }: LikelyReference): string =>
  `  //   { table: ${quoted(table)}, columns: ${quoted(column)}, to: ${quoted(to)}, name: ${quoted(name)} },`

const ZERO_DATES =
  '  // Dates that are zero, or in no calendar: read as NULL and counted. Confirm that they mean "none".'

/** The shape of .env, which git does not see. */
export const envExample = (
  live: boolean,
): string => `# Copy this to .env, which git does not see. What the environment says goes before it.
# In a password @ is written %40, : is %3A, / is %2F and % is %25.
${live ? '' : '# '}DATABASE_URL=mysql://user:password@host:3306/database
# The key of masks, where the config masks columns: any long random text.
# STARLIFT_MASK_KEY=
`

/** Adds what git must not see; gives the lines that were not there. */
export async function ignore(folder: string, { lake }: CompleteConfig): Promise<readonly string[]> {
  const file = join(folder, '.gitignore')
  const before = existsSync(file) ? readFileSync(file, 'utf8') : ''
  const there = new Set(before.split(/\r?\n/).map(bare))
  const within = relative(folder, lake).replaceAll('\\', '/')
  const wanted = ['.env', ...(within === '' || within.startsWith('..') ? [] : [`${within}/`])]
  const missing = wanted.filter((line) => !there.has(bare(line)))
  const gap = before === '' || before.endsWith('\n') ? '' : '\n'
  if (missing.length > 0) await appendFile(file, `${gap}${missing.join('\n')}\n`)
  return missing
}

const bare = (line: string): string => line.trim().replace(/^\/|\/$/g, '')

type Manifest = Readonly<Record<string, unknown>>
export type PackageChange = 'none' | 'changed' | 'as it was' | 'unreadable'

/** Adds the script and the dev dependency to package.json, as npm would; the file's order and indentation stay. */
export async function addToPackage(folder: string, version: string): Promise<PackageChange> {
  const file = join(folder, 'package.json')
  if (!existsSync(file)) return 'none'
  const before = readFileSync(file, 'utf8')
  const manifest = parsed(before)
  if (!manifest) return 'unreadable'
  const script = withEntry(manifest, 'scripts', 'star', 'starlift run')
  const after = depends(manifest) ? script : withEntry(script, 'devDependencies', 'starlift', `^${version}`)
  if (after === manifest) return 'as it was'
  const indent = /^[ \t]+(?=")/m.exec(before)?.[0] ?? '  '
  const text = JSON.stringify(after, null, indent) + (before.endsWith('\n') ? '\n' : '')
  await writeFile(file, before.includes('\r\n') ? text.replaceAll('\n', '\r\n') : text)
  return 'changed'
}

function parsed(text: string): Manifest | undefined {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Manifest) : undefined
  } catch {
    return undefined
  }
}

const depends = (manifest: Manifest): boolean =>
  manifest.name === 'starlift' ||
  ['dependencies', 'devDependencies', 'peerDependencies'].some(
    (part) => 'starlift' in ((manifest[part] as object | undefined) ?? {}),
  )

function withEntry(manifest: Manifest, part: string, name: string, value: string): Manifest {
  const entries = (manifest[part] ?? {}) as Readonly<Record<string, string>>
  return name in entries ? manifest : { ...manifest, [part]: { ...entries, [name]: value } }
}
