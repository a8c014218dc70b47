import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

/** The job's own Python, in the order in which one file needs it. */
const MODULES = ['session', 'lake', 'build', 'keys', 'proof', 'source', 'catalog', 'publish', 'iceberg', 'main']

const textOf = (name: string): string =>
  readFileSync(fileURLToPath(new URL(`../../python/glue_job/${name}.py`, import.meta.url)), 'utf8')

const OWN = new RegExp(`^(?: *)from (?:${MODULES.join('|')}) import .*$\\n(?:\\n(?= ))?`, 'gm')
const IMPORT = /^(?:import|from) .*$\n/gm

/** All modules as one: imports at the top, each once; each module's docstring as a heading. */
export function jobRuntime(): { readonly imports: string; readonly body: string } {
  const texts = MODULES.map((name) => textOf(name).replace(OWN, ''))
  const imports = new Set(texts.flatMap((text) => [...text.matchAll(IMPORT)].map(([line]) => line)))
  const bodies = texts.map((text) => heading(text.replace(IMPORT, '')).trim())
  return { imports: [...imports].sort().join(''), body: bodies.join('\n\n\n') }
}

const heading = (text: string): string => text.replace(/^"""([\s\S]*?)"""\n/, (_, words: string) => `# --- ${words}\n`)
