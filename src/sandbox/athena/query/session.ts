import type { Engine } from '../../../core/engine.ts'
import type { Context } from '../../service.ts'
import { MACROS } from '../sql/macros.ts'

/** Opens an engine for one query; what it spills goes into a folder that it is given. */
export type OpenEngine = (scratch: string) => Promise<Engine>

/** One query's own engine, with what the translation needs; nothing of another query can be seen in it. */
export interface Session extends AsyncDisposable {
  readonly engine: Engine
  readonly context: Context
}

export async function openSession(openEngine: OpenEngine, context: Context): Promise<Session> {
  const engine = await openEngine(`${context.objects.draft()}-spill`)
  await engine.run(MACROS.join(';\n'))
  return { engine, context, [Symbol.asyncDispose]: () => engine[Symbol.asyncDispose]() }
}
