import { createHash } from 'node:crypto'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { GetObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { bucketOf } from '../../src/lake/s3/client.ts'
import { check } from '../../src/pipeline/check.ts'
import { rollback, versions } from '../../src/pipeline/maintain.ts'
import { openServed } from '../../src/pipeline/served.ts'
import { storeConformance } from '../conformance/store.ts'
import { leaseless } from '../pipeline/leaseless.ts'
import { failureOf, sampleText, testProject } from '../pipeline/project.ts'
import { openBuckets } from './bucket.ts'

storeConformance('a bucket', async () => {
  const buckets = await openBuckets('lake')
  return {
    store: buckets.store('lake'),
    folder: buckets.files,
    [Symbol.asyncDispose]: () => buckets[Symbol.asyncDispose](),
  }
})

describe('a lake in a bucket', () => {
  let buckets: Awaited<ReturnType<typeof openBuckets>>
  beforeAll(async () => {
    buckets = await openBuckets('lake', 'races')
  })
  afterAll(() => buckets[Symbol.asyncDispose]())

  const project = (lake: string, seed = 1) => testProject({ dump: sampleText(seed), config: { lake } })

  test('is published, read, checked and rolled back as a folder is', async () => {
    await using given = await project('s3://lake/one')
    const first = await given.run()
    await given.dump(sampleText(2))
    const second = await given.run()
    expect([first.version, second.version]).toEqual([1, 2])
    const counted = async () => {
      await using served = await openServed(given.project)
      return (await served.engine.query('select count(*), sum(order_amount) from fact_orders')).rows
    }
    const now = await counted()
    expect(await check(given.project)).toMatchObject({ drift: [], modelChanged: false })
    await rollback(given.project)
    expect(await counted()).not.toEqual(now)
    expect((await versions(given.project)).map(({ version }) => version)).toEqual([3, 2, 1])
  })

  test('a file that was changed in the bucket is found, though a copy of it was read before', async () => {
    await using given = await project('s3://lake/two')
    const { tables } = await given.run()
    await check(given.project)
    const [file] = tables.fact_orders!.files
    const at = { Bucket: 'lake', Key: `two/${file!.path}` }
    const { Body } = await buckets.s3.send(new GetObjectCommand(at))
    const bytes = Buffer.from((await Body?.transformToByteArray()) ?? [])
    bytes[bytes.length >> 1]! ^= 1
    await buckets.s3.send(new PutObjectCommand({ ...at, Body: bytes }))
    expect((await failureOf(check(given.project))).code).toBe('LAKE_FALSE')
  })

  test('of runs that publish at one moment each number is won once, and no run is lost in silence', async () => {
    const given = await Promise.all([1, 2, 3].map((seed) => project('s3://races/lake', seed)))
    // Without the lease, so that only the manifest's conditional write keeps them apart.
    const outcomes = await Promise.allSettled(
      given.map((one, i) => one.run({ store: leaseless(one.project.store, i) })),
    )
    const won = outcomes.flatMap((one) => (one.status === 'fulfilled' ? [one.value.version] : []))
    expect(won.toSorted()).toEqual(won.map((_, i) => i + 1))
    expect(won.length).toBeGreaterThan(0)
    expect((await versions(given[0]!.project)).map(({ version }) => version).toReversed()).toEqual(won.toSorted())
    for (const one of given) await one[Symbol.asyncDispose]()
  })

  test('a large file goes up in parts, and is the same', async () => {
    const store = buckets.store('lake')
    const file = join(buckets.files, 'large.bin')
    const content = Buffer.alloc(540 << 20)
    for (let at = 0; at < content.length; at += 1 << 20) content.writeUInt32LE(at, at)
    await writeFile(file, content)
    await store.upload('large/file.bin', file)
    const copy = await readFile(await store.fetch('large/file.bin'))
    const sha = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex')
    expect(sha(copy)).toBe(sha(content))
  })

  test('no bucket, and nobody who answers, each by name', async () => {
    const none = await failureOf(buckets.store('no-such-bucket').list('a/'))
    expect([none.code, none.exitCode]).toEqual(['STORE_UNREACHABLE', 5])
    expect(none.message).toBe('There is no bucket for arn:aws:s3:::no-such-bucket/star/a/')
    const endpoint = process.env.AWS_ENDPOINT_URL
    process.env.AWS_ENDPOINT_URL = 'http://127.0.0.1:9'
    const silent = await failureOf(buckets.store('lake').read('a'))
    process.env.AWS_ENDPOINT_URL = endpoint
    expect(silent.code).toBe('STORE_UNREACHABLE')
    expect(silent.message).toMatch(/^S3 does not answer for/)
  })
})

test.each([
  ['s3://lake', { bucket: 'lake', prefix: '' }],
  ['s3://lake/', { bucket: 'lake', prefix: '' }],
  ['s3://my.lake-1/a/b/', { bucket: 'my.lake-1', prefix: 'a/b/' }],
  ['s3://X/a', null],
  ['./lake', null],
  ['s3:/lake', null],
])('%s', (address, expected) => {
  expect(bucketOf(address)).toEqual(expected)
})
