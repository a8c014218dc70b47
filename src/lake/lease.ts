import { readFileSync } from 'node:fs'
import { hostname } from 'node:os'
import { isStarliftError, StarliftError } from '../core/error.ts'
import type { Store } from '../core/store.ts'

const LEASES = '_starlift/leases/'

/** Who holds the lake. */
export interface Holder {
  readonly run: string
  readonly host: string
  readonly pid: number
  /** Tells a process from a later one of the same number: its start time as the kernel counts it; empty where that cannot be known. */
  readonly born: string
  /** ISO 8601, UTC. */
  readonly since: string
}

export interface Lease extends AsyncDisposable {
  /** Fails with RUN_BUSY where another run has taken the lake over. */
  assertHeld(): Promise<void>
}

export interface LeaseOptions {
  readonly run: string
  /** Take the lake from a holder on another machine, of which it cannot be seen whether it lives. */
  readonly takeOver?: boolean
}

/**
 * One run at a time. A lease saves work and orders runs; that nothing is published twice is ensured by publishing itself.
 * Leases are numbered and the newest counts, so that two runs that both find a dead holder cannot both follow it.
 */
export async function acquireLease(store: Store, { run, takeOver = false }: LeaseOptions): Promise<Lease> {
  const newest = await newestLease(store)
  if (newest && !newest.released) refuseLiving(newest.holder, takeOver)
  const number = (newest?.number ?? 0) + 1
  const holder: Holder = {
    run,
    host: hostname(),
    pid: process.pid,
    born: bornAt(process.pid),
    since: new Date().toISOString(),
  }
  await store.create(leasePath(number), encode(holder)).catch((error: unknown) => lost(store, error))
  const lease = { assertHeld: () => assertNewest(store, number), [Symbol.asyncDispose]: () => release(store, number) }
  await lease.assertHeld()
  await prune(store, number)
  return lease
}

/** The run that holds the lake and lives, or of which it cannot be told; null where the lake is free. */
export async function currentHolder(store: Store): Promise<Holder | null> {
  const newest = await newestLease(store)
  return newest && !newest.released && isAlive(newest.holder) !== false ? newest.holder : null
}

const leasePath = (number: number): string => `${LEASES}${String(number).padStart(9, '0')}.json`
const releasePath = (number: number): string => `${LEASES}${String(number).padStart(9, '0')}.released`
const encode = (value: object): Uint8Array => Buffer.from(`${JSON.stringify(value)}\n`)

interface NumberedLease {
  readonly number: number
  readonly holder: Holder
  readonly released: boolean
}

async function newestLease(store: Store): Promise<NumberedLease | null> {
  const paths = await store.list(LEASES)
  const number = Math.max(0, ...paths.map((path) => Number(/(\d+)\.json$/.exec(path)?.[1] ?? 0)))
  if (number === 0) return null
  const bytes = await store.read(leasePath(number))
  if (!bytes) return newestLease(store)
  return {
    number,
    holder: JSON.parse(Buffer.from(bytes).toString()) as Holder,
    released: paths.includes(releasePath(number)),
  }
}

async function assertNewest(store: Store, number: number): Promise<void> {
  const newest = await newestLease(store)
  if (newest && newest.number > number) throw busy(newest.holder)
}

async function lost(store: Store, error: unknown): Promise<never> {
  if (!isStarliftError(error, 'STORE_EXISTS')) throw error
  const newest = await newestLease(store)
  throw newest ? busy(newest.holder) : error
}

const release = (store: Store, number: number): Promise<void> => store.replace(releasePath(number), encode({}))

async function prune(store: Store, number: number): Promise<void> {
  const paths = await store.list(LEASES)
  for (const path of paths) {
    if (Number(/(\d+)\.\w+$/.exec(path)?.[1]) < number - 1) await store.remove(path)
  }
}

function refuseLiving(holder: Holder, takeOver: boolean): void {
  const alive = isAlive(holder)
  if (alive === true || (alive === undefined && !takeOver)) throw busy(holder)
}

/** Undefined where the holder runs on another machine. */
function isAlive({ host, pid, born }: Holder): boolean | undefined {
  if (host !== hostname()) return undefined
  try {
    process.kill(pid, 0)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return false
  }
  return born === '' || bornAt(pid) === born
}

/** Field 22 of /proc/PID/stat; the name in field 2 may hold blanks, so count from its closing bracket. */
function bornAt(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)!.split(' ')[19] ?? ''
  } catch {
    return ''
  }
}

const busy = ({ run, host, pid, since }: Holder): StarliftError =>
  new StarliftError('RUN_BUSY', {
    operation: 'run',
    subject: run,
    what: `Run ${run} on ${host} (pid ${pid}) holds the lake since ${since}`,
    next: 'Wait with  --wait 5m .  If that process is dead,  --take-over  checks it first.',
  })
