import type { Service } from '../service.ts'
import { catalogOperations } from './catalog/catalog-operations.ts'
import { namedQueryOperations } from './named-query/named-query-operations.ts'
import type { OpenEngine } from './query/engine-ahead.ts'
import { queryOperations } from './query/query-operations.ts'
import type { Runner } from './query/runner.ts'
import { QueryFault } from './sql/fault.ts'
import { tagOperations } from './tag/tags.ts'
import { workGroupOperations } from './work-group/work-group-operations.ts'

/** Athena over the Glue catalog's tables; each query runs in an engine of its own. */
export function athena(openEngine: OpenEngine = noEngine): Service {
  let runner: Runner | undefined
  const load = async (): Promise<Runner> => {
    const { Runner: Loaded } = await import('./query/runner.ts')
    runner ??= new Loaded(openEngine)
    return runner
  }
  return {
    name: 'athena',
    operations: {
      ...queryOperations(() => runner, load),
      ...workGroupOperations,
      ...namedQueryOperations,
      ...catalogOperations,
      ...tagOperations,
    },
    end: async () => runner?.end(),
  }
}

const noEngine = (): never => {
  throw new QueryFault('NOT_SUPPORTED', 'a query: this sandbox was started without an engine')
}
