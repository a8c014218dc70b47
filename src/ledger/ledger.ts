import type { Store } from '../core/store.ts'

const RUNS = '_starlift/runs/'

/** One run as the ledger keeps it: a readable JSON file that grows with the run's steps. */
export interface RunRecord<Step = unknown> {
  readonly format: 1
  readonly run: string
  /** interrupted: the process ended without saying so. */
  readonly state: 'running' | 'succeeded' | 'failed' | 'interrupted'
  readonly host: string
  readonly pid: number
  /** ISO 8601, UTC. */
  readonly started: string
  readonly ended: string | null
  readonly source: string | null
  readonly position: string | null
  /** How many steps it has; null until it is planned. */
  readonly planned: number | null
  /** The steps that ended, as the plan lists them. */
  readonly steps: readonly { readonly step: Step; readonly ms: number; readonly rows?: number }[]
  /** The version it published; null where none. */
  readonly version: number | null
  readonly error: RunFailure | null
  /** The run of the job in Glue, where it ran there. */
  readonly jobRun?: string | null
}

export interface RunFailure {
  readonly code: string
  readonly what: string
  readonly lines: readonly string[]
  readonly next: string
}

const recordPath = (run: string): string => `${RUNS}${run}.json`

/** One run's page; null where there is none. */
export async function readRecord(store: Store, run: string): Promise<RunRecord | null> {
  const bytes = await store.read(recordPath(run))
  return bytes && (JSON.parse(Buffer.from(bytes).toString()) as RunRecord)
}

export const writeRecord = (store: Store, record: RunRecord): Promise<void> =>
  store.replace(recordPath(record.run), Buffer.from(`${JSON.stringify(record, null, 2)}\n`))

/** Every run, newest first. */
export async function readRecords(store: Store): Promise<readonly RunRecord[]> {
  const paths = await store.list(RUNS)
  const records = await Promise.all(paths.map((path) => store.read(path)))
  return records
    .filter((bytes) => bytes !== null)
    .map((bytes) => JSON.parse(Buffer.from(bytes).toString()) as RunRecord)
    .sort((a, b) => b.started.localeCompare(a.started))
}

/** Marks runs that say they are running as interrupted. Only for the holder of the lease. */
export async function closeInterrupted(store: Store, current: string): Promise<void> {
  const open = (await readRecords(store)).filter(({ state, run }) => state === 'running' && run !== current)
  for (const record of open) await writeRecord(store, { ...record, state: 'interrupted' })
}
