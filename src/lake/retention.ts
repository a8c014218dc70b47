import type { Store } from '../core/store.ts'
import { readVersion, type Version, versionNumbers, versionPath } from './version.ts'

export interface Vacuumed {
  readonly versions: readonly number[]
  readonly files: readonly string[]
}

/**
 * Removes versions older than the newest `keep`, and every data file that no version left names. Only for the holder of the lease: files of
 * a run that is not published yet look the same.
 */
export async function vacuum(store: Store, keep: number): Promise<Vacuumed> {
  const numbers = await versionNumbers(store)
  const old = numbers.slice(0, Math.max(0, numbers.length - keep))
  const kept = await Promise.all(numbers.slice(old.length).map((number) => readVersion(store, number)))
  for (const number of old) await store.remove(versionPath(number))
  const used = new Set(kept.flatMap(filesOf))
  const loose = (await dataFiles(store)).filter((path) => !used.has(path))
  for (const path of loose) await store.remove(path)
  return { versions: old, files: loose }
}

export const filesOf = (version: Version): readonly string[] => [
  ...Object.values(version.tables).flatMap(({ files }) => files.map(({ path }) => path)),
  ...Object.values(version.keys).map(({ file }) => file),
]

/** Parquet files of tables and of the key registry. */
const dataFiles = async (store: Store): Promise<readonly string[]> =>
  (await store.list('')).filter((path) => path.endsWith('.parquet') && (!path.startsWith('_') || path.startsWith('_starlift/keys/')))
