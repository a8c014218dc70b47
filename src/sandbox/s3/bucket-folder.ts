import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmdirSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { documentText, parseDocument } from '../document.ts'
import { keyPath } from '../key-path.ts'
import { ServiceException } from '../protocol/service-exception.ts'
import { currentOf, type KeyRecord, type ObjectVersion } from './record.ts'

/**
 * A bucket on the disk.
 *
 *     objects/orders/part-0.parquet   the newest version of each key, where keyPath says
 *     versions/<data>                 bytes that are not the newest
 *     records/<hash>.json             all that is known of a key; replacing it is the commit
 *     pending/<hash>.json             a record whose files are being moved: finished at the next start
 */
export interface BucketFolder {
  load(): KeyRecord[]
  /** Where the bytes of a version are. */
  file(key: string, version: ObjectVersion, newest: boolean): string
  /** Makes `next` what is known of the key. Synchronous: nothing else sees it half done. Survives the process, not the power. */
  commit(previous: KeyRecord | undefined, next: KeyRecord): void
}

/** Whether a commit is to be finished. */
export const wasBrokenOff = (folder: string): boolean =>
  existsSync(join(folder, 'pending')) && readdirSync(join(folder, 'pending')).length > 0

export function bucketFolder(folder: string, drafts: string): BucketFolder {
  const path = (part: string, name: string): string => join(folder, part, name)
  const objectFile = (key: string): string => path('objects', keyPath(key))
  const recordName = (key: string): string => `${createHash('sha256').update(key).digest('hex').slice(0, 40)}.json`

  const settle = (record: KeyRecord, dropped: readonly string[]): void => {
    moveFiles({
      record,
      object: objectFile(record.key),
      version: (data) => path('versions', data),
      draft: (data) => join(drafts, data),
    })
    for (const data of dropped) rmSync(path('versions', data), { force: true })
    const pending = path('pending', recordName(record.key))
    const kept = path('records', recordName(record.key))
    if (record.versions.length > 0) renameSync(pending, kept)
    else for (const file of [kept, pending]) rmSync(file, { force: true })
  }

  return {
    load() {
      for (const part of ['objects', 'versions', 'records', 'pending'])
        mkdirSync(join(folder, part), { recursive: true })
      const read = (file: string): KeyRecord => parseDocument(readFileSync(file, 'utf8')) as KeyRecord
      for (const name of readdirSync(join(folder, 'pending'))) recover(path('pending', name), read, settle)
      return readdirSync(join(folder, 'records')).map((name) => read(path('records', name)))
    },
    file: (key, version, newest) => (newest ? objectFile(key) : path('versions', version.data)),
    commit(previous, next) {
      const name = recordName(next.key)
      const kept = new Set(next.versions.map(dataOf))
      const before = currentOf(previous)?.data
      const dropped = (previous?.versions ?? [])
        .map(dataOf)
        .filter((data) => data !== undefined && !kept.has(data) && data !== before)
      const record = { ...next, before }
      writeFileSync(path('pending', name), documentText(record))
      settle(record, dropped as string[])
    },
  }
}

const dataOf = (version: KeyRecord['versions'][number]): string | undefined =>
  version.kind === 'object' ? version.data : undefined

/** A record that was not written whole says nothing: nothing has been moved for it yet. */
function recover(
  file: string,
  read: (file: string) => KeyRecord,
  settle: (record: KeyRecord, dropped: readonly string[]) => void,
): void {
  let record: KeyRecord
  try {
    record = read(file)
  } catch {
    rmSync(file, { force: true })
    return
  }
  settle(record, [])
}

interface Moving {
  readonly record: KeyRecord
  readonly object: string
  readonly version: (data: string) => string
  readonly draft: (data: string) => string
}

/** Brings each version's bytes where the record says. Doing it again, after it was broken off anywhere, comes to the same. */
function moveFiles({ record, object, version, draft }: Moving): void {
  const current = currentOf(record)?.data
  const { before } = record
  if (before !== undefined && before !== current) {
    const kept = record.versions.some((one) => dataOf(one) === before)
    if (kept && !existsSync(version(before))) renameSync(object, version(before))
    else if (!kept && current === undefined) removeUp(object)
  }
  if (current === undefined) removeUp(object)
  if (current === undefined || current === before) return
  mkdirFor(object)
  const source = [draft(current), version(current)].find((file) => existsSync(file))
  if (source) renameSync(source, object)
}

function mkdirFor(file: string): void {
  try {
    mkdirSync(dirname(file), { recursive: true })
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== 'ENAMETOOLONG') throw cause
    throw new ServiceException('KeyTooLongError', 'Your key is too long for this machine’s file system', { cause })
  }
}

/** Removes a file, and the folders that it leaves empty. */
function removeUp(file: string): void {
  rmSync(file, { force: true })
  try {
    for (let folder = dirname(file); !folder.endsWith('/objects'); folder = dirname(folder)) rmdirSync(folder)
  } catch {
    // Something else is in it, or it is gone already.
  }
}
