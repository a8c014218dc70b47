import { readFile } from 'node:fs/promises'
import type { Download, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { starlift, succeed } from '../../cli/starlift.ts'
import { chromiumAvailable } from '../../servers/chromium.ts'
import { parquetRows } from './parquet-rows.ts'
import { type Browsing, browseShop, grouped, violations } from './reader.ts'

describe.skipIf(!chromiumAvailable())('taking away, and reading otherwise', () => {
  let shop: Browsing
  beforeAll(async () => {
    shop = await browseShop()
  })
  afterAll(() => shop[Symbol.asyncDispose]())
  afterEach(() => expect(shop.unwanted()).toEqual([]))
  const open: Browsing['open'] = (...args) => shop.open(...args)
  const told: Browsing['told'] = (...args) => shop.told(...args)

  describe('taken away', () => {
    const kept = async (page: Page, view: string, item: string): Promise<Download> => {
      await page.locator(`#${view} .menu summary`).click()
      const [download] = await Promise.all([
        page.waitForEvent('download'),
        page.locator(`#${view} .menu`).getByRole('button', { name: item, exact: true }).click(),
      ])
      expect(await download.failure()).toBe(null)
      return download
    }
    const bytesOf = async (download: Download): Promise<Buffer> => readFile(await download.path())

    test('CSV, with what it is of', async () => {
      const page = await open('?tr=ytd')
      const text = (await bytesOf(await kept(page, 'what', 'CSV'))).toString()
      expect(text).toMatch(
        /^# version 1, published \S+, equals the dump shop\.sql \(dump sha256:\w+\)\r\n# \{"measures":\["sales"\]/,
      )
      const csv = await succeed(
        shop.folder,
        'ask',
        'sales',
        '--by',
        'product.line',
        '--since',
        '2025-01-01',
        '--until',
        '2025-05-31',
        '--order',
        '-sales',
        '--compare',
        'last-year',
        '--csv',
      )
      const figures = (all: string) =>
        all
          .split('\r\n')
          .filter((line) => line && !line.startsWith('#'))
          .slice(1)
          .map((line) => line.split(',').slice(0, 3))
      expect(figures(text)).toEqual(figures(csv))
    })

    test('Parquet, the rows of it all', async () => {
      const page = await open()
      const { rows, about } = await parquetRows(await bytesOf(await kept(page, 'detail', 'Parquet')))
      const [whole] = await told('sales')
      expect(rows.length).toBeGreaterThan(3000)
      expect(JSON.parse(about.starlift_question!)).not.toHaveProperty('limit')
      expect(whole).toBeDefined()
    })

    test('SVG and PNG, as they are seen', async () => {
      const page = await open()
      const svg = (await bytesOf(await kept(page, 'what', 'SVG'))).toString()
      expect(svg).toMatch(/^<svg [^>]*xmlns="http:\/\/www\.w3\.org\/2000\/svg"/)
      expect(svg).toContain('Lighthouses')
      expect(svg).not.toMatch(/var\(--|currentColor/)
      const png = await bytesOf(await kept(page, 'what', 'PNG'))
      expect([png.subarray(1, 4).toString(), png.readUInt32BE(16) > 800]).toEqual(['PNG', true])
    })

    test('the question as a command, as TypeScript, as SQL', async () => {
      const page = await open('?tr=ytd&f=location.country%3DUSA')
      const copied = async (item: string) => {
        await page.locator('#what .menu summary').click()
        await page.locator('#what .menu').getByRole('button', { name: item }).click()
        await page.getByText('is copied').waitFor({ state: 'attached' })
        return page.evaluate<string>('navigator.clipboard.readText()')
      }
      const command = await copied('Copy as ask')
      expect(command).toBe(
        'npx starlift ask sales --by product.line --where location.country=USA --where date.date=2025-01-01..2025-05-31 --order=-sales --compare last-year',
      )
      const args = command.replace('npx starlift ', '').split(' ')
      expect((await starlift(shop.folder, ...args)).code).toBe(0)
      expect(await copied('Copy as TypeScript')).toContain(
        "order: '-sales',\n  where: { 'location.country': ['USA'], 'date.date': { from: '2025-01-01', to: '2025-05-31' } },",
      )
      const [sql] = (await copied('Copy as SQL')).split(';\n')
      expect((await starlift(shop.folder, 'query', sql!)).code).toBe(0)
    })
  })

  describe('for everybody', () => {
    test('by the keyboard: to a bar, along, down, to the table and back', async () => {
      const page = await open()
      const focused = () =>
        page.evaluate<string>('document.activeElement.getAttribute("aria-label") ?? document.activeElement.textContent')
      await page.keyboard.press('Tab')
      expect(await focused()).toContain('Skip to the figures')
      await page.keyboard.press('Enter')
      for (let i = 0; i < 60 && !(await focused()).startsWith('Lighthouses: '); i++) await page.keyboard.press('Tab')
      await page.keyboard.press('ArrowDown')
      expect(await focused()).toMatch(/^Bridges: /)
      await page.keyboard.press('End')
      expect(await focused()).toMatch(/^Windmills: /)
      await page.keyboard.press('t')
      await page.locator('#what table').waitFor()
      expect(page.url()).toContain('t=what')
      await page.locator('#what').getByRole('button', { name: 'Table' }).press('Enter')
      await page.locator('#what [data-mark]').first().focus()
      await page.keyboard.press('Enter')
      await page.getByRole('heading', { name: 'Sales by product', exact: true }).waitFor()
    })

    test('every chart has a table that says the same', async () => {
      const page = await open('?t=time,what,where,cross,top,season,status,detail', { until: '#what table' })
      for (const view of ['time', 'what', 'where', 'cross', 'top', 'season', 'status', 'detail'])
        expect(await page.locator(`#${view} table tbody tr`).count(), view).toBeGreaterThan(2)
      const lines = await told('sales', '--by', 'product.line', '--order', '-sales')
      expect(await page.locator('#what tbody tr').first().locator('td').allTextContents()).toEqual([
        lines[0]!['product.line'],
        grouped(lines[0]!.sales!),
        expect.stringMatching(/^\d+\.\d%$/),
      ])
    })

    test('axe finds nothing in the tables', async () => {
      // A place of few rows: axe looks at each cell, and a thousand of them are alike.
      const few = '?t=time,what,where,cross,top,season,status,detail&f=location.country%3DSingapore'
      expect(await violations(await open(few, { until: '#detail table' }))).toEqual([])
    })

    test('the receipt in plain words', async () => {
      const page = await open()
      await page.locator('button.badge').click()
      await page.getByRole('dialog').getByText('were computed twice').waitFor()
      expect(await violations(page)).toEqual([])
      await page.keyboard.press('Escape')
      expect(await page.locator('dialog').getAttribute('open')).toBe(null)
      await page.locator('#proof summary', { hasText: 'rows that were read' }).click()
      await page.locator('#proof').getByText('products rows', { exact: true }).waitFor()
    })

    test('light, dark, as the system has it; remembered', async () => {
      const page = await open('', { colorScheme: 'dark' })
      const ground = () => page.evaluate<string>('getComputedStyle(document.body).backgroundColor')
      const dark = await ground()
      expect(await violations(page)).toEqual([])
      await page.getByLabel('Colours').selectOption('light')
      const light = await ground()
      expect(light).not.toBe(dark)
      await page.reload()
      await page.waitForSelector('.chart svg')
      expect(await ground()).toBe(light)
    })

    test.each([390, 1024, 1440])('%i pixels wide, nothing is wider', async (width) => {
      const page = await open('', { viewport: { width, height: 900 } })
      await page.waitForSelector('#status .legend')
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(width)
    })

    test('at twice the size, and on paper', async () => {
      const page = await open('?tr=2024&f=location.country%3DUSA', {
        viewport: { width: 720, height: 450 },
        deviceScaleFactor: 2,
      })
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(720)
      await page.emulateMedia({ media: 'print' })
      expect(await page.locator('.tools').first().isVisible()).toBe(false)
      expect(await page.locator('.chip').isVisible()).toBe(true)
      expect(await page.locator('.periods').isVisible()).toBe(true)
      expect(await page.locator('#top .hint').isVisible()).toBe(true)
      expect(await page.locator('#what .chart svg').isVisible()).toBe(true)
    })

    test('nothing chosen that is there: says so, and how to go on', async () => {
      const page = await open('?tr=2031-01-01..2031-01-31&f=product.line%3D%3Cimg%20src%3Dx%20onerror%3Dalert(1)%3E', {
        until: '#what .notice button',
      })
      expect(await page.locator('img').count()).toBe(0)
      expect(await page.locator('.chip').textContent()).toContain('<img src=x onerror=alert(1)>')
      expect(await page.locator('.tile-value').first().textContent()).toBe('–')
      expect(await violations(page)).toEqual([])
      await page.locator('#what').getByRole('button', { name: 'Show everything' }).click()
      await page.waitForSelector('#what .chart svg')
    })
  })
})
