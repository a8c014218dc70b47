import { request } from 'node:http'
import { CreateDatabaseCommand, CreateJobCommand, CreateTableCommand, GlueClient } from '@aws-sdk/client-glue'
import { CreateBucketCommand, ListBucketsCommand, PutObjectCommand } from '@aws-sdk/client-s3'
import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { chromiumAvailable, launchChromium } from '../servers/chromium.ts'
import { clientOptions, type Started, start } from './start.ts'

const HOSTILE = '<img src=x onerror=alert(1)>'

let sandbox: Started
let glue: GlueClient
beforeAll(async () => {
  sandbox = await start()
  glue = new GlueClient(clientOptions(sandbox.url))
  const { s3 } = sandbox
  await s3.send(new CreateBucketCommand({ Bucket: 'lake' }))
  await s3.send(
    new PutObjectCommand({ Bucket: 'lake', Key: `gold/${HOSTILE}.html`, Body: '<script>alert(1)</script>' }),
  )
  await s3.send(new PutObjectCommand({ Bucket: 'lake', Key: `gold/${'long'.repeat(60)}`, Body: 'x' }))
  await glue.send(new CreateDatabaseCommand({ DatabaseInput: { Name: 'analytics', Description: HOSTILE } }))
  const StorageDescriptor = { Location: 's3://lake/gold/', Columns: [{ Name: HOSTILE, Type: 'decimal(10,2)' }] }
  const TableInput = { Name: 'fact_orders', StorageDescriptor, Parameters: { classification: 'parquet' } }
  await glue.send(new CreateTableCommand({ DatabaseName: 'analytics', TableInput }))
})
afterAll(async () => {
  glue.destroy()
  expect(sandbox.faults).toEqual([])
  await sandbox[Symbol.asyncDispose]()
})

const job = (Name: string) =>
  glue.send(
    new CreateJobCommand({
      Name,
      Role: 'arn:aws:iam::000000000000:role/glue',
      Command: { Name: 'glueetl', ScriptLocation: 's3://lake/job.py' },
    }),
  )

interface Sent {
  readonly path?: string
  readonly method?: string
  readonly headers?: Readonly<Record<string, string>>
}

const send = ({ path = '/', method = 'GET', headers = {} }: Sent) =>
  new Promise<{ status: number; headers: Record<string, unknown>; text: string }>((resolve, reject) => {
    const { port } = new URL(sandbox.url)
    const sent = request({ host: '127.0.0.1', port, path, method, headers, agent: false }, (response) => {
      let text = ''
      response.setEncoding('utf8').on('data', (chunk: string) => {
        text += chunk
      })
      response.on('end', () => resolve({ status: response.statusCode!, headers: response.headers, text }))
    })
    sent.on('error', reject).end()
  })

describe('who is answered with it', () => {
  const html = { accept: 'text/html' }

  test('a browser is, by one document that runs its own script and no other', async () => {
    const { status, headers, text } = await send({ headers: html })
    expect([status, headers['content-type']]).toEqual([200, 'text/html; charset=utf-8'])
    expect(headers['content-security-policy']).toMatch(
      /^default-src 'none'; style-src 'sha256-\S+'; script-src 'sha256-\S+'; connect-src 'self'; base-uri 'none'/,
    )
    expect(text).not.toMatch(/https?:\/\//)
    expect((await send({ method: 'HEAD', headers: html })).text).toBe('')
  })

  test('clients of S3 are not', async () => {
    expect((await sandbox.s3.send(new ListBucketsCommand({}))).Buckets).toHaveLength(1)
    expect((await send({})).text).toContain('<ListAllMyBucketsResult')
  })

  test.each([
    ['another host', { path: '/_sandbox/overview', headers: { host: 'example.com' } }, 403],
    ['a page elsewhere', { path: '/_sandbox/overview', headers: { origin: 'https://example.com' } }, 403],
    ['one that would change something', { path: '/_sandbox/overview', method: 'POST' }, 405],
    ['one that asks for what is not there', { path: '/_sandbox/constructor' }, 404],
    ['one that says too little', { path: '/_sandbox/objects' }, 400],
    ['one that asks for a bucket that is not there', { path: '/_sandbox/objects?bucket=none' }, 404],
    ['one that asks for an object that is not there', { path: '/_sandbox/object?bucket=lake&key=none' }, 404],
    ['one that asks for a way out', { path: '/_sandbox/object?bucket=..&key=../../etc/passwd' }, 404],
  ])('%s is not', async (_, sent: Sent, status) => {
    expect((await send(sent)).status).toBe(status)
  })

  test('an object is a file to keep, and never a page', async () => {
    const key = encodeURIComponent(`gold/${HOSTILE}.html`)
    const { headers, text } = await send({ path: `/_sandbox/object?bucket=lake&key=${key}` })
    expect(text).toBe('<script>alert(1)</script>')
    expect(headers).toMatchObject({
      'content-type': 'application/octet-stream',
      'content-disposition': "attachment; filename*=UTF-8''%3Cimg%20src%3Dx%20onerror%3Dalert%281%29%3E.html",
      'x-content-type-options': 'nosniff',
      'content-length': '25',
    })
  })
})

describe.skipIf(!chromiumAvailable())('in Chromium', () => {
  let browser: Browser
  let page: Page
  /** Dialogs, errors and requests to anywhere else: there are to be none. */
  const unwanted: string[] = []
  beforeAll(async () => {
    browser = await launchChromium()
  })
  afterAll(() => browser.close())
  afterEach(async () => {
    await page.close()
    expect(unwanted.splice(0)).toEqual([])
  })

  async function open(options: Parameters<Browser['newPage']>[0] = {}): Promise<Page> {
    page = await browser.newPage({ viewport: { width: 1280, height: 900 }, ...options })
    page.on('dialog', (dialog) => void dialog.dismiss().then(() => unwanted.push(dialog.message())))
    page.on('pageerror', (error) => unwanted.push(String(error)))
    page.on('console', (message) => unwanted.push(message.text()))
    page.on('request', (asked) => asked.url().startsWith(`${sandbox.url}/`) || unwanted.push(asked.url()))
    await page.goto(sandbox.url)
    await page.waitForSelector('section')
    return page
  }

  test('shows tables with their columns, and hostile names as text', async () => {
    await open()
    const section = page.locator('#databases')
    await section.locator('summary').first().click()
    await section.locator('summary', { hasText: 'fact_orders' }).click()
    expect(await section.locator('td').allTextContents()).toEqual([HOSTILE, 'decimal(10,2)', ''])
    expect(await section.textContent()).toContain('s3://lake/gold/')
    expect(await page.locator('img').count()).toBe(0)
  })

  test('walks into buckets, and keeps an object', async () => {
    await open({ acceptDownloads: true })
    await page.getByRole('button', { name: 'lake', exact: true }).click()
    await page.getByRole('button', { name: 'gold/' }).click()
    const begun = page.waitForEvent('download')
    await page.getByRole('link', { name: `${HOSTILE}.html` }).click()
    const download = await begun
    expect(await download.failure()).toBeNull()
    expect(page.url()).toBe(`${sandbox.url}/`)
  })

  test('shows what is new without being asked, and what was open stays open', async () => {
    await open()
    await page.locator('#databases summary').first().click()
    await job(`new ${HOSTILE}`)
    await page.locator('#jobs summary', { hasText: 'new <img' }).waitFor()
    expect(await page.locator('#databases details').first().getAttribute('open')).toBe('')
  })

  test('is gone through by keyboard, and keeps the place when it is drawn again', async () => {
    await open()
    const focused = () => page.evaluate('document.activeElement.getAttribute("data-key")')
    for (let i = 0; i < 30 && (await focused()) !== 'database/analytics'; i++) await page.keyboard.press('Tab')
    await page.keyboard.press('Enter')
    await page.locator('#databases summary', { hasText: 'fact_orders' }).waitFor()
    await job('by keyboard')
    await page.locator('#jobs summary', { hasText: 'by keyboard' }).waitFor()
    expect(await focused()).toBe('database/analytics')
  })

  test.each([390, 768, 1280])('fits %i pixels', async (width) => {
    await open({ viewport: { width, height: 800 } })
    for (const summary of await page.locator('#databases summary').all()) await summary.click()
    await page.getByRole('button', { name: 'lake', exact: true }).click()
    await page.getByRole('button', { name: 'gold/' }).click()
    await page.getByRole('link', { name: 'longlong' }).waitFor()
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(width)
  })

  test('is light or dark as the reader has it', async () => {
    const ground = () => page.evaluate('getComputedStyle(document.body).backgroundColor')
    await open({ colorScheme: 'light' })
    expect(await ground()).toBe('rgb(251, 251, 249)')
    await page.emulateMedia({ colorScheme: 'dark' })
    expect(await ground()).toBe('rgb(22, 24, 28)')
  })
})

test('says when the sandbox has gone', { skip: !chromiumAvailable() }, async () => {
  const going = await start()
  const browser = await launchChromium()
  try {
    const page = await browser.newPage()
    await page.goto(going.url)
    await page.waitForSelector('section')
    await going[Symbol.asyncDispose]()
    await page.getByText('The sandbox does not answer').waitFor()
    expect(await page.locator('section').count()).toBeGreaterThan(0)
  } finally {
    await browser.close()
  }
})
