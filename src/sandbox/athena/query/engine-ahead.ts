import type { Engine } from '../../../core/engine.ts'
import type { Context } from '../../service.ts'
import { MACROS } from '../sql/macros.ts'

/** Opens an engine; what it spills goes into a folder that it is given. */
export type OpenEngine = (scratch: string) => Promise<Engine>

/** Engines with what the translation needs, each for one query; one is opened before it is asked for. */
export class EngineAhead {
  readonly #openEngine: OpenEngine
  #next: Promise<Engine | undefined> | undefined

  constructor(openEngine: OpenEngine) {
    this.#openEngine = openEngine
  }

  /** Opens the next one, where none is open. */
  prepare(context: Context): void {
    // Why it cannot be opened is told to the query that asks for one.
    this.#next ??= this.#open(context).catch(() => undefined)
  }

  async take(context: Context): Promise<Engine> {
    const next = this.#next
    this.#next = undefined
    return (await next) ?? this.#open(context)
  }

  async end(): Promise<void> {
    const next = this.#next
    this.#next = undefined
    await (await next)?.[Symbol.asyncDispose]()
  }

  async #open(context: Context): Promise<Engine> {
    const engine = await this.#openEngine(`${context.objects.draft()}-spill`)
    await engine.run(MACROS.join(';\n'))
    return engine
  }
}
