import { randomUUID } from 'node:crypto'
import { ServiceException } from '../../protocol/service-exception.ts'
import { type Resources, resources } from '../../resource.ts'
import type { Context } from '../../service.ts'
import { alreadyThere, notFound } from '../catalog.ts'

export type Crawler = import('@aws-sdk/client-glue').Crawler
type CrawlerHistory = import('@aws-sdk/client-glue').CrawlerHistory
type CrawlStatus = import('@aws-sdk/client-glue').LastCrawlStatus

export const crawlers: Resources<Crawler> = resources({
  collection: 'glue/crawlers',
  missing: (id) => notFound(`Crawler ${id}`),
  taken: (id) => alreadyThere(`Crawler ${id}`),
})

/** A crawl as it is kept: with whose it is. */
export interface Crawl extends CrawlerHistory {
  readonly crawler: string
}

export const crawls: Resources<Crawl> = resources({
  collection: 'glue/crawls',
  missing: (id) => notFound(`Crawl ${id}`),
  taken: (id) => alreadyThere(`Crawl ${id}`),
})

const LOG_GROUP = '/aws-glue/crawlers'

/** Puts a crawl down as begun. */
export function beginCrawl(context: Context, name: string): Crawl {
  const crawler = crawlers.found(context, name)
  if (crawler.State !== 'READY')
    throw new ServiceException('CrawlerRunningException', `Crawler with name ${name} has already started`)
  crawlers.put(context, name, { ...crawler, State: 'RUNNING' })
  const id = randomUUID()
  const at = { LogGroup: LOG_GROUP, LogStream: name, MessagePrefix: id }
  return crawls.add(context, id, { crawler: name, CrawlId: id, State: 'RUNNING', StartTime: context.now(), ...at })
}

const HISTORY = { SUCCEEDED: 'COMPLETED', FAILED: 'FAILED', CANCELLED: 'STOPPED' } as const

/** … and as ended. */
export function endCrawl(context: Context, crawl: Crawl, status: CrawlStatus, said: string): void {
  const { crawler: name, CrawlId: id = '', StartTime, LogGroup, LogStream, MessagePrefix } = crawl
  const failed = status === 'FAILED' ? { ErrorMessage: said } : {}
  crawls.change(context, id, (before) => ({
    ...before,
    State: HISTORY[status],
    EndTime: context.now(),
    ...(status === 'SUCCEEDED' ? { Summary: said } : failed),
  }))
  if (!crawlers.get(context, name)) return
  crawlers.change(context, name, (before) => ({
    ...before,
    State: 'READY',
    LastCrawl: { Status: status, ...failed, LogGroup, LogStream, MessagePrefix, StartTime },
  }))
}
