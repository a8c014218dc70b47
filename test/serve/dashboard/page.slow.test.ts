import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { chromiumAvailable } from '../../servers/chromium.ts'
import { type Browsing, browseShop, grouped, marksOf, violations } from './reader.ts'

describe.skipIf(!chromiumAvailable())('the dashboard in Chromium', () => {
  let shop: Browsing
  beforeAll(async () => {
    shop = await browseShop()
  })
  afterAll(() => shop[Symbol.asyncDispose]())
  afterEach(() => expect(shop.unwanted()).toEqual([]))
  const open: Browsing['open'] = (...args) => shop.open(...args)
  const told: Browsing['told'] = (...args) => shop.told(...args)

  test('figures are those of ask, and say that they are proven', async () => {
    const page = await open()
    const [whole] = await told('sales')
    expect(await page.locator('.tile-value').first().textContent()).toBe(grouped(whole!.sales!))
    expect(await page.locator('button.badge').textContent()).toMatch(/equals the dump shop\.sql, \d+ proofs/)
    const lines = await told('sales', '--by', 'product.line', '--order', '-sales')
    const said = (await marksOf(page, 'what')).map((label) => label.split(', share')[0])
    expect(said).toEqual(lines.map((row) => `${row['product.line']}: ${grouped(row.sales!)}`))
  })

  test('choosing a bar goes a level down, and back is back', async () => {
    const page = await open()
    await page.locator('#what [data-mark]').first().click()
    await page.getByRole('heading', { name: 'Sales by product', exact: true }).waitFor()
    expect(page.url()).toContain('f=product.line')
    await page.goBack()
    await page.getByRole('heading', { name: 'Sales by product line' }).waitFor()
    expect(new URL(page.url()).search).toBe('')
  })

  test('a link leads to what it was copied from, like for like', async () => {
    const page = await open('?tr=ytd&f=location.country%3DUSA')
    const [row] = await told('sales', '--where', 'location.country=USA', '--where', 'date.date=2025-01-01..2025-05-31')
    await page.getByText(grouped(row!.sales!)).first().waitFor()
    expect(await page.locator('.periods').textContent()).toBe(
      '1 Jan 2025 – 31 May 2025, beside 1 Jan 2024 – 31 May 2024',
    )
  })

  test('axe finds nothing against WCAG 2.2 AA', async () => {
    expect(await violations(await open())).toEqual([])
  })
})
