import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { type Folder, starlift, succeed } from '../../cli/starlift.ts'
import { chromiumAvailable } from '../../servers/chromium.ts'
import { grouped, type Reader, reader, violations } from './reader.ts'
import { demoFolder } from './served.ts'

describe.skipIf(!chromiumAvailable())('the page as one file', () => {
  let folder: Folder
  let someone: Reader
  let address: string
  beforeAll(async () => {
    folder = await demoFolder()
    const told = JSON.parse(await succeed(folder.path, 'dashboard', '--export', 'page.html', '--json')) as object
    expect(told).toMatchObject({ file: 'page.html', version: 1, filters: true })
    address = pathToFileURL(join(folder.path, 'page.html')).href
    someone = await reader()
  })
  afterAll(async () => {
    await someone[Symbol.asyncDispose]()
    await folder[Symbol.asyncDispose]()
  })
  afterEach(() => expect(someone.unwanted()).toEqual([]))

  const sales = async (...args: string[]): Promise<string> =>
    grouped(
      (JSON.parse(await succeed(folder.path, 'ask', 'sales', ...args, '--json')) as { rows: { sales: string }[] })
        .rows[0]!.sales,
    )

  test('from disk, without a network: figures, filters, ways down and back', async () => {
    const page = await someone.open(address, { offline: true })
    const first = page.locator('.tile-value').first()
    expect(await first.textContent()).toBe(await sales())
    await page.locator('#what [data-mark]').first().click()
    await page.getByRole('heading', { name: 'Sales by product', exact: true }).waitFor()
    await expect.poll(() => first.textContent()).toBe(await sales('--where', 'product.line=Lighthouses'))
    await page.goBack()
    await page.getByRole('heading', { name: 'Sales by product line' }).waitFor()
    await page.getByRole('combobox', { name: 'Period' }).selectOption('ytd')
    await expect.poll(() => first.textContent()).toBe(await sales('--since', '2025-01-01'))
    expect(await page.getByRole('button', { name: 'Save page' }).count()).toBe(0)
    await page.locator('#proof summary', { hasText: 'The star against' }).waitFor()
    expect(await violations(page)).toEqual([])
  })

  test('opens where its address says', async () => {
    const page = await someone.open(`${address}?tr=2024&f=location.country%3DNorway`)
    const wanted = await sales('--where', 'location.country=Norway', '--where', 'date.year=2024')
    expect(await page.locator('.tile-value').first().textContent()).toBe(wanted)
  })

  test('a folder that is not there is named', async () => {
    const { code, stderr } = await starlift(folder.path, 'dashboard', '--export', 'nowhere/page.html')
    expect([code, stderr]).toEqual([2, expect.stringContaining('nowhere/page.html cannot be written')])
  })
})

test.skipIf(!chromiumAvailable())('a star that is too large goes along as the one view', async () => {
  await using large = await demoFolder('--scale', '20')
  const view = '?tr=ytd&m=units'
  const said = await succeed(large.path, 'dashboard', '--export', 'page.html', '--view', view)
  expect(said).toContain('too large to take along whole: it shows this one view, without filters')
  await using someone = await reader()
  const page = await someone.open(pathToFileURL(join(large.path, 'page.html')).href, { offline: true })
  await page.getByText('This file holds this one view').waitFor()
  await page.getByRole('heading', { name: 'Units by product line' }).waitFor()
  expect(await page.getByRole('combobox', { name: 'Period' }).isDisabled()).toBe(true)
  await page.locator('#what [data-mark]').first().click()
  await page.getByRole('heading', { name: 'Units by product line' }).waitFor()
  expect(await violations(page)).toEqual([])
  expect(someone.unwanted()).toEqual([])
})
