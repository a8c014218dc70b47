import axe from 'axe-core'
import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { type Folder, succeed } from '../../cli/starlift.ts'
import { chromiumAvailable, launchChromium } from '../../servers/chromium.ts'
import { demoFolder, type ServedFolder, serveFolder } from './served.ts'

let folder: Folder
let served: ServedFolder
beforeAll(async () => {
  folder = await demoFolder()
  served = await serveFolder(folder.path)
})
afterAll(async () => {
  await served[Symbol.asyncDispose]()
  await folder[Symbol.asyncDispose]()
})

interface Violation {
  readonly id: string
  readonly nodes: readonly { readonly html: string }[]
}

/** What is against WCAG 2.2 AA, with what it is about. */
async function violations(page: Page): Promise<readonly string[]> {
  await page.evaluate(axe.source)
  const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']
  const found = await page.evaluate<{ violations: readonly Violation[] }>(
    `axe.run(document, { runOnly: ${JSON.stringify(tags)} })`,
  )
  return found.violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html.slice(0, 200)} (${nodes.length})`)
}

const grouped = (text: string): string => text.replace(/\B(?=(\d{3})+\.)/g, ',')
const told = async (...args: string[]) =>
  (JSON.parse(await succeed(folder.path, 'ask', ...args, '--json')) as { rows: Record<string, string>[] }).rows

describe.skipIf(!chromiumAvailable())('in Chromium', () => {
  let browser: Browser
  let page: Page
  const unwanted: string[] = []
  beforeAll(async () => {
    browser = await launchChromium()
  })
  afterAll(() => browser.close())
  afterEach(async () => {
    await page.close()
    expect(unwanted.splice(0)).toEqual([])
  })

  async function open(search = ''): Promise<Page> {
    page = await browser.newPage({ viewport: { width: 1440, height: 900 } })
    page.on('pageerror', (error) => unwanted.push(String(error)))
    page.on('console', (message) => unwanted.push(message.text()))
    page.on(
      'request',
      (asked) =>
        /^(data|blob):/.test(asked.url()) || asked.url().startsWith(`${served.origin}/`) || unwanted.push(asked.url()),
    )
    await page.goto(`${served.url}${search.replace('?', '&')}`)
    await page.waitForSelector('#what .chart svg')
    return page
  }

  test('figures are those of ask, and say that they are proven', async () => {
    await open()
    const [whole] = await told('sales')
    expect(await page.locator('.tile-value').first().textContent()).toBe(grouped(whole!.sales!))
    expect(await page.locator('button.badge').textContent()).toMatch(/equals the dump shop\.sql, \d+ proofs/)
    const lines = await told('sales', '--by', 'product.line', '--order', '-sales')
    const labels = await page
      .locator('#what [role=button]')
      .evaluateAll((all) => all.map((one) => one.getAttribute('aria-label') ?? ''))
    expect(labels.map((label) => label.split(', share')[0])).toEqual(
      lines.map((row) => `${row['product.line']}: ${grouped(row.sales!)}`),
    )
  })

  test.each(['light', 'dark'] as const)('axe finds nothing against WCAG 2.2 AA, %s', async (colorScheme) => {
    await open()
    await page.emulateMedia({ colorScheme })
    expect(await violations(page)).toEqual([])
  })

  test('choosing a bar goes a level down, and back is back', async () => {
    await open()
    await page.locator('#what [role=button]').first().click()
    await page.getByRole('heading', { name: 'Sales by product', exact: true }).waitFor()
    expect(page.url()).toContain('f=product.line')
    await page.goBack()
    await page.getByRole('heading', { name: 'Sales by product line' }).waitFor()
    expect(page.url()).toBe(`${served.origin}/`)
  })

  test('a link leads to what it was copied from', async () => {
    await open('?tr=ytd&f=location.country%3DUSA')
    const [row] = await told(
      'sales',
      '--where',
      'location.country=USA',
      '--where',
      'date.date=2025-01-01..2025-05-31',
      '--compare',
      'last-year',
    )
    await page.getByText(grouped(row!.sales!)).first().waitFor()
    expect(await page.locator('.periods').textContent()).toBe(
      '1 Jan 2025 – 31 May 2025, beside 1 Jan 2024 – 31 May 2024',
    )
  })
})
