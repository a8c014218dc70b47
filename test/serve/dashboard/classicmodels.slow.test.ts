import { copyFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Folder, REPOSITORY, succeed, tempFolder } from '../../cli/starlift.ts'
import { hasRealDump, REAL_DUMP } from '../../pipeline/project.ts'
import { chromiumAvailable } from '../../servers/chromium.ts'
import { marksOf, type Reader, reader } from './reader.ts'
import { type ServedFolder, serveFolder } from './served.ts'

/** What the exercise's own notebook shows for USA, whose addresses it joined by postal code. */
const FALSE_USA = '13,057,249.77'

describe.skipIf(!hasRealDump || !chromiumAvailable())('the exercise’s own dump on the page', () => {
  let folder: Folder
  let served: ServedFolder
  let someone: Reader
  beforeAll(async () => {
    folder = await tempFolder()
    for (const file of ['star.ts', 'schema.ts'])
      await copyFile(join(REPOSITORY, 'examples/classicmodels', file), join(folder.path, file))
    const config = `import { defineConfig } from 'starlift'\nexport default defineConfig({ source: { dump: ${JSON.stringify(REAL_DUMP)} } })\n`
    await writeFile(join(folder.path, 'starlift.config.ts'), config)
    await succeed(folder.path, 'run')
    served = await serveFolder(folder.path)
    someone = await reader()
  })
  afterAll(async () => {
    expect(someone.unwanted()).toEqual([])
    await someone[Symbol.asyncDispose]()
    await served[Symbol.asyncDispose]()
    await folder[Symbol.asyncDispose]()
  })

  const open = (search = ''): Promise<Page> => someone.open(`${served.url}${search}`)
  const cents = (labels: readonly string[]): bigint =>
    labels.reduce((sum, label) => sum + BigInt(/: ([\d,]+\.\d\d)/.exec(label)![1]!.replace(/[,.]/g, '')), 0n)

  test('countries and lines are the source’s, to the cent, and so is their sum', async () => {
    const page = await open()
    const [countries, lines] = [await marksOf(page, 'where'), await marksOf(page, 'what')]
    expect([countries.length, lines.length]).toEqual([21, 7])
    expect([cents(countries), cents(lines)]).toEqual([960_419_061n, 960_419_061n])
    const figure = (country: string) => countries.find((label) => label.startsWith(`${country}: `))?.split(', share')[0]
    expect(['USA', 'New Zealand', 'Italy', 'Norway'].map(figure)).toEqual([
      'USA: 3,273,280.05',
      'New Zealand: 476,847.01',
      'Italy: 360,616.81',
      'Norway: 270,846.30',
    ])
    expect(countries.filter((label) => /norway/i.test(label))).toHaveLength(1)
    await page.locator('#proof').getByText('fact_orders by location.country').waitFor()
    expect(
      await page.locator('#proof tbody tr', { hasText: 'fact_orders by location.country' }).textContent(),
    ).toContain('21 groups21 equal✓')
    expect(await page.locator('#top .hint').textContent()).toContain('1985 Toyota Supra')
  })

  test('2005 beside the same days of 2004 is 43% more', async () => {
    const page = await open('&tr=ytd')
    await page.getByText('1 Jan 2005 – 31 May 2005, beside 1 Jan 2004 – 31 May 2004').waitFor()
    expect(await page.locator('.tile').first().locator('.tile-value').textContent()).toBe('1,770,936.71')
    expect(await page.locator('.tile').first().locator('.tile-delta').textContent()).toBe('+43.3% vs last year')
  })

  test.each(['', '&t=time,what,where,cross,top,season,status,detail', '&tr=2004', '&f=location.country%3DUSA'])(
    'no figure is the false one: %s',
    async (search) => {
      const page = await someone.open(`${served.url}${search}`, { until: '#detail table' })
      expect(await page.content()).not.toContain(FALSE_USA)
    },
  )
})
