import { setTimeout as sleep } from 'node:timers/promises'

/** Keeps all that is read below so many rows a second, over all connections together; without a number nothing waits. */
export class Pace {
  readonly #rowsPerSecond: number | undefined
  /** When what was read so far would have been read at that pace. */
  #due = 0

  constructor(rowsPerSecond: number | undefined) {
    this.#rowsPerSecond = rowsPerSecond
  }

  /** Waits as long as these rows take. */
  async keep(rows: number): Promise<void> {
    if (this.#rowsPerSecond === undefined) return
    const now = performance.now()
    this.#due = Math.max(this.#due, now) + (1000 * rows) / this.#rowsPerSecond
    await sleep(this.#due - now)
  }
}
