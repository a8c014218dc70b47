import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import {
  CompleteMultipartUploadCommand,
  CopyObjectCommand,
  CreateBucketCommand,
  CreateMultipartUploadCommand,
  DeleteBucketCommand,
  DeleteObjectCommand,
  DeleteObjectsCommand,
  DeleteObjectTaggingCommand,
  GetBucketLocationCommand,
  GetObjectCommand,
  GetObjectTaggingCommand,
  HeadBucketCommand,
  HeadObjectCommand,
  ListBucketsCommand,
  ListObjectsCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  PutObjectTaggingCommand,
  S3Client,
  UploadPartCommand,
} from '@aws-sdk/client-s3'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { keyPath } from '../../src/sandbox/key-path.ts'
import { clientOptions, refusal, type Started, start } from './start.ts'

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
const bucketOf = async (name: string, keys: readonly string[] = []): Promise<string> => {
  await s3.send(new CreateBucketCommand({ Bucket: name }))
  for (const key of keys) await put(key, key, {}, name)
  return name
}

describe('buckets', () => {
  test('are made, found, listed, placed and deleted', async () => {
    await bucketOf('made')
    expect(await s3.send(new HeadBucketCommand({ Bucket: 'made' }))).toMatchObject({ BucketRegion: 'eu-west-1' })
    expect((await s3.send(new GetBucketLocationCommand({ Bucket: 'made' }))).LocationConstraint).toBe('eu-west-1')
    const { Buckets } = await s3.send(new ListBucketsCommand({ Prefix: 'ma' }))
    expect(Buckets).toMatchObject([{ Name: 'made', CreationDate: expect.any(Date) }])
    expect(await refusal(s3.send(new CreateBucketCommand({ Bucket: 'made' })))).toEqual([
      'BucketAlreadyOwnedByYou',
      409,
    ])
    await put('x', 'x', {}, 'made')
    expect(await refusal(s3.send(new DeleteBucketCommand({ Bucket: 'made' })))).toEqual(['BucketNotEmpty', 409])
    await s3.send(new DeleteObjectCommand({ Bucket: 'made', Key: 'x' }))
    await s3.send(new DeleteBucketCommand({ Bucket: 'made' }))
    expect(await refusal(s3.send(new HeadBucketCommand({ Bucket: 'made' })))).toEqual(['NotFound', 404])
    expect(await refusal(put('x', 'x', {}, 'made'))).toEqual(['NoSuchBucket', 404])
  })

  test.each(['ab', 'Upper', 'a..b', '192.168.1.1', '-a-', '_x_'])('%s is no name of one', async (name) => {
    const { status } = await fetch(`${sandbox.url}/${name}`, { method: 'PUT' })
    expect(status).toBe(400)
  })
})

describe('objects', () => {
  test('come back as they were put, with what was said of them', async () => {
    const said = {
      ContentType: 'text/csv',
      CacheControl: 'no-store',
      ContentDisposition: 'attachment',
      ContentEncoding: 'identity',
      ContentLanguage: 'de',
      Expires: new Date('2030-01-01T00:00:00Z'),
      Metadata: { 'made-by': 'a test', n: '1' },
    }
    const { ETag } = await put('said.csv', 'a,b\n', { ...said, Tagging: 'k=v&x=a%20b' })
    expect(ETag).toBe(`"${createHash('md5').update('a,b\n').digest('hex')}"`)
    const { Expires, ...rest } = said
    const read = await s3.send(new GetObjectCommand({ Bucket, Key: 'said.csv' }))
    expect(read).toMatchObject({ ...rest, ETag, ContentLength: 4, TagCount: 2, ExpiresString: Expires.toUTCString() })
    expect(await read.Body!.transformToString()).toBe('a,b\n')
    expect(await s3.send(new HeadObjectCommand({ Bucket, Key: 'said.csv' }))).toMatchObject({ ...rest, ETag })
    expect(await text('said.csv', { ResponseContentType: 'x/y' })).toBe('a,b\n')
  })

  test('are plain files, where keyPath says', async () => {
    await put('Orders/year=2024/part-0.parquet', 'bytes')
    const file = join(sandbox.folder, 's3', Bucket, 'objects', keyPath('Orders/year=2024/part-0.parquet'))
    expect(file).toMatch(/objects\/%4frders\/year=2024\/part-0\.parquet$/)
    expect(readFileSync(file, 'utf8')).toBe('bytes')
  })

  test.each([
    'a',
    'a/b',
    'a/b/c',
    'a/',
    'A',
    '..',
    '../x',
    './x',
    'x//y',
    '/',
    '//',
    'ä',
    'a\u0308',
    '😀',
    'a b+c%41&=?#',
    '.',
    '*[x]',
    'n'.repeat(1024),
  ])('a key may be %j', async (key) => {
    await put(key, `value of ${key}`)
    expect(await text(key)).toBe(`value of ${key}`)
  })

  test('a key of more than 1024 bytes is refused', async () => {
    expect(await refusal(put('ä'.repeat(513), 'x'))).toEqual(['KeyTooLongError', 400])
  })

  test('are gone when deleted, and deleting again is no error', async () => {
    await put('gone')
    await s3.send(new DeleteObjectCommand({ Bucket, Key: 'gone' }))
    await s3.send(new DeleteObjectCommand({ Bucket, Key: 'gone' }))
    expect(await refusal(text('gone'))).toEqual(['NoSuchKey', 404])
    expect(await refusal(s3.send(new HeadObjectCommand({ Bucket, Key: 'gone' })))).toEqual(['NotFound', 404])
  })

  test('are deleted by the batch', async () => {
    const from = await bucketOf('batch', ['1', '2', '3'])
    const objects = ['1', '3', 'never'].map((Key) => ({ Key }))
    const { Deleted, Errors } = await s3.send(new DeleteObjectsCommand({ Bucket: from, Delete: { Objects: objects } }))
    expect({ Deleted, Errors }).toEqual({ Deleted: objects, Errors: undefined })
    const { Contents } = await s3.send(new ListObjectsV2Command({ Bucket: from }))
    expect(Contents?.map(({ Key }) => Key)).toEqual(['2'])
  })

  test.each([
    ['bytes=2-4', '234', 'bytes 2-4/10'],
    ['bytes=7-', '789', 'bytes 7-9/10'],
    ['bytes=-2', '89', 'bytes 8-9/10'],
    ['bytes=5-99', '56789', 'bytes 5-9/10'],
  ])('%s', async (Range, expected, ContentRange) => {
    await put('digits', '0123456789')
    const read = await s3.send(new GetObjectCommand({ Bucket, Key: 'digits', Range }))
    expect(read).toMatchObject({ ContentRange, ContentLength: expected.length, $metadata: { httpStatusCode: 206 } })
    expect(await read.Body!.transformToString()).toBe(expected)
    const headed = await s3.send(new HeadObjectCommand({ Bucket, Key: 'digits', Range }))
    expect(headed).toMatchObject({ ContentLength: expected.length })
  })

  test('a range that nothing is in is refused', async () => {
    await put('digits', '0123456789')
    expect(await refusal(text('digits', { Range: 'bytes=10-' }))).toEqual(['InvalidRange', 416])
  })

  test('are read on conditions', async () => {
    const { ETag } = await put('conditional')
    const past = new Date('2020-01-01')
    const future = new Date('2040-01-01')
    expect(await text('conditional', { IfMatch: ETag, IfUnmodifiedSince: past })).toBe('conditional')
    expect(await refusal(text('conditional', { IfMatch: '"x"' }))).toEqual(['PreconditionFailed', 412])
    expect((await refusal(text('conditional', { IfNoneMatch: ETag })))[1]).toBe(304)
    expect((await refusal(text('conditional', { IfModifiedSince: future })))[1]).toBe(304)
    expect(await refusal(text('conditional', { IfUnmodifiedSince: past }))).toEqual(['PreconditionFailed', 412])
  })

  test('are copied, with what is said of them or with other words', async () => {
    await put('from/ü 1', 'copied', { Metadata: { a: '1' }, ContentType: 'text/plain', Tagging: 't=1' })
    const CopySource = encodeURIComponent(`${Bucket}/from/ü 1`)
    await s3.send(new CopyObjectCommand({ Bucket, Key: 'to', CopySource }))
    const asIs = await s3.send(new HeadObjectCommand({ Bucket, Key: 'to' }))
    expect(asIs).toMatchObject({ Metadata: { a: '1' }, ContentType: 'text/plain', TagCount: 1 })
    const replace = { MetadataDirective: 'REPLACE', Metadata: { b: '2' }, ContentType: 'x/y' } as const
    await s3.send(new CopyObjectCommand({ Bucket, Key: 'to', CopySource: `${Bucket}/to`, ...replace }))
    const replaced = await s3.send(new HeadObjectCommand({ Bucket, Key: 'to' }))
    expect(replaced).toMatchObject({ Metadata: { b: '2' }, ContentType: 'x/y' })
    expect(await text('to')).toBe('copied')
    const itself = s3.send(new CopyObjectCommand({ Bucket, Key: 'to', CopySource: `${Bucket}/to` }))
    expect(await refusal(itself)).toEqual(['InvalidRequest', 400])
    await put('from/ü 1', 'changed since')
    expect(await text('to')).toBe('copied')
  })

  test('carry tags', async () => {
    await put('tagged')
    const tags = [{ Key: 'a', Value: '<1>' }]
    await s3.send(new PutObjectTaggingCommand({ Bucket, Key: 'tagged', Tagging: { TagSet: tags } }))
    expect((await s3.send(new GetObjectTaggingCommand({ Bucket, Key: 'tagged' }))).TagSet).toEqual(tags)
    await s3.send(new DeleteObjectTaggingCommand({ Bucket, Key: 'tagged' }))
    expect((await s3.send(new GetObjectTaggingCommand({ Bucket, Key: 'tagged' }))).TagSet).toEqual([])
  })
})

describe('listing', () => {
  const keys = ['a', 'a/1', 'a/2', 'b!', 'b/1', 'c', '\u{ffff}x', '😀']
  beforeAll(() => bucketOf('listed', keys).then(() => {}))

  test('is in the order of UTF-8 bytes, page by page', async () => {
    const seen: string[] = []
    let ContinuationToken: string | undefined
    do {
      const page = await s3.send(new ListObjectsV2Command({ Bucket: 'listed', MaxKeys: 3, ContinuationToken }))
      seen.push(...page.Contents!.map(({ Key }) => Key!))
      expect(page.KeyCount).toBe(page.Contents!.length)
      ContinuationToken = page.NextContinuationToken
    } while (ContinuationToken)
    const inBytes = [...keys]
      .filter((key) => !key.startsWith('\u{ffff}'))
      .toSorted((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)))
    expect(seen.filter((key) => !key.endsWith('x'))).toEqual(inBytes)
  })

  test('counts what is below a delimiter once', async () => {
    const page = await s3.send(new ListObjectsV2Command({ Bucket: 'listed', Delimiter: '/', EncodingType: 'url' }))
    expect(page.CommonPrefixes).toEqual([{ Prefix: 'a/' }, { Prefix: 'b/' }])
    const below = await s3.send(new ListObjectsCommand({ Bucket: 'listed', Delimiter: '/', Prefix: 'a/', MaxKeys: 1 }))
    expect(below).toMatchObject({ IsTruncated: true, NextMarker: 'a/1', Contents: [{ Key: 'a/1' }] })
    const next = await s3.send(new ListObjectsCommand({ Bucket: 'listed', Prefix: 'a/', Marker: 'a/1' }))
    expect(next.Contents?.map(({ Key }) => Key)).toEqual(['a/2'])
    const after = await s3.send(new ListObjectsV2Command({ Bucket: 'listed', StartAfter: 'b/1', Prefix: 'b' }))
    expect(after.KeyCount).toBe(0)
  })
})

test('a bucket may stand in the host', async () => {
  await put('hosted', 'by host')
  const { port } = new URL(sandbox.url)
  const answer = await new Promise<string>((resolve, reject) => {
    import('node:http').then(({ get }) =>
      get(
        { port, host: '127.0.0.1', path: '/hosted', headers: { host: `${Bucket}.localhost:${port}` } },
        (response) => {
          response.setEncoding('utf8').on('data', resolve)
        },
      ).on('error', reject),
    )
  })
  expect(answer).toBe('by host')
})

test('all is there after a restart', async () => {
  await using first = await start()
  await first.s3.send(new CreateBucketCommand({ Bucket: 'stays' }))
  await first.s3.send(new PutObjectCommand({ Bucket: 'stays', Key: 'Key/ä', Body: 'still', Metadata: { a: 'b' } }))
  const { UploadId } = await first.s3.send(new CreateMultipartUploadCommand({ Bucket: 'stays', Key: 'up' }))
  const sent = { Bucket: 'stays', Key: 'up', UploadId, PartNumber: 1, Body: 'part' }
  const { ETag } = await first.s3.send(new UploadPartCommand(sent))
  await using second = await first.restart()
  const read = await second.s3.send(new GetObjectCommand({ Bucket: 'stays', Key: 'Key/ä' }))
  expect([await read.Body!.transformToString(), read.Metadata]).toEqual(['still', { a: 'b' }])
  const MultipartUpload = { Parts: [{ PartNumber: 1, ETag }] }
  await second.s3.send(new CompleteMultipartUploadCommand({ Bucket: 'stays', Key: 'up', UploadId, MultipartUpload }))
  expect((await second.s3.send(new HeadObjectCommand({ Bucket: 'stays', Key: 'up' }))).ContentLength).toBe(4)
})

test('a client may come without forcing the path', async () => {
  const plain = new S3Client(clientOptions(sandbox.url))
  expect((await plain.send(new ListBucketsCommand({}))).Buckets?.map(({ Name }) => Name)).toContain(Bucket)
})
