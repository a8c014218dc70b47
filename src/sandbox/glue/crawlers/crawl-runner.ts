import type { Engine } from '../../../core/engine.ts'
import { ServiceException } from '../../protocol/service-exception.ts'
import type { Context } from '../../service.ts'
import { crawlTargets, type Stopping } from './crawl.ts'
import { CrawlError } from './crawl-error.ts'
import { beginCrawl, type Crawl, type Crawler, crawlers, crawls, endCrawl } from './crawler-store.ts'

type OpenEngine = (scratch: string) => Promise<Engine>

/** Starts crawls and ends them. */
export interface CrawlRunner {
  /** Refuses what the sandbox cannot crawl. */
  start(context: Context, crawler: string): void
  /** Whether there was a crawl to stop. */
  stop(context: Context, crawler: string): boolean
  begin(context: Context): void
  end(): Promise<void>
}

interface Going {
  readonly stopping: { asked: boolean }
  readonly done: Promise<void>
}

export function crawlRunner(openEngine: OpenEngine | undefined): CrawlRunner {
  const going = new Map<string, Going>()
  return {
    start(context, name) {
      const crawler = crawlers.found(context, name)
      refuseOthers(crawler)
      if (!openEngine) throw notDone('Crawling without an engine')
      const stopping = { asked: false }
      const crawl = beginCrawl(context, name)
      const done = crawlOnce({ context, crawler, crawl, stopping, openEngine }).finally(() => going.delete(name))
      going.set(name, { stopping, done })
    },
    stop(context, name) {
      const own = going.get(name)
      if (!own) return false
      own.stopping.asked = true
      crawlers.change(context, name, (before) => ({ ...before, State: 'STOPPING' }))
      return true
    },
    begin(context) {
      for (const crawl of crawls.all(context))
        if (crawl.State === 'RUNNING') endCrawl(context, crawl, 'FAILED', 'The sandbox was ended during this crawl')
    },
    async end() {
      for (const { stopping } of going.values()) stopping.asked = true
      await Promise.all([...going.values()].map(({ done }) => done))
    },
  }
}

interface Crawling {
  readonly context: Context
  readonly crawler: Crawler
  readonly crawl: Crawl
  readonly stopping: Stopping
  readonly openEngine: OpenEngine
}

async function crawlOnce({ context, crawler, crawl, stopping, openEngine }: Crawling): Promise<void> {
  try {
    await using engine = await openEngine(`${context.objects.draft()}-spill`)
    const changes = await crawlTargets({ context, crawler, engine, stopping })
    if (stopping.asked) return endCrawl(context, crawl, 'CANCELLED', 'It was stopped')
    const summary = JSON.stringify({ TABLE: changes })
    await tell(context, crawl, `BENCHMARK : Finished: ${summary}`)
    endCrawl(context, crawl, 'SUCCEEDED', summary)
  } catch (error) {
    const foreseen = error instanceof CrawlError || error instanceof ServiceException
    const said = error instanceof Error ? error.message : String(error)
    await tell(context, crawl, `ERROR : ${said}`)
    endCrawl(context, crawl, 'FAILED', foreseen ? said : `Internal Service Exception: ${said}`)
  }
}

async function tell(context: Context, { crawler, CrawlId }: Crawl, text: string): Promise<void> {
  const at = { logGroupName: '/aws-glue/crawlers', logStreamName: crawler }
  const { logGroupName } = at
  for (const [operation, input] of [['CreateLogGroup', { logGroupName }] as const, ['CreateLogStream', at] as const])
    await context.call('logs', operation, input).catch(unlessThere)
  const logEvents = [{ timestamp: context.now().getTime(), message: `[${CrawlId}] ${text}` }]
  await context.call('logs', 'PutLogEvents', { ...at, logEvents })
}

function unlessThere(error: unknown): void {
  if (!(error instanceof ServiceException && error.code === 'ResourceAlreadyExistsException')) throw error
}

const notDone = (what: string): ServiceException =>
  new ServiceException('InvalidInputException', `${what} is not done by the sandbox.`)

/** Only S3 is crawled, whole or its new folders, and folders are never taken together into one table. */
function refuseOthers({ Targets = {}, Classifiers = [], RecrawlPolicy, Configuration }: Crawler): void {
  const others = Object.entries(Targets).filter(([kind, targets]) => kind !== 'S3Targets' && (targets?.length ?? 0) > 0)
  if (others.length > 0) throw notDone(`Crawling ${others.map(([kind]) => kind).join(', ')}`)
  if (Classifiers.length > 0) throw notDone('Crawling with classifiers of one’s own')
  if (RecrawlPolicy?.RecrawlBehavior === 'CRAWL_EVENT_MODE') throw notDone('Crawling by events')
  if (/TableGroupingPolicy|TableLevelConfiguration/.test(Configuration ?? ''))
    throw notDone('Taking folders together into one table (Grouping)')
  if ((Targets.S3Targets ?? []).length === 0) throw notDone('Crawling without S3Targets')
}
