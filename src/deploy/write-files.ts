import { createHash } from 'node:crypto'
import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { JOB_PATH, type ProjectFile } from './infrastructure.ts'

/** What happened to a file: `kept` is one that somebody has changed, and that stays as it is. */
export interface WrittenFile {
  readonly path: string
  readonly state: 'written' | 'refreshed' | 'unchanged' | 'kept'
}

/** Remembers what was written, by sha256: a file that is still so is ours to refresh. */
const RECORD = 'infrastructure/.starlift.json'

type Digests = Readonly<Record<string, string>>

const digest = (text: string): string => createHash('sha256').update(text).digest('hex')
const textOf = (file: string): Promise<string | null> => readFile(file, 'utf8').catch(() => null)

/** Writes files below a folder. What people have changed since stays, save for the job. */
export async function writeFiles(folder: string, files: readonly ProjectFile[]): Promise<readonly WrittenFile[]> {
  const before = JSON.parse((await textOf(join(folder, RECORD))) ?? '{}') as Digests
  const done: WrittenFile[] = []
  const after: Record<string, string> = {}
  for (const file of files) {
    const there = await textOf(join(folder, file.path))
    const state = stateOf(file, there, before)
    if (state === 'written' || state === 'refreshed') await write(folder, file)
    after[file.path] = state === 'kept' ? (before[file.path] ?? '') : digest(file.text)
    done.push({ path: file.path, state })
  }
  await write(folder, { path: RECORD, text: `${JSON.stringify(after, null, 2)}\n` })
  return done
}

function stateOf({ path, text }: ProjectFile, there: string | null, before: Digests): WrittenFile['state'] {
  if (there === null) return 'written'
  if (there === text) return 'unchanged'
  return path === JOB_PATH || before[path] === digest(there) ? 'refreshed' : 'kept'
}

async function write(folder: string, { path, text, executable = false }: ProjectFile): Promise<void> {
  const file = join(folder, path)
  await mkdir(dirname(file), { recursive: true })
  await writeFile(file, text)
  if (executable) await chmod(file, 0o755)
}
