import { existsSync } from 'node:fs'
import { rm, rmdir } from 'node:fs/promises'
import { dirname } from 'node:path'

/** A place for temporary files of a command that only reads: it is made by who needs it, and goes with every folder above it that was not there. */
export function passingFolder(path: string): AsyncDisposable & { readonly path: string } {
  const missing = missingAbove(path)
  return {
    path,
    async [Symbol.asyncDispose]() {
      await rm(path, { recursive: true, force: true })
      // A folder in which a run has begun to write is not empty, and stays.
      for (const folder of missing) await rmdir(folder).catch(() => {})
    },
  }
}

/** Folders above `path` that are not there, the innermost first. */
function missingAbove(path: string): readonly string[] {
  const folder = dirname(path)
  return existsSync(folder) ? [] : [folder, ...missingAbove(folder)]
}
