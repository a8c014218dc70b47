import { hostname } from 'node:os'
import { StarliftError } from '../core/error.ts'
import type { Store } from '../core/store.ts'
import { type RunRecord, writeRecord } from '../ledger/ledger.ts'
import type { Step } from './step.ts'

/** Keeps a run's page of the ledger: written at its start, after each step, and at its end. */
export class Recorder {
  readonly #store: Store
  /** Set once a version is published: from then on a ledger that cannot be written is no reason to fail. */
  #published = false
  /** What could not be written after that; null where all was. */
  fault: string | null = null
  #record: RunRecord<Step>

  constructor(store: Store, run: string) {
    this.#store = store
    this.#record = {
      format: 1,
      run,
      state: 'running',
      host: hostname(),
      pid: process.pid,
      started: new Date().toISOString(),
      ended: null,
      source: null,
      position: null,
      planned: null,
      steps: [],
      version: null,
      error: null,
    }
  }

  get record(): RunRecord<Step> {
    return this.#record
  }

  async change(part: Partial<RunRecord<Step>>): Promise<void> {
    this.#record = { ...this.#record, ...part }
    try {
      await writeRecord(this.#store, this.#record)
    } catch (error) {
      if (!this.#published) throw error
      this.fault = String((error as Error).message)
    }
  }

  published(version: number): Promise<void> {
    this.#published = true
    return this.change({ version })
  }

  stepDone(step: Step, ms: number, rows: number | undefined): Promise<void> {
    return this.change({ steps: [...this.#record.steps, { step, ms, ...(rows === undefined ? {} : { rows }) }] })
  }

  succeeded(): Promise<void> {
    return this.change({ state: 'succeeded', ended: new Date().toISOString() })
  }

  /** A ledger that cannot be written must not hide why the run failed. */
  async failed(error: unknown): Promise<void> {
    const known = error instanceof StarliftError
    const failure = known
      ? { code: error.code, what: error.message, lines: error.lines, next: error.next }
      : {
          code: 'BUG',
          what: String((error as Error).message),
          lines: [],
          next: 'This is a fault of ours: please report it.',
        }
    await this.change({ state: 'failed', ended: new Date().toISOString(), error: failure }).catch(() => {})
  }
}
