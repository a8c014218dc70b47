import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { cp, mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'

export const REPOSITORY = fileURLToPath(new URL('../../', import.meta.url))
const MAIN = join(REPOSITORY, 'dist', 'cli', 'main.js')
/** Some hundred processes start the same code. */
const NODE_COMPILE_CACHE = join(REPOSITORY, '.cache', 'compile')

export interface Outcome {
  /** The exit code; null where a signal ended the process. */
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

export interface Started {
  readonly child: ChildProcess
  readonly outcome: Promise<Outcome>
  /** Resolves as soon as stdout holds this text; rejects where the process ends without it. */
  readonly printed: (text: string) => Promise<void>
}

/** Starts the built command in a folder, its output going to pipes and nothing of this process's settings going in. */
export function start(folder: string, args: readonly string[], env: Readonly<Record<string, string>> = {}): Started {
  if (!existsSync(MAIN)) throw new Error('dist/cli/main.js is missing: run `npm run build` first')
  const { PATH = '', HOME = '' } = process.env
  const child = spawn(process.execPath, [MAIN, ...args], {
    cwd: folder,
    env: { PATH, HOME, NODE_COMPILE_CACHE, ...env },
  })
  let stdout = ''
  let stderr = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text
  })
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text
  })
  const outcome = new Promise<Outcome>((resolve, reject) => {
    child.on('error', reject).on('close', (code) => resolve({ code, stdout, stderr }))
  })
  const printed = (text: string) =>
    new Promise<void>((resolve, reject) => {
      const look = () => stdout.includes(text) && resolve()
      look()
      child.stdout.on('data', look)
      child.on('close', () => reject(new Error(`ended without printing ${text}:\n${stdout}\n${stderr}`)))
    })
  return { child, outcome, printed }
}

/** Runs the built command in a folder to its end. */
export const starlift = (folder: string, ...args: string[]): Promise<Outcome> => start(folder, args).outcome

/** The same, for what must succeed: gives stdout. */
export async function succeed(folder: string, ...args: string[]): Promise<string> {
  const { code, stdout, stderr } = await starlift(folder, ...args)
  if (code !== 0) throw new Error(`starlift ${args.join(' ')} ended with ${code}:\n${stdout}\n${stderr}`)
  return stdout
}

export interface Folder extends AsyncDisposable {
  readonly path: string
}

/** A folder that goes when it is disposed of. */
export async function tempFolder(): Promise<Folder> {
  const path = await mkdtemp(join(tmpdir(), 'starlift-cli-'))
  return { path, [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true }) }
}

/** A copy of a folder, for a test to spoil. */
export async function copyOf(original: string): Promise<Folder> {
  const folder = await tempFolder()
  await cp(original, folder.path, { recursive: true, preserveTimestamps: true })
  return folder
}

/** Every file and folder below a folder, with the content of the files. */
export async function contentOf(folder: string): Promise<ReadonlyMap<string, string>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const read = entries.map(async (entry) => {
    const path = join(entry.parentPath, entry.name)
    return [relative(folder, path), entry.isFile() ? await readFile(path, 'base64') : 'folder'] as const
  })
  return new Map((await Promise.all(read)).sort(([a], [b]) => (a < b ? -1 : 1)))
}

/** Text without what differs from run to run (times, sizes, names of runs) and without the counts that grow with every proof that is added. */
export const steady = (text: string): string =>
  text
    .replace(/\d{4}-\d\d-\d\dT\d\d-\d\d-\d\dZ-[0-9a-f]{4}/g, '<run>')
    .replace(/\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d(\.\d+Z)?)?/g, '<time>')
    .replace(/ *\b\d+\.\d s\b/g, ' <s>')
    .replace(/[\d.]+ KB/g, '<size>')
    .replace(/[\d,]+(?= (?:checks of keys|figures of the staged|comparisons in all))/g, '<n>')
