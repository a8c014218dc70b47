import { readFile } from 'node:fs/promises'
import { request } from 'node:http'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Folder, starlift, succeed } from '../../cli/starlift.ts'
import { parquetRows } from './parquet-rows.ts'
import { demoFolder, type ServedFolder, serveFolder } from './served.ts'

let folder: Folder
let served: ServedFolder
let cookie: string
beforeAll(async () => {
  folder = await demoFolder()
  served = await serveFolder(folder.path)
  const { headers } = await send({ path: `/${new URL(served.url).search}` })
  cookie = String(headers['set-cookie']).split(';')[0]!
})
afterAll(async () => {
  await served[Symbol.asyncDispose]()
  await folder[Symbol.asyncDispose]()
})

interface Sent {
  readonly path?: string
  readonly method?: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string
}

const send = ({ path = '/', method = 'GET', headers = {}, body }: Sent) =>
  new Promise<{ status: number; headers: Record<string, unknown>; bytes: Buffer }>((resolve, reject) => {
    const sent = request({ host: '127.0.0.1', port: served.port, path, method, headers, agent: false }, (response) => {
      const parts: Buffer[] = []
      response.on('data', (part: Buffer) => parts.push(part))
      response.on('end', () =>
        resolve({ status: response.statusCode!, headers: response.headers, bytes: Buffer.concat(parts) }),
      )
    })
    sent.on('error', reject).end(body)
  })

const post = async (route: string, body: object) => {
  const { status, bytes } = await send({
    path: `/${route}`,
    method: 'POST',
    headers: { cookie },
    body: JSON.stringify(body),
  })
  return { status, body: JSON.parse(bytes.toString()) as Record<string, unknown> }
}

describe('who is answered', () => {
  test('whoever has the address is let in, and the address then has no token', async () => {
    const { status, headers } = await send({ path: `/?tr=2024&${new URL(served.url).search.slice(1)}` })
    expect([status, headers.location]).toEqual([303, '/?tr=2024'])
    expect(String(headers['set-cookie'])).toMatch(/^starlift-\d+=\S{32}; HttpOnly; SameSite=Strict; Path=\/$/)
  })

  test('the page is one document that runs its own script and no other', async () => {
    const { status, headers, bytes } = await send({ headers: { cookie } })
    expect(status).toBe(200)
    expect(headers['content-security-policy']).toMatch(
      /^default-src 'none'; style-src 'sha256-\S+' 'sha256-\S+'; script-src 'sha256-\S+'; img-src data: blob:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'$/,
    )
    expect(bytes.toString()).not.toMatch(/(src|href)="https?:/)
  })

  test('the page comes with the star and with what it shows first, and with nothing that its address does not ask', async () => {
    const given = async (path: string) => {
      const { bytes } = await send({ path, headers: { cookie } })
      const [, data] = /<script type="application\/json" id="data">(.*)<\/script>/.exec(bytes.toString()) ?? []
      return JSON.parse(data!) as { star: { version: number }; answers: [string, { rows: object[] }][] }
    }
    const { star, answers } = await given('/')
    expect(star.version).toBe(1)
    expect(answers.map(([question]) => JSON.parse(question).by)).toEqual([
      [],
      ['date.year', 'date.month'],
      ['product.line'],
      ['location.country'],
    ])
    expect((await post('ask', { version: 1, questions: [JSON.parse(answers[2]![0])] })).body.answers).toEqual([
      answers[2]![1],
    ])
    expect(await given('/?f=location.country%3DUSA')).toMatchObject({ star, answers: [] })
  })

  test('nothing of what it comes with is shown without the token', async () => {
    expect((await send({})).bytes.toString()).not.toContain('"star"')
  })

  test.each([
    ['without the token', {}, 403],
    ['with another token', { path: '/?token=guessed' }, 403],
    ['with a token of another length', { headers: { cookie: 'starlift-1=x' } }, 403],
    ['under another host’s name', { headers: { host: 'example.com' } }, 403],
    ['under this name at another port', { headers: { host: '127.0.0.1:1' } }, 403],
  ])('nobody %s', async (_, sent: Sent, status) => {
    expect((await send(sent)).status).toBe(status)
  })

  test('no page of another site, though it has the cookie', async () => {
    const ask = (headers: Record<string, string>) =>
      send({ path: '/star', method: 'POST', headers: { cookie, ...headers } })
    expect((await ask({ origin: 'https://example.com' })).status).toBe(403)
    expect((await ask({ 'sec-fetch-site': 'cross-site' })).status).toBe(403)
    expect((await ask({ origin: served.origin, 'sec-fetch-site': 'same-origin' })).status).toBe(200)
  })

  test.each([
    ['/constructor', 'POST', 404],
    ['/ask', 'GET', 405],
    ['/', 'POST', 405],
    ['/../../etc/passwd', 'POST', 404],
  ])('%s by %s is not there', async (path, method, status) => {
    expect((await send({ path, method, headers: { cookie } })).status).toBe(status)
  })
})

describe('what is answered', () => {
  const question = { measures: ['sales'], by: ['product.line'], order: '-sales', limit: 2 }

  test('questions, exactly as the command answers them', async () => {
    const { body } = await post('ask', { version: 1, questions: [question] })
    const told = JSON.parse(
      await succeed(folder.path, 'ask', 'sales', '--by', 'product.line', '--order', '-sales', '--top', '2', '--json'),
    ) as { rows: object[] }
    const [answer] = body.answers as { rows: { values: object }[] }[]
    expect(answer!.rows.map(({ values }) => values)).toEqual(told.rows)
    expect(told.rows).toHaveLength(2)
  })

  test('one that names what is not there fails, and the others do not', async () => {
    const { status, body } = await post('ask', { version: 1, questions: [{ measures: ['salez'] }, question] })
    expect(status).toBe(200)
    expect(body.answers).toMatchObject([
      { failure: { code: 'QUESTION', lines: ['Close names: sales.'] } },
      { rows: [{}, {}] },
    ])
  })

  test.each([
    ['SQL', { version: 1, questions: ['select 1'] }, 200],
    ['no list', { version: 1, questions: 'select 1' }, 400],
    ['a version that is not open', { version: 9, questions: [] }, 400],
    ['more questions than a page has', { version: 1, questions: Array(25).fill(question) }, 400],
  ])('never %s', async (_, body, status) => {
    const answered = await post('ask', body)
    expect(answered.status).toBe(status)
    if (status === 200) expect(answered.body.answers).toMatchObject([{ failure: { code: 'QUESTION' } }])
  })

  test('hostile values stay values', async () => {
    const hostile = { measures: ['sales'], where: { 'product.line': "'; drop table fact_orders; --" } }
    expect((await post('ask', { version: 1, questions: [hostile] })).body.answers).toMatchObject([
      { rows: [{ values: { sales: null } }] },
    ])
  })

  test('a body that is none, or too long, is refused', async () => {
    const ask = (body: string) => send({ path: '/ask', method: 'POST', headers: { cookie }, body })
    expect((await ask('{')).status).toBe(400)
    expect((await ask(`{"questions":"${'x'.repeat(300_000)}"}`)).status).toBe(400)
  })

  test('the star, its proof, and its receipt', async () => {
    const { body } = await post('star', {})
    const manifest = JSON.parse(await readFile(join(folder.path, 'lake/_starlift/versions/000001.json'), 'utf8')) as {
      receipt: object
    }
    expect(body).toMatchObject({
      version: 1,
      witness: 'the dump shop.sql',
      verdict: { proven: true },
      board: { facts: [{}, {}] },
    })
    expect((await post('receipt', { version: 1 })).body).toMatchObject({
      receipt: manifest.receipt,
      runs: [{ state: 'succeeded', version: 1 }],
    })
  })

  test('members that never had a row, too', async () => {
    const { body } = await post('members', { version: 1, path: 'product.productName' })
    expect(body.members).toHaveLength(110)
    expect((await post('members', { version: 1, path: 'product.nothing' })).status).toBe(400)
  })

  test('an answer as a Parquet file, with its types and with what it is', async () => {
    const { status, headers, bytes } = await send({
      path: '/parquet',
      method: 'POST',
      headers: { cookie },
      body: JSON.stringify({ version: 1, question: { ...question, measures: ['sales', 'units', 'price'] } }),
    })
    expect([status, headers['content-disposition']]).toEqual([200, 'attachment; filename="starlift.parquet"'])
    const { columns, rows, about } = await parquetRows(bytes)
    expect(columns).toEqual([
      'product.line VARCHAR',
      'sales DECIMAL(38,2)',
      'units DECIMAL(38,0)',
      'price DECIMAL(38,6)',
    ])
    const [answer] = (
      await post('ask', { version: 1, questions: [{ ...question, measures: ['sales', 'units', 'price'] }] })
    ).body.answers as { rows: { values: Record<string, string> }[] }[]
    expect(rows).toEqual(answer!.rows.map(({ values }) => Object.values(values)))
    expect(JSON.parse(about.starlift_question!)).toMatchObject({ by: question.by, limit: 2 })
    expect(about.starlift_equals).toMatch(/^the dump shop\.sql \(dump sha256:/)
  })
})

test('a port that is taken is named, with another to take', async () => {
  const { code, stderr } = await starlift(folder.path, 'dashboard', '--port', String(served.port))
  expect(code).toBe(6)
  expect(stderr).toContain(`DASHBOARD_BUSY  Port ${served.port} of 127.0.0.1 is in use`)
})
