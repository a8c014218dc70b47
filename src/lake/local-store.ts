import { randomBytes } from 'node:crypto'
import { constants } from 'node:fs'
import { copyFile, link, mkdir, open, readdir, readFile, rename, rm, rmdir, statfs } from 'node:fs/promises'
import { dirname, join, resolve, sep } from 'node:path'
import { StarliftError } from '../core/error.ts'
import type { Store } from '../core/store.ts'

/** A lake in a folder. What is there is whole: objects come into being by link or rename, after they are on disk. */
export function localStore(folder: string): Store {
  const root = resolve(folder)
  const at = (path: string): string => join(root, ...path.split('/'))
  return {
    label: folder,
    read: (path) => guard(path, () => readFile(at(path)).catch(nothing)),
    create: (path, bytes) => guard(path, () => createWhole(at(path), path, bytes)),
    replace: (path, bytes) => guard(path, () => replaceWhole(at(path), bytes)),
    upload: (path, file) => guard(path, () => moveWhole(file, at(path))),
    list: (prefix) => guard(prefix, () => listBelow(root, prefix)),
    remove: (path) => guard(path, () => removeFile(at(path), path)),
    room: () => guard('', () => freeBytes(root)),
    fetch: async (path) => at(path),
  }
}

const codeOf = (error: unknown): string | undefined => (error as NodeJS.ErrnoException | null)?.code

function nothing(error: unknown): null {
  if (codeOf(error) === 'ENOENT') return null
  throw error
}

async function guard<T>(path: string, action: () => Promise<T>): Promise<T> {
  try {
    return await action()
  } catch (error) {
    throw storeFailure(error, path)
  }
}

function storeFailure(error: unknown, path: string): unknown {
  const code = codeOf(error)
  const details = { operation: 'use the lake', subject: path, lines: [String((error as Error).message)], cause: error }
  if (code === 'ENOSPC' || code === 'EDQUOT') {
    return new StarliftError('LAKE_FULL', {
      ...details,
      what: `There is no room left for ${path}`,
      next: 'Free space on that disk and run again; the version before is still served.',
    })
  }
  if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS') {
    return new StarliftError('STORE_DENIED', {
      ...details,
      what: `The lake may not be used: ${path}`,
      next: 'Give this user the right to read and write the lake’s folder.',
    })
  }
  return error
}

async function createWhole(file: string, path: string, bytes: Uint8Array): Promise<void> {
  const draft = await writeDraft(file, bytes)
  try {
    await link(draft, file)
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') throw error
    throw new StarliftError('STORE_EXISTS', {
      operation: 'create',
      subject: path,
      what: `${path} is there already`,
      next: 'Another run was first; run again to build on what it published.',
    })
  } finally {
    await rm(draft, { force: true })
  }
  await syncFolder(dirname(file))
}

async function replaceWhole(file: string, bytes: Uint8Array): Promise<void> {
  await rename(await writeDraft(file, bytes), file)
  await syncFolder(dirname(file))
}

/** A complete, synced file beside the one it is to become; a dot keeps it out of every listing. */
async function writeDraft(file: string, bytes: Uint8Array): Promise<string> {
  await mkdir(dirname(file), { recursive: true })
  const draft = join(dirname(file), `.draft-${randomBytes(6).toString('hex')}`)
  await using handle = await open(draft, 'wx')
  await handle.writeFile(bytes)
  await handle.sync()
  return draft
}

async function moveWhole(from: string, to: string): Promise<void> {
  await mkdir(dirname(to), { recursive: true })
  await syncFile(from)
  await rename(from, to).catch((error: unknown) =>
    codeOf(error) === 'EXDEV' ? copyAcross(from, to) : Promise.reject(error),
  )
  await syncFolder(dirname(to))
}

async function copyAcross(from: string, to: string): Promise<void> {
  const draft = join(dirname(to), `.draft-${randomBytes(6).toString('hex')}`)
  await copyFile(from, draft, constants.COPYFILE_EXCL)
  await syncFile(draft)
  await rename(draft, to)
  await rm(from, { force: true })
}

/** With the last file of a version's folder its folder goes; others may be written to at this moment. */
async function removeFile(file: string, path: string): Promise<void> {
  await rm(file, { force: true })
  if (/^[^_][^/]*\/v\d[^/]*\/[^/]+$/.test(path)) await rmdir(dirname(file)).catch(() => {})
}

async function syncFile(file: string): Promise<void> {
  await using handle = await open(file, 'r')
  await handle.sync()
}

/** Makes names durable. Some systems cannot open a folder; there the names are as durable as they get. */
async function syncFolder(folder: string): Promise<void> {
  await syncFile(folder).catch(() => {})
}

async function listBelow(root: string, prefix: string): Promise<readonly string[]> {
  const entries = await readdir(join(root, ...prefix.split('/')), { withFileTypes: true, recursive: true }).catch(
    nothing,
  )
  const files = (entries ?? []).filter((entry) => entry.isFile() && !entry.name.startsWith('.draft-'))
  const paths = files.map((entry) =>
    join(entry.parentPath, entry.name)
      .slice(root.length + 1)
      .split(sep)
      .join('/'),
  )
  return paths.sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)))
}

async function freeBytes(root: string): Promise<number | null> {
  await mkdir(root, { recursive: true })
  const { bavail, bsize } = await statfs(root)
  return bavail * bsize
}
