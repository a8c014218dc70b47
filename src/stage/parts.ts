import { batchBytes, type ColumnBatch } from '../core/batch.ts'

/** How many rows, and how many bytes of them, are held until they are written. */
export interface PartLimits {
  readonly rows: number
  readonly bytes: number
}

/**
 * Cuts a stream of batches into parts, of each of which `write` writes a file. While one part is written the next is read, and not more:
 * two parts are in memory at most. A stream that has no batch still gives one part, an empty one.
 */
export async function writeInParts<T>(
  batches: AsyncIterable<ColumnBatch>,
  limits: PartLimits,
  write: (part: AsyncIterable<ColumnBatch>) => Promise<T>,
): Promise<readonly T[]> {
  const source = batches[Symbol.asyncIterator]()
  const written: T[] = []
  let writing: Promise<T> | undefined
  try {
    for (let more = true; more; ) {
      const part = new Part(source, limits)
      const next = write(part)
      // What fails before all is read is known when it is waited for.
      next.catch(() => part.stop())
      await part.read
      if (writing) written.push(await writing)
      writing = next
      more = !part.last
    }
    if (writing) written.push(await writing)
    return written
  } finally {
    await writing?.catch(() => {})
    await source.return?.()
  }
}

/** Batches of a stream up to a limit. */
class Part implements AsyncIterable<ColumnBatch> {
  /** Resolves when the part is complete, or nobody wants it any more. */
  readonly read: Promise<void>
  last = false
  readonly #source: AsyncIterator<ColumnBatch>
  readonly #limits: PartLimits
  #done: () => void = () => {}

  constructor(source: AsyncIterator<ColumnBatch>, limits: PartLimits) {
    this.#source = source
    this.#limits = limits
    this.read = new Promise((resolve) => {
      this.#done = resolve
    })
  }

  stop(): void {
    this.last = true
    this.#done()
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<ColumnBatch> {
    let [rows, bytes] = [0, 0]
    while (rows < this.#limits.rows && bytes < this.#limits.bytes) {
      const next = await this.#source.next()
      if (next.done === true) {
        this.last = true
        break
      }
      yield next.value
      rows += next.value.rows
      bytes += batchBytes(next.value)
    }
    this.#done()
  }
}
