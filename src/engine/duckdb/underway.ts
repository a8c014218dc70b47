import { setTimeout as sleep } from 'node:timers/promises'
import type { DuckDBConnection } from '@duckdb/node-api'

/** Milliseconds before what runs is interrupted again: between two statements of one question nothing is there to be interrupted. */
const AGAIN = 20

/**
 * Statements that run on a connection. It must not be closed under them: the statement would then be the last to hold DuckDB's context, and
 * that waits for a lock of its own, for ever (1.5).
 */
export class Underway {
  readonly #connection: DuckDBConnection
  readonly #running = new Set<Promise<unknown>>()

  constructor(connection: DuckDBConnection) {
    this.#connection = connection
  }

  /** Runs something on the connection. */
  async on<T>(work: (connection: DuckDBConnection) => Promise<T>): Promise<T> {
    const running = work(this.#connection)
    this.#running.add(running)
    try {
      return await running
    } finally {
      this.#running.delete(running)
    }
  }

  interrupt(): void {
    this.#connection.interrupt()
  }

  /** Breaks off what runs, which fails, and closes the connection after it. */
  async close(): Promise<void> {
    while (this.#running.size > 0) {
      this.interrupt()
      await Promise.race([Promise.allSettled(this.#running), sleep(AGAIN)])
    }
    this.#connection.closeSync()
  }
}
