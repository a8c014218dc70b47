import { pageOf } from '../../paging.ts'
import { ServiceException } from '../../protocol/service-exception.ts'
import { sortedBy } from '../../resource.ts'
import type { Context, Operations } from '../../service.ts'
import { beginTags, endTags, tagsOf } from '../tag-operations.ts'
import type { CrawlRunner } from './crawl-runner.ts'
import { type Crawler, crawlers, crawls } from './crawler-store.ts'

const MOST = 100

/** What AWS sets where nothing is said. */
const DEFAULTS: Pick<Crawler, 'Classifiers' | 'RecrawlPolicy' | 'LineageConfiguration'> = {
  Classifiers: [],
  RecrawlPolicy: { RecrawlBehavior: 'CRAWL_EVERYTHING' },
  LineageConfiguration: { CrawlerLineageSettings: 'DISABLE' },
}
const POLICY = { UpdateBehavior: 'UPDATE_IN_DATABASE', DeleteBehavior: 'DEPRECATE_IN_DATABASE' } as const

export const crawlerOperations = (runner: CrawlRunner): Operations<typeof import('@aws-sdk/client-glue')> => ({
  CreateCrawler({ Tags, Schedule, SchemaChangePolicy, ...input }, context) {
    const now = context.now()
    crawlers.add(context, input.Name, {
      ...DEFAULTS,
      ...input,
      ...scheduled(Schedule),
      SchemaChangePolicy: { ...POLICY, ...SchemaChangePolicy },
      State: 'READY',
      CrawlElapsedTime: 0,
      CreationTime: now,
      LastUpdated: now,
      Version: 1,
    })
    beginTags(context, 'crawler', input.Name, Tags)
    return {}
  },

  GetCrawler: ({ Name }, context) => ({ Crawler: crawlers.found(context, Name) }),

  GetCrawlers({ NextToken, MaxResults = MOST }, context) {
    const { items, next } = pageOf(sorted(context), { token: NextToken, size: MaxResults })
    return { Crawlers: [...items], NextToken: next }
  },

  ListCrawlers({ NextToken, MaxResults = MOST, Tags = {} }, context) {
    const all = sorted(context).filter(({ Name = '' }) => {
      const tags = tagsOf(context, 'crawler', Name)
      return Object.entries(Tags).every(([key, value]) => tags[key] === value)
    })
    const { items, next } = pageOf(all, { token: NextToken, size: MaxResults })
    return { CrawlerNames: items.map(({ Name = '' }) => Name), NextToken: next }
  },

  /** What is not said stays as it was. */
  UpdateCrawler({ Name, Schedule, SchemaChangePolicy, ...input }, context) {
    refuseWhileRunning(crawlers.found(context, Name))
    crawlers.change(context, Name, (before) => ({
      ...before,
      ...input,
      ...scheduled(Schedule),
      SchemaChangePolicy: { ...before.SchemaChangePolicy, ...SchemaChangePolicy },
      LastUpdated: context.now(),
      Version: (before.Version ?? 0) + 1,
    }))
    return {}
  },

  DeleteCrawler({ Name }, context) {
    refuseWhileRunning(crawlers.found(context, Name))
    crawlers.remove(context, Name)
    for (const { crawler, CrawlId } of crawls.all(context)) if (crawler === Name) crawls.remove(context, CrawlId ?? '')
    endTags(context, 'crawler', Name)
    return {}
  },

  StartCrawler({ Name }, context) {
    runner.start(context, Name)
    return {}
  },

  StopCrawler({ Name }, context) {
    crawlers.found(context, Name)
    if (!runner.stop(context, Name))
      throw new ServiceException('CrawlerNotRunningException', `Crawler with name ${Name} isn't running`)
    return {}
  },

  ListCrawls({ CrawlerName, NextToken, MaxResults = 20, Filters = [] }, context) {
    if (Filters.length > 0) throw new ServiceException('InvalidInputException', 'The sandbox does not filter crawls.')
    crawlers.found(context, CrawlerName)
    const all = crawls
      .all(context)
      .filter(({ crawler }) => crawler === CrawlerName)
      .toSorted((a, b) => (b.StartTime?.getTime() ?? 0) - (a.StartTime?.getTime() ?? 0))
    const { items, next } = pageOf(all, { token: NextToken, size: MaxResults })
    return { Crawls: items.map(({ crawler: _, ...crawl }) => crawl), NextToken: next }
  },
})

/** A schedule is kept and nobody obeys it, as its state says. */
const scheduled = (expression: string | undefined) =>
  expression ? { Schedule: { ScheduleExpression: expression, State: 'NOT_SCHEDULED' as const } } : {}

const sorted = (context: Context): Crawler[] => sortedBy(crawlers.all(context), ({ Name }) => Name)

function refuseWhileRunning({ Name, State }: Crawler): void {
  if (State !== 'READY') throw new ServiceException('CrawlerRunningException', `Crawler ${Name} is running`)
}
