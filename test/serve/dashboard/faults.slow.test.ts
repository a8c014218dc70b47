import { readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { copyOf, type Folder, starlift, succeed } from '../../cli/starlift.ts'
import { chromiumAvailable } from '../../servers/chromium.ts'
import { type Reader, reader } from './reader.ts'
import { demoFolder, serveFolder } from './served.ts'

/** What a page does by itself every few seconds, and whenever somebody comes back to it. */
const look = (page: Page): Promise<unknown> => page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")

describe.skipIf(!chromiumAvailable())('what goes wrong is said', () => {
  let shop: Folder
  let folder: Folder
  let someone: Reader
  beforeAll(async () => {
    shop = await demoFolder()
    someone = await reader()
  })
  afterAll(async () => {
    await someone[Symbol.asyncDispose]()
    await shop[Symbol.asyncDispose]()
  })
  beforeEach(async () => {
    folder = await copyOf(shop.path)
  })
  afterEach(() => folder[Symbol.asyncDispose]())
  const manifest = () => join(folder.path, 'lake/_starlift/versions/000001.json')

  test('the server is gone, and is back', async () => {
    await using served = await serveFolder(folder.path)
    const page = await someone.open(served.url)
    await served.stop()
    await page.getByText('The dashboard’s server does not answer').waitFor()
    expect(await page.locator('#what .chart svg').isVisible()).toBe(true)
    const again = await serveFolder(folder.path, served.port)
    await page.getByText('started anew, with a new token').waitFor()
    await again[Symbol.asyncDispose]()
  })

  test('a newer version: what is seen stays, and changes when it is asked for', async () => {
    await using served = await serveFolder(folder.path)
    const page = await someone.open(served.url)
    const before = await page.locator('.tile-value').first().textContent()
    const dump = await readFile(join(folder.path, 'shop.sql'), 'utf8')
    await writeFile(
      join(folder.path, 'shop.sql'),
      dump.replace(/(INSERT INTO `orderdetails` VALUES \(\d+,'[^']+',)\d+,/, '$1999,'),
    )
    await succeed(folder.path, 'run')
    await look(page)
    await page.getByText('Version 2 is published. What you see is version 1.').waitFor()
    await page.locator('#what [data-mark]').first().click()
    await page.getByRole('heading', { name: 'Sales by product', exact: true }).waitFor()
    await page.goBack()
    expect(await page.locator('.tile-value').first().textContent()).toBe(before)
    await page.getByRole('button', { name: 'Show version 2' }).click()
    await expect.poll(() => page.locator('.tile-value').first().textContent()).not.toBe(before)
    const [row] = (JSON.parse(await succeed(folder.path, 'ask', 'sales', '--json')) as { rows: { sales: string }[] })
      .rows
    expect((await page.locator('.tile-value').first().textContent())!.replaceAll(',', '')).toBe(row!.sales)
  })

  test('a run that failed: the figures are old, and why', async () => {
    await using served = await serveFolder(folder.path)
    const page = await someone.open(served.url)
    const dump = await readFile(join(folder.path, 'shop.sql'), 'utf8')
    await writeFile(join(folder.path, 'shop.sql'), dump.slice(0, dump.length / 2))
    expect((await starlift(folder.path, 'run')).code).toBe(3)
    await look(page)
    await page.locator('.stale', { hasText: 'did not end well (SOURCE_' }).waitFor()
  })

  test('the lake is gone, and is back', async () => {
    await using served = await serveFolder(folder.path)
    const page = await someone.open(served.url)
    await rename(join(folder.path, 'lake'), join(folder.path, 'elsewhere'))
    await look(page)
    await page.getByText('Nothing is published in').waitFor()
    await rename(join(folder.path, 'elsewhere'), join(folder.path, 'lake'))
    await look(page)
    await page.getByText('Nothing is published in').waitFor({ state: 'detached' })
  })

  test.each([
    [
      'a receipt in which a figure differs',
      (text: string) => text.replace(/"star": "(\d+\.\d\d)",(\s+)"equal": true/, '"star": "$1",$2"equal": false'),
      'in the source and',
    ],
    [
      'a version without a receipt',
      (text: string) => JSON.stringify({ ...(JSON.parse(text) as object), receipt: null }),
      'The version has no receipt',
    ],
    [
      'a file that is not the one published',
      (text: string) => text.replace(/"sha256": "\w{8}/, '"sha256": "00000000'),
      'its sha256 is not the one in the manifest',
    ],
  ])('%s: no figure is shown, nor taken along', async (_, spoil, reason) => {
    const text = await readFile(manifest(), 'utf8')
    expect(spoil(text)).not.toBe(text)
    await writeFile(manifest(), spoil(text))
    await using spoiled = await serveFolder(folder.path)
    const page = await someone.open(spoiled.url, { until: '.alone' })
    await page.getByText('Version 1 is not proven, so its figures are not shown').waitFor()
    expect(await page.locator('main').textContent()).toContain(reason)
    expect(await page.locator('.tile, .chart, table').count()).toBe(0)
    expect((await starlift(folder.path, 'dashboard', '--export', 'page.html')).stderr).toContain('LAKE_FALSE')
  })
})
