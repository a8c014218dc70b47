import type { EventEmitter } from 'node:events'
import { BATCH_ROWS } from '../../core/batch.ts'

/** A value as the driver gives it: text, a number that is exact, or bytes. */
export type Cell = null | number | string | Buffer

/** The tap of a connection. */
export interface Tap {
  pause(): void
  resume(): void
}

/** Bytes of values after which the connection waits, however few the rows. */
const MOST_BYTES = 8 << 20

/** Rows of one statement, taken group by group; while nobody takes, the connection is paused. */
export class RowFlow {
  done = false
  /** When the server has answered in full, or failed. */
  readonly ended: Promise<void>
  /** Names of the columns, as soon as the server has said them. */
  names: readonly string[] = []
  readonly #tap: Tap
  #rows: Cell[][] = []
  #bytes = 0
  #error: Error | undefined
  #discarding = false
  #wake: () => void = () => {}
  #end: () => void = () => {}

  constructor(tap: Tap) {
    this.#tap = tap
    this.ended = new Promise((resolve) => {
      this.#end = resolve
    })
  }

  follow(command: EventEmitter): void {
    command.on('result', (row: unknown) => {
      if (Array.isArray(row)) this.#add(row)
    })
    command.on('fields', (fields: readonly { readonly name: string }[] | undefined) => {
      this.names = fields?.map(({ name }) => name) ?? []
    })
    command.on('error', (error: Error) => this.fail(error))
    command.on('end', () => this.#finish())
  }

  fail(error: Error): void {
    if (!this.done) this.#error = error
    this.#finish()
  }

  /** The next rows; null at the end. */
  async take(): Promise<Cell[][] | null> {
    if (!this.done && !this.#full) {
      await new Promise<void>((resolve) => {
        this.#wake = resolve
      })
    }
    if (this.#error) throw this.#error
    if (this.#rows.length === 0) return null
    const rows = this.#rows.splice(0, BATCH_ROWS)
    if (this.#rows.length === 0) this.#bytes = 0
    if (!this.#full) this.#tap.resume()
    return rows
  }

  /** What is still to come is read and thrown away, so that the connection is free again. */
  discard(): void {
    this.#discarding = true
    this.#rows = []
    if (!this.done) this.#tap.resume()
  }

  get #full(): boolean {
    return this.#rows.length >= BATCH_ROWS || this.#bytes >= MOST_BYTES
  }

  #add(row: Cell[]): void {
    if (this.#discarding) return
    this.#rows.push(row)
    for (const cell of row) if (cell !== null && typeof cell === 'object') this.#bytes += cell.length
    if (!this.#full) return
    this.#tap.pause()
    this.#wake()
  }

  #finish(): void {
    this.done = true
    this.#wake()
    this.#end()
  }
}
