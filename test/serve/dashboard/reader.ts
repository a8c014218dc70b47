import axe from 'axe-core'
import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { succeed } from '../../cli/starlift.ts'
import { launchChromium } from '../../servers/chromium.ts'
import { demoFolder, serveFolder } from './served.ts'

/** Somebody who reads pages, and whatever went wrong while they did. */
export interface Reader extends AsyncDisposable {
  /** A page of its own window, at an address, once there are figures. */
  open(url: string, options?: BrowserContextOptions & { readonly until?: string }): Promise<Page>
  /** Errors, complaints of the browser, and requests to anywhere but this machine since the last time. */
  unwanted(): readonly string[]
}

export async function reader(): Promise<Reader> {
  const browser: Browser = await launchChromium()
  const unwanted: string[] = []
  return {
    async open(url, { until = '#what .chart svg', ...options } = {}) {
      for (const context of browser.contexts()) await context.close()
      const context = await browser.newContext({
        viewport: { width: 1440, height: 900 },
        acceptDownloads: true,
        ...options,
      })
      await context.grantPermissions(['clipboard-read', 'clipboard-write']).catch(() => {})
      const page = await context.newPage()
      page.on('pageerror', (error) => unwanted.push(String(error)))
      page.on('console', (message) => unwanted.push(message.text()))
      page.on(
        'request',
        (asked) => /^(data|blob|file):|^http:\/\/127\.0\.0\.1:/.test(asked.url()) || unwanted.push(asked.url()),
      )
      await page.goto(url)
      await page.waitForSelector(until)
      return page
    },
    unwanted: () => unwanted.splice(0),
    [Symbol.asyncDispose]: () => browser.close(),
  }
}

interface Violation {
  readonly id: string
  readonly nodes: readonly { readonly html: string }[]
}

/** What is against WCAG 2.2 AA, with what it is about. */
export async function violations(page: Page): Promise<readonly string[]> {
  await page.evaluate(axe.source)
  const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']
  const found = await page.evaluate<{ violations: readonly Violation[] }>(
    `axe.run(document, { runOnly: ${JSON.stringify(tags)}, resultTypes: ['violations'] })`,
  )
  return found.violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html.slice(0, 200)} (${nodes.length})`)
}

/** 9604190.61 → 9,604,190.61. */
export const grouped = (text: string): string => text.replace(/\B(?=(\d{3})+(\.|$))/g, ',')

/** What a view's marks say, in order. */
export const marksOf = (page: Page, view: string): Promise<readonly string[]> =>
  page.locator(`#${view} [data-mark]`).evaluateAll((all) => all.map((one) => one.getAttribute('aria-label') ?? ''))

export interface Browsing extends AsyncDisposable {
  readonly folder: string
  /** A page with these options at an address of the shop's dashboard. */
  open(search?: string, options?: Parameters<Reader['open']>[1]): Promise<Page>
  /** What the command answers, for the page to be held against. */
  told(...args: string[]): Promise<readonly Readonly<Record<string, string>>[]>
  unwanted: Reader['unwanted']
}

/** Somebody before the dashboard of the invented shop. */
export async function browseShop(): Promise<Browsing> {
  const folder = await demoFolder()
  const served = await serveFolder(folder.path)
  const someone = await reader()
  return {
    folder: folder.path,
    open: (search = '', options) => someone.open(`${served.url}${search.replace('?', '&')}`, options),
    told: async (...args) =>
      (JSON.parse(await succeed(folder.path, 'ask', ...args, '--json')) as { rows: Record<string, string>[] }).rows,
    unwanted: someone.unwanted,
    async [Symbol.asyncDispose]() {
      await someone[Symbol.asyncDispose]()
      await served[Symbol.asyncDispose]()
      await folder[Symbol.asyncDispose]()
    },
  }
}
