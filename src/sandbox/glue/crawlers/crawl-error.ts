/** Why a crawl has failed, as its LastCrawl says. */
export class CrawlError extends Error {}
