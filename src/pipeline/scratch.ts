import { randomBytes } from 'node:crypto'
import { mkdir, rm } from 'node:fs/promises'

/** `2026-11-22T06-00-00Z-3f9a`: sorts by time, and can be part of a path. */
export const newRunName = (): string =>
  `${new Date().toISOString().slice(0, 19).replaceAll(':', '-')}Z-${randomBytes(2).toString('hex')}`

/** A folder of its holder's own, removed with it. */
export async function scratchFolder(path: string): Promise<AsyncDisposable & { readonly path: string }> {
  await mkdir(path, { recursive: true })
  return { path, [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true }) }
}
