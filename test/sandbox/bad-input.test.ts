import { readdirSync } from 'node:fs'
import { Agent, request } from 'node:http'
import { connect } from 'node:net'
import { join } from 'node:path'
import { CreateBucketCommand, GetObjectCommand, ListObjectsV2Command } from '@aws-sdk/client-s3'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Started, start } from './start.ts'

let sandbox: Started
beforeAll(async () => {
  sandbox = await start()
  await sandbox.s3.send(new CreateBucketCommand({ Bucket: 'there' }))
})
afterAll(async () => {
  expect(sandbox.faults).toEqual([])
  await sandbox[Symbol.asyncDispose]()
})

interface Sent {
  readonly method?: string
  readonly path?: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string
}

/** As written: neither the path nor the Host is changed on the way. */
const send = ({ method = 'POST', path = '/', headers = {}, body = '' }: Sent) =>
  new Promise<{ status: number; type: string; text: string }>((resolve, reject) => {
    const { port } = new URL(sandbox.url)
    const sent = request({ host: '127.0.0.1', port, method, path, headers, agent: false }, (response) => {
      let text = ''
      response.setEncoding('utf8').on('data', (chunk: string) => {
        text += chunk
      })
      response.on('end', () =>
        resolve({ status: response.statusCode!, type: response.headers['content-type'] ?? '', text }),
      )
    })
    sent.on('error', reject).end(body)
  })

const scope = (service: string) => ({
  authorization: `AWS4-HMAC-SHA256 Credential=test/20260101/eu-west-1/${service}/aws4_request, SignedHeaders=host, Signature=0`,
})
const form = { 'content-type': 'application/x-www-form-urlencoded' }

describe('what is not known is refused in the request’s own protocol', () => {
  test.each([
    [
      'awsJson',
      { headers: { 'x-amz-target': 'AWSGlue.FlyToTheMoon' }, body: '{}' },
      /"__type":"UnknownOperationException"/,
    ],
    [
      'a target of no service',
      { headers: { 'x-amz-target': 'Nobody.Knows' }, body: '{}' },
      /Knows of Nobody is not part/,
    ],
    [
      'awsQuery',
      { headers: { ...form, ...scope('sts') }, body: 'Action=Nothing&Version=2011-06-15' },
      /<ErrorResponse>.*<Code>InvalidAction</,
    ],
    ['a form without an action', { headers: { ...form, ...scope('sts') }, body: 'a=b' }, /<Code>InvalidAction</],
    ['S3', { path: '/there?analytics&id=1', method: 'GET' }, /<Error><Code>NotImplemented</],
    ['CBOR', { path: '/service/x/operation/y', headers: { 'smithy-protocol': 'rpc-v2-cbor' } }, /UnsupportedProtocol/],
  ])('%s', async (_, sent: Sent, expected) => {
    const { status, text } = await send(sent)
    expect([status, text]).toEqual([400, expect.stringMatching(expected)])
  })

  test('a method that no operation has', async () => {
    expect(await send({ method: 'PATCH', path: '/there' })).toMatchObject({ status: 405 })
  })
})

describe('malformed bodies', () => {
  const xml = (body: string) => ({ method: 'PUT', path: '/there?tagging', body })
  test.each([
    ['no XML', xml('nonsense')],
    ['XML that ends early', xml('<Tagging><TagSet>')],
    ['another root', xml('<Delete/>')],
    ['a member that must be there', xml('<Tagging/>')],
    ['a document type', xml('<!DOCTYPE a [<!ENTITY b "c">]><Tagging><TagSet/></Tagging>')],
    ['an entity of its own', xml('<Tagging><TagSet><Tag><Key>&b;</Key></Tag></TagSet></Tagging>')],
    ['too deep', xml(`${'<a>'.repeat(5000)}${'</a>'.repeat(5000)}`)],
    ['two roots', xml('<Tagging><TagSet/></Tagging><Tagging/>')],
    ['an empty batch', { path: '/there?delete', body: '<Delete></Delete>' }],
  ])('%s', async (_, sent: Sent) => {
    const { status, text } = await send(sent)
    expect([status, text]).toEqual([400, expect.stringContaining('<Code>MalformedXML</Code>')])
  })

  test('a form that is nested too deep', async () => {
    const body = `Action=AssumeRole&Version=2011-06-15&${'a.'.repeat(500)}=1`
    expect(await send({ headers: { ...form, ...scope('sts') }, body })).toMatchObject({ status: 400 })
  })

  test('a form without what must be there', async () => {
    const { text } = await send({ headers: { ...form, ...scope('sts') }, body: 'Action=AssumeRole&Version=2011-06-15' })
    expect(text).toMatch(/<Code>ValidationError<.*RoleArn/)
  })

  test('a body that is too large', async () => {
    const body = `<Tagging>${' '.repeat(17 * 1024 * 1024)}</Tagging>`
    const { status } = await send({ method: 'PUT', path: '/there?tagging', body })
    expect(status).toBe(413)
  })
})

describe('what an operation cannot take', () => {
  const json = (target: string, body: string) => ({
    headers: { 'x-amz-target': target, 'content-type': 'application/x-amz-json-1.1', ...scope('glue') },
    body,
  })
  test.each([
    ['no JSON', json('AWSGlue.GetJob', '{'), 'SerializationException'],
    ['JSON that is no object', json('AWSGlue.GetJob', '[1]'), 'SerializationException'],
    ['a number for a text', json('AWSGlue.GetJob', '{"JobName": 1}'), 'SerializationException'],
    ['a text for a number', json('AWSGlue.GetJobs', '{"MaxResults": "x"}'), 'SerializationException'],
    [
      'a list for a structure',
      json('AWSGlue.CreateJob', '{"Name": "a", "Role": "r", "Command": []}'),
      'SerializationException',
    ],
    ['what must be there', json('AWSGlue.GetJob', '{}'), 'ValidationException'],
    ['a bucket that is not there', { method: 'PUT', path: '/nowhere/x', body: 'x' }, 'NoSuchBucket'],
  ])('%s', async (_, sent: Sent, code) => {
    const { status, text } = await send(sent)
    expect([status, text]).toEqual([expect.toSatisfy((one) => one >= 400 && one < 500), expect.stringContaining(code)])
  })
})

test.each(['/there/%', '/there/%ff', '/%zz'])('%s is no URI', async (path) => {
  expect((await send({ method: 'GET', path })).text).toContain('<Code>InvalidURI</Code>')
})

test.each(['/there/../../../../etc/passwd', '/../etc/passwd', '/there/%2e%2e/%2e%2e/x', '//etc/passwd'])(
  '%s stays inside',
  async (path) => {
    expect([404, 405]).toContain((await send({ method: 'GET', path })).status)
    const put = await send({ method: 'PUT', path, body: 'x' })
    expect([200, 400, 404, 405]).toContain(put.status)
    expect(readdirSync(sandbox.folder).toSorted()).toEqual(['s3', 'sandbox.json', 'sandbox.lock'])
  },
)

test.each([['example.com'], ['there.example.com:80'], ['127.0.0.1.example.com']])(
  'the host %j is refused',
  async (host) => {
    expect(await send({ method: 'GET', headers: { host } })).toMatchObject({ status: 403 })
  },
)

test('a page elsewhere is refused', async () => {
  const headers = { origin: 'https://example.com', 'content-type': 'text/plain' }
  expect(await send({ headers })).toMatchObject({ status: 403 })
})

test('headers that are too large', async () => {
  const { status } = await send({ headers: { 'x-amz-meta-a': 'x'.repeat(40_000) } })
  expect(status).toBe(431)
})

test('half an upload leaves nothing', async () => {
  const socket = connect(Number(new URL(sandbox.url).port), '127.0.0.1')
  const drafts = join(sandbox.folder, 's3', '.drafts')
  socket.write('PUT /there/half HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 1000000\r\n\r\n')
  socket.write('x'.repeat(100_000))
  await expect.poll(() => readdirSync(drafts).length).toBe(1)
  socket.destroy()
  await expect.poll(() => readdirSync(drafts)).toEqual([])
  expect((await send({ method: 'GET', path: '/there/half' })).status).toBe(404)
})

test('half an upload in chunks is refused, and leaves nothing', async () => {
  const headers = { 'x-amz-content-sha256': 'STREAMING-UNSIGNED-PAYLOAD-TRAILER', 'content-encoding': 'aws-chunked' }
  for (const body of ['5\r\nab', 'zz\r\nab\r\n0\r\n\r\n', '2\r\nabcd\r\n0\r\n\r\n', '']) {
    const { status, text } = await send({ method: 'PUT', path: '/there/chunks', headers, body })
    expect([status, text]).toEqual([400, expect.stringContaining('IncompleteBody')])
  }
  await expect.poll(() => readdirSync(join(sandbox.folder, 's3', '.drafts'))).toEqual([])
})

test('a thousand at once', async () => {
  const agent = new Agent({ maxSockets: 1000, keepAlive: true })
  const { port } = new URL(sandbox.url)
  const put = (i: number) =>
    new Promise<number>((resolve, reject) => {
      const sent = request({ host: '127.0.0.1', port, method: 'PUT', path: `/there/many/${i}`, agent }, (response) =>
        response.resume().on('end', () => resolve(response.statusCode!)),
      )
      sent.on('error', reject).end(`value ${i}`)
    })
  const outcomes = await Promise.all(Array.from({ length: 1000 }, (_, i) => put(i)))
  agent.destroy()
  expect(outcomes.filter((status) => status !== 200)).toEqual([])
  const { KeyCount } = await sandbox.s3.send(new ListObjectsV2Command({ Bucket: 'there', Prefix: 'many/' }))
  expect(KeyCount).toBe(1000)
  const { Body } = await sandbox.s3.send(new GetObjectCommand({ Bucket: 'there', Key: 'many/777' }))
  expect(await Body!.transformToString()).toBe('value 777')
})
