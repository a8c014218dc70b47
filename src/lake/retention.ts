import type { Store } from '../core/store.ts'
import { readVersion, type Version, versionNumbers, versionPath } from './version.ts'

export interface Vacuumed {
  readonly versions: readonly number[]
  readonly files: readonly string[]
}

/**
 * Removes versions older than the newest `keep`, and every data file that no version left names, save files made for a version that is still
 * to come: they belong to a run that is about to publish. So it is safe beside another run, which a lake that was taken over may have.
 */
export async function vacuum(store: Store, keep: number): Promise<Vacuumed> {
  const files = await dataFiles(store)
  const numbers = await versionNumbers(store)
  const newest = numbers.at(-1) ?? 0
  const old = numbers.slice(0, Math.max(0, numbers.length - keep))
  const kept = await Promise.all(numbers.slice(old.length).map((number) => readVersion(store, number)))
  for (const number of old) await store.remove(versionPath(number))
  const used = new Set(kept.flatMap(filesOf))
  const loose = files.filter((path) => !used.has(path) && madeFor(path) <= newest)
  for (const path of loose) await store.remove(path)
  return { versions: old, files: loose }
}

/** The version for which a run made a file: 12 in `fact_orders/v000012-3f9a/part-00000.parquet`. Files of others are of no version ever. */
const madeFor = (path: string): number =>
  Number(/\/v(\d{6,})-[^/]+(\/[^/]+)?$/.exec(path)?.[1] ?? Number.POSITIVE_INFINITY)

export const filesOf = (version: Version): readonly string[] => [
  ...Object.values(version.tables).flatMap(({ files }) => files.map(({ path }) => path)),
  ...Object.values(version.keys).map(({ file }) => file),
]

/** Parquet files of tables and of the key registry. */
const dataFiles = async (store: Store): Promise<readonly string[]> =>
  (await store.list('')).filter(
    (path) => path.endsWith('.parquet') && (!path.startsWith('_') || path.startsWith('_starlift/keys/')),
  )
