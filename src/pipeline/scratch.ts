import { randomBytes } from 'node:crypto'
import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** `2026-11-22T06-00-00Z-3f9a`: sorts by time, and can be part of a path. */
export const newRunName = (): string =>
  `${new Date().toISOString().slice(0, 19).replaceAll(':', '-')}Z-${randomBytes(2).toString('hex')}`

/** A folder of its holder's own, removed with it. */
export async function scratchFolder(wanted: string): Promise<AsyncDisposable & { readonly path: string }> {
  const path = await mkdir(wanted, { recursive: true }).then(() => wanted, elsewhere)
  return { path, [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true }) }
}

/** Where the lake may only be read, what is read of it needs another place for its temporary files. */
async function elsewhere(error: NodeJS.ErrnoException): Promise<string> {
  // Node says ENOENT where it may not make the first of several folders.
  if (!['EROFS', 'EACCES', 'ENOENT'].includes(error.code ?? '')) throw error
  return mkdtemp(join(tmpdir(), 'starlift-'))
}
