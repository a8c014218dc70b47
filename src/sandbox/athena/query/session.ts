import type { Engine } from '../../../core/engine.ts'
import type { Context } from '../../service.ts'
import type { EngineAhead } from './engine-ahead.ts'

/** One query's own engine, with what the translation needs; nothing of another query can be seen in it. */
export interface Session extends AsyncDisposable {
  readonly engine: Engine
  readonly context: Context
}

export async function openSession(engines: EngineAhead, context: Context): Promise<Session> {
  const engine = await engines.take(context)
  return { engine, context, [Symbol.asyncDispose]: () => engine[Symbol.asyncDispose]() }
}
