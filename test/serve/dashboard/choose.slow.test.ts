import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { chromiumAvailable } from '../../servers/chromium.ts'
import { type Browsing, browseShop, grouped } from './reader.ts'

describe.skipIf(!chromiumAvailable())('choosing in the dashboard', () => {
  let shop: Browsing
  beforeAll(async () => {
    shop = await browseShop()
  })
  afterAll(() => shop[Symbol.asyncDispose]())
  afterEach(() => expect(shop.unwanted()).toEqual([]))
  const open: Browsing['open'] = (...args) => shop.open(...args)
  const told: Browsing['told'] = (...args) => shop.told(...args)
  const shows = (page: Page, figure: string) =>
    page
      .locator('.tile-value')
      .first()
      .filter({ hasText: grouped(figure) })
      .waitFor()

  describe('filters', () => {
    test.each([
      ['ytd', ['date.date=2025-01-01..']],
      ['2024', ['date.date=2024-01-01..2024-12-31']],
      ['90d', ['date.date=2025-03-03..2025-05-31']],
    ])('the period %s', async (period, where) => {
      const page = await open()
      await page.getByRole('combobox', { name: 'Period' }).selectOption(period)
      const [row] = await told('sales', ...where.flatMap((one) => ['--where', one]))
      await shows(page, row!.sales!)
      expect(page.url()).toContain(`tr=${period}`)
    })

    test('own days', async () => {
      const page = await open()
      await page.getByLabel('from', { exact: true }).fill('2024-02-01')
      await page.getByLabel('to', { exact: true }).fill('2024-02-29')
      const [row] = await told('sales', '--where', 'date.date=2024-02-01..2024-02-29')
      await shows(page, row!.sales!)
      expect(page.url()).toContain('tr=2024-02-01..2024-02-29')
    })

    test('comparison: by the year before, the period before, or not at all', async () => {
      const page = await open('?tr=ytd')
      const [now] = await told('sales', '--since', '2025-01-01', '--compare', 'last-year')
      expect(now).toBeDefined()
      expect(await page.locator('.tile-delta').first().textContent()).toMatch(/^[+−]\d+\.\d% vs last year$/)
      await page.getByLabel('Compare').selectOption('previousPeriod')
      await page.getByText('beside 3 Aug 2024 – 31 Dec 2024').waitFor()
      await page.getByLabel('Compare').selectOption('')
      await expect.poll(() => page.locator('.tile-delta').first().textContent()).toBe(' ')
      expect(page.url()).toContain('compare_tr=none')
    })

    test.each([
      ['Product line', 'product.line', 'Bridges'],
      ['Country', 'location.country', 'Norway'],
      ['Status', 'status', 'Cancelled'],
      ['City', 'location.city', null],
    ])('%s', async (label, path, wanted) => {
      const page = await open()
      const menu = page
        .locator('.menu.filter')
        .filter({ has: page.locator('summary', { hasText: new RegExp(`^${label}`) }) })
      await menu.locator('summary').click()
      const option = wanted ? menu.getByLabel(wanted) : menu.getByRole('checkbox').first()
      const value = wanted ?? (await menu.locator('li span').first().textContent())!
      await option.check()
      // What is chosen stands below the menu.
      await page.keyboard.press('Escape')
      const [row] = await told('sales', '--where', `${path}=${value}`)
      await shows(page, row!.sales!)
      await page.getByRole('button', { name: `Take off ${label}: ${value}` }).click()
      await shows(page, (await told('sales'))[0]!.sales!)
    })

    test('a search finds what to choose', async () => {
      const page = await open()
      const menu = page.locator('.menu.filter').filter({ has: page.locator('summary', { hasText: /^Country/ }) })
      await menu.locator('summary').click()
      await menu.getByPlaceholder('Find').fill('nor')
      await expect.poll(() => menu.getByRole('checkbox').count()).toBe(1)
      await page.keyboard.press('Escape')
      expect(await menu.getAttribute('open')).toBe(null)
    })

    test('another measure, another fact', async () => {
      const page = await open()
      await page.locator('.tile', { hasText: 'Units' }).click()
      await page.getByRole('heading', { name: 'Units by product line' }).waitFor()
      await page.getByLabel('Fact').selectOption('payments')
      await page.getByRole('heading', { name: 'Received over time' }).waitFor()
      await shows(page, (await told('received'))[0]!.received!)
    })
  })

  describe('ways down', () => {
    test('country, city, customer, and up again by the crumbs', async () => {
      const page = await open()
      await page.locator('#where [data-mark]').first().click()
      await page.getByRole('heading', { name: 'Sales by city' }).waitFor()
      await page.locator('#where [data-mark]').first().click()
      await page.getByRole('heading', { name: 'Sales by customer' }).waitFor()
      await page.locator('#where .crumbs').getByRole('button', { name: 'USA' }).click()
      await page.getByRole('heading', { name: 'Sales by city' }).waitFor()
      await page.locator('#where .crumbs').getByRole('button', { name: 'All countries' }).click()
      await page.getByRole('heading', { name: 'Sales by country' }).waitFor()
    })

    test('a cell sets both filters, a month of a year the period, a status itself', async () => {
      const page = await open()
      await page.locator('#cross [data-mark]').first().click()
      await expect.poll(() => page.locator('.chip').count()).toBe(2)
      await page.getByRole('button', { name: 'Show everything' }).first().click()
      await page.locator('#season [data-mark]').first().click()
      await expect.poll(() => page.url()).toMatch(/tr=2023-01-01\.\.2023-01-31/)
      await page.goBack()
      await page.locator('#status .legend button', { hasText: 'Cancelled' }).click()
      await expect.poll(() => page.locator('.chip').allTextContents()).toEqual(['Status: Cancelled ×'])
    })

    test('a stretch of time is drawn over; a point goes down to its days', async () => {
      const page = await open()
      await page.locator('#time .chart svg').scrollIntoViewIfNeeded()
      const box = (await page.locator('#time .chart svg').boundingBox())!
      await page.mouse.move(box.x + box.width * 0.4, box.y + 120)
      await page.mouse.down()
      await page.mouse.move(box.x + box.width * 0.6, box.y + 130, { steps: 5 })
      await page.mouse.up()
      await expect.poll(() => page.url()).toMatch(/tr=2023-\d\d-01\.\.2024-\d\d-(28|29|30|31)/)
      await expect.poll(() => page.locator('#time [data-mark]').count()).toBeLessThan(12)
      await page.locator('#time [data-mark]').nth(1).click()
      await page.getByLabel('Grain of time').locator('option', { hasText: 'day (auto)' }).waitFor({ state: 'attached' })
      await page.getByLabel('Grain of time').selectOption('month')
      await expect.poll(() => page.locator('#time [data-mark]').count()).toBe(1)
    })

    test('more or fewer of the first', async () => {
      const page = await open()
      await page.getByLabel('How many products').fill('3')
      await expect.poll(() => page.locator('#top [data-mark]').count()).toBe(3)
      await page.getByRole('heading', { name: 'Top 3 products' }).waitFor()
      expect(await page.locator('#top .hint').textContent()).toMatch(/^Never in any row: /)
    })

    test('rows are sorted, paged, and say how the source has them', async () => {
      const page = await open()
      const cell = (column: number) => page.locator('#detail tbody tr').first().locator('td').nth(column)
      await page.locator('#detail').getByRole('button', { name: 'Units' }).click()
      await expect.poll(() => page.locator('#detail th[aria-sort=descending]').textContent()).toContain('Units')
      const [most] = await told('units', '--by', 'orderNumber,productCode', '--order', '-units', '--top', '1')
      await expect.poll(() => cell(0).textContent()).toBe(most!.orderNumber)
      await page.getByRole('button', { name: 'Next →' }).click()
      await page.getByText('2 of 50').waitFor()
      const number = await cell(0).textContent()
      await page.locator('#detail tbody button').first().click()
      expect(await page.locator('#detail .source code').textContent()).toContain(
        `SELECT * FROM \`orderdetails\` WHERE \`orderNumber\` = '${number}'`,
      )
    })
  })
})
