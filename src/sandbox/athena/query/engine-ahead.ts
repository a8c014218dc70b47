import type { Engine } from '../../../core/engine.ts'
import type { Context } from '../../service.ts'
import { macrosIn } from '../sql/macros.ts'

/** Opens an engine; what it spills goes into a folder that it is given. */
export type OpenEngine = (scratch: string) => Promise<Engine>

/** Engines with what the translation calls, each for one query; one is opened before it is asked for. */
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
    return withMacros(await this.#openEngine(`${context.objects.draft()}-spill`))
  }
}

/** An engine that makes each macro before SQL calls it: making all of them takes longer than a small query. */
function withMacros(engine: Engine): Engine {
  const made = new Map<string, Promise<void>>()
  /** Statements may come at once: whoever comes second waits for what the first one makes. */
  const make = async (sql: string): Promise<void> => {
    const wanted = [...macrosIn(sql)]
    const missing = wanted.filter(([name]) => !made.has(name))
    const making = missing.length > 0 ? engine.run(missing.map(([, macro]) => macro).join(';\n')) : Promise.resolve()
    for (const [name] of missing) made.set(name, making)
    await Promise.all(wanted.map(([name]) => made.get(name)))
  }
  return {
    ...engine,
    async run(sql) {
      await make(sql)
      await engine.run(sql)
    },
    async query(sql, parameters) {
      await make(sql)
      return engine.query(sql, parameters)
    },
  }
}
