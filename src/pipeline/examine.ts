import { constants } from 'node:fs'
import { access, statfs } from 'node:fs/promises'
import { dirname } from 'node:path'
import { StarliftError } from '../core/error.ts'
import { checkHops, type Finding, type Hop } from '../core/hop.ts'
import type { Store } from '../core/store.ts'
import { newestVersion } from '../lake/version.ts'

export interface Target {
  readonly store: Store
  /** The lake's folder; null where it is in a bucket. */
  readonly lake: string | null
  /** The folder for temporary files. */
  readonly scratch: string
}

/** Says whether a run could write: the lake, and the folder for temporary files. Writes nothing. */
export const examineTarget = ({ store, lake, scratch }: Target): AsyncIterable<Hop> =>
  checkHops([
    {
      name: 'lake',
      find: async () => withVersion(lake === null ? { facts: [`${store.label} answers`] } : await folder(lake), store),
      apart: true,
    },
    { name: 'scratch', find: () => folder(scratch), apart: true },
  ])

async function withVersion({ facts, ...rest }: Finding, store: Store): Promise<Finding> {
  const newest = await newestVersion(store)
  const served = newest ? `version ${newest.version} is served` : 'nothing is published yet'
  return { facts: [...facts, served], ...rest }
}

const LITTLE = 1e9

async function folder(path: string): Promise<Finding> {
  const { there, free } = await nearestFolder(path)
  const room = `${(free / 1e9).toFixed(1)} GB free`
  const facts = [`${path} ${there === path ? 'may be written to' : `can be made in ${there}`}, ${room}`]
  if (free >= LITTLE) return { facts }
  return { facts, warning: 'Make room, or name another disk in the config: lake, scratch.' }
}

/** The folder itself, or the one in which it would be made. */
async function nearestFolder(path: string): Promise<{ readonly there: string; readonly free: number }> {
  try {
    await access(path, constants.W_OK | constants.X_OK)
    const { bavail, bsize } = await statfs(path)
    return { there: path, free: bavail * bsize }
  } catch (cause) {
    const { code, message } = cause as NodeJS.ErrnoException
    if (code === 'ENOENT' && dirname(path) !== path) return nearestFolder(dirname(path))
    throw new StarliftError('STORE_DENIED', {
      operation: 'examine',
      subject: path,
      what: `${path} may not be written to`,
      lines: [message],
      next: 'Give this user the right to read and write it, or name another folder in the config.',
      cause,
    })
  }
}
