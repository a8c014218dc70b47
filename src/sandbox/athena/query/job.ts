import type { Engine } from '../../../core/engine.ts'
import type { Context } from '../../service.ts'
import type { EngineAhead } from './engine-ahead.ts'

/** A statement that is running: what it stands in, and how it is stopped. */
export interface Job {
  readonly id: string
  readonly context: Context
  readonly engines: EngineAhead
  readonly workGroup: string
  /** Tables that are named alone belong to it. */
  readonly database: string
  /** `s3://bucket/folder/` */
  readonly output: string
  /** A query that would read more is not begun. */
  readonly cutoff: number | undefined
  /** Fails once the job was stopped. */
  check(): void
  /** The engine that is to be interrupted when the job is stopped. */
  watch(engine: Engine): void
}

export class Stopped extends Error {
  override readonly name = 'Stopped'
}
