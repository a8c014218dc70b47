import type { Store } from '../core/store.ts'
import { publishVersion, readVersion, servedVersion, type Version } from './version.ts'

/** Serves an earlier version again, as a new one; the key registry stays the newest, so that no number is used twice. */
export async function rollback(store: Store, to: number, run: string): Promise<Version> {
  const served = await servedVersion(store)
  const earlier = await readVersion(store, to)
  const version: Version = {
    ...earlier,
    version: served.version + 1,
    basedOn: served.version,
    rollbackOf: earlier.rollbackOf ?? to,
    published: new Date().toISOString(),
    run,
    keys: { ...earlier.keys, ...served.keys },
  }
  await publishVersion(store, version)
  return version
}
