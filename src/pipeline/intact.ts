import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { pipeline } from 'node:stream/promises'
import type { Store } from '../core/store.ts'

/** sha256 of a file, in lower-case hex. */
export async function digest(file: string): Promise<string> {
  const hash = createHash('sha256')
  await pipeline(createReadStream(file), hash)
  return hash.digest('hex')
}

/** Why a file of the lake is not the one that was published: missing or changed; null where it is. */
export async function faultOf(
  store: Store,
  { path, sha256 }: { readonly path: string; readonly sha256: string },
): Promise<string | null> {
  try {
    return (await digest(await store.fetch(path))) === sha256 ? null : 'its sha256 is not the one in the manifest'
  } catch (error) {
    return String((error as Error).message)
  }
}
