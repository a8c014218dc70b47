import type { Link } from './link.ts'
import type { Session } from './session.ts'
import type { Cell } from './wire/cells.ts'

/** Connections that see one state of the data, lent to one use after the other. */
export class Pool {
  readonly size: number
  readonly #sessions: readonly Session[]
  readonly #free: Link[]
  readonly #waiting: ((link: Link) => void)[] = []
  #fault: Error | undefined

  constructor(sessions: readonly Session[]) {
    this.#sessions = sessions
    this.#free = sessions.map(({ link }) => link)
    this.size = sessions.length
  }

  /** Does something with a connection that nobody else uses meanwhile; waits for one. */
  async use<T>(done: (link: Link) => Promise<T>): Promise<T> {
    const link = await this.lend()
    try {
      return await done(link)
    } catch (error) {
      throw this.#fault ?? error
    } finally {
      this.giveBack(link)
    }
  }

  rows(sql: string, parameters?: readonly string[]): Promise<Cell[][]> {
    return this.use((link) => link.rows(sql, parameters))
  }

  lend(): Promise<Link> {
    const link = this.#free.pop()
    return link ? Promise.resolve(link) : new Promise((resolve) => this.#waiting.push(resolve))
  }

  giveBack(link: Link): void {
    const next = this.#waiting.shift()
    if (next) next(link)
    else this.#free.push(link)
  }

  /** Why the connections were given up; undefined while they are not. */
  get fault(): Error | undefined {
    return this.#fault
  }

  /** Ends the connections, whatever they do; whoever uses them is told why. */
  async giveUp(fault: Error): Promise<void> {
    this.#fault = fault
    await this.close()
  }

  async close(): Promise<void> {
    await Promise.all(this.#sessions.map(({ link }) => link.close()))
  }
}
