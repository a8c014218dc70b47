// How long the command takes to answer, beside Node itself, and how large the package is. Needs a build: npm run --silent build
import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { median, printTable } from './table.ts'

const REPOSITORY = fileURLToPath(new URL('../', import.meta.url))
const MAIN = join(REPOSITORY, 'dist', 'cli', 'main.js')
const TIMES = 15

function milliseconds(args: readonly string[]): number {
  const begun = performance.now()
  const { status } = spawnSync(process.execPath, args, { stdio: 'ignore', cwd: REPOSITORY })
  if (status !== 0) throw new Error(`node ${args.join(' ')} ended with ${status}`)
  return performance.now() - begun
}

/** Commands in turns, so that what else the machine does falls on all of them alike. */
function startTimes(commands: Readonly<Record<string, readonly string[]>>): Map<string, number> {
  const measured = new Map(Object.keys(commands).map((name) => [name, [] as number[]]))
  for (let i = 0; i < TIMES; i++)
    for (const [name, args] of Object.entries(commands)) measured.get(name)!.push(milliseconds(args))
  return new Map([...measured].map(([name, each]) => [name, median(each)]))
}

const bytesBelow = (folder: string): number =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .reduce((sum, entry) => sum + statSync(join(entry.parentPath, entry.name)).size, 0)

const npm = (folder: string, ...args: string[]): string =>
  execFileSync('npm', args, { cwd: folder, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] })

function sizes(): readonly (readonly string[])[] {
  const folder = mkdtempSync(join(tmpdir(), 'starlift-bench-'))
  try {
    const [packed] = JSON.parse(npm(REPOSITORY, 'pack', '--json', '--pack-destination', folder)) as [
      { filename: string; size: number; unpackedSize: number; files: readonly object[] },
    ]
    npm(folder, 'init', '-y')
    npm(folder, 'install', '--no-audit', '--no-fund', packed.filename)
    const installed = bytesBelow(join(folder, 'node_modules'))
    const engine = bytesBelow(join(folder, 'node_modules', '@duckdb'))
    return [
      ['packed', kilobytes(packed.size), `${packed.files.length} files`],
      ['unpacked', kilobytes(packed.unpackedSize), ''],
      ['installed, with dependencies', kilobytes(installed), `of which DuckDB ${kilobytes(engine)}`],
      ['installed, without DuckDB', kilobytes(installed - engine), ''],
    ]
  } finally {
    rmSync(folder, { recursive: true })
  }
}

const kilobytes = (bytes: number): string => `${Math.round(bytes / 1000).toLocaleString('en-US')} KB`

const times = startTimes({
  'node -e 0': ['-e', '0'],
  'starlift --help': [MAIN, '--help'],
  'starlift versions (no lake)': [MAIN, 'versions', '--config', 'examples/classicmodels/starlift.config.ts'],
})
const node = times.get('node -e 0')!
printTable(
  ['start', `median of ${TIMES}, ms`, 'to node -e 0'],
  [...times].map(([name, ms]) => [name, ms.toFixed(0), `${(ms / node).toFixed(2)} ×`]),
)
printTable(['package', 'size', ''], sizes())
