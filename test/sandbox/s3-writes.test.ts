import { createHash } from 'node:crypto'
import {
  CreateBucketCommand,
  GetObjectCommand,
  HeadObjectCommand,
  PutObjectCommand,
  type S3Client,
} from '@aws-sdk/client-s3'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { refusal, type Started, start } from './start.ts'

let sandbox: Started
let s3: S3Client
const Bucket = 'shelf'
beforeAll(async () => {
  sandbox = await start()
  s3 = sandbox.s3
  await s3.send(new CreateBucketCommand({ Bucket }))
})
afterAll(async () => {
  expect(sandbox.faults).toEqual([])
  await sandbox[Symbol.asyncDispose]()
})

const put = (Key: string, Body: string | Uint8Array = Key, more: object = {}, into = Bucket) =>
  s3.send(new PutObjectCommand({ Bucket: into, Key, Body, ...more }))
const text = async (Key: string, more: object = {}, from = Bucket) =>
  (await s3.send(new GetObjectCommand({ Bucket: from, Key, ...more }))).Body!.transformToString()

describe('writes on conditions', () => {
  test('of fifty that create one key, one does', async () => {
    const tries = Array.from({ length: 50 }, (_, i) => put('race', String(i), { IfNoneMatch: '*' }).then(() => i))
    const outcomes = await Promise.allSettled(tries)
    const won = outcomes.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []))
    expect(won).toHaveLength(1)
    expect(await text('race')).toBe(String(won[0]))
  })

  test('of fifty that replace what they have seen, one does', async () => {
    const { ETag } = await put('seen', 'first')
    const tries = Array.from({ length: 50 }, (_, i) => put('seen', String(i), { IfMatch: ETag }))
    const lost = (await Promise.allSettled(tries)).filter(({ status }) => status === 'rejected')
    expect(lost).toHaveLength(49)
    expect(await refusal(put('never', 'x', { IfMatch: ETag }))).toEqual(['NoSuchKey', 404])
  })
})

describe('checksums', () => {
  test.each([
    ['CRC32', 'y/Q5Jg=='],
    ['CRC32C', '4waSgw=='],
    ['CRC64NVME', 'rosUhgp5mIg='],
    ['SHA1', '98O8HYCOBHMqCwdYYFnvmbhh4oA='],
    ['SHA256', 'FeKw09+hdl9hoVKnDYvAO9Ks2aJVs0EjBQmSEdj6KIU='],
  ] as const)('%s', async (algorithm, expected) => {
    const name = `Checksum${algorithm}` as const
    const right = algorithm === 'SHA256' ? createHash('sha256').update('123456789').digest('base64') : expected
    const value = algorithm === 'SHA1' ? createHash('sha1').update('123456789').digest('base64') : right
    await put('summed', '123456789', { [name]: value })
    const read = await s3.send(new HeadObjectCommand({ Bucket, Key: 'summed', ChecksumMode: 'ENABLED' }))
    expect(read[name]).toBe(value)
    expect(await refusal(put('summed', '12345678', { [name]: value }))).toEqual(['BadDigest', 400])
    expect(await text('summed')).toBe('123456789')
  })

  test('Content-MD5', async () => {
    const ContentMD5 = createHash('md5').update('right').digest('base64')
    await put('md5', 'right', { ContentMD5 })
    expect(await refusal(put('md5', 'wrong', { ContentMD5 }))).toEqual(['BadDigest', 400])
  })

  test('in trailers of a body in chunks', async () => {
    const sent = (sum: string) =>
      fetch(`${sandbox.url}/${Bucket}/chunked`, {
        method: 'PUT',
        headers: {
          'content-encoding': 'aws-chunked',
          'x-amz-content-sha256': 'STREAMING-UNSIGNED-PAYLOAD-TRAILER',
          'x-amz-decoded-content-length': '9',
          'x-amz-trailer': 'x-amz-checksum-crc32',
        },
        body: `4\r\n1234\r\n5;chunk-signature=abc\r\n56789\r\n0\r\nx-amz-checksum-crc32:${sum}\r\n\r\n`,
      })
    expect((await sent('y/Q5Jg==')).status).toBe(200)
    expect(await text('chunked')).toBe('123456789')
    const refused = await sent('AAAAAA==')
    expect([refused.status, await refused.text()]).toEqual([400, expect.stringContaining('<Code>BadDigest</Code>')])
  })
})
