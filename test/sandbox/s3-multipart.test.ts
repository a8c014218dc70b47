import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CreateBucketCommand,
  CreateMultipartUploadCommand,
  GetObjectCommand,
  ListMultipartUploadsCommand,
  ListPartsCommand,
  PutObjectCommand,
  type S3Client,
  UploadPartCommand,
  UploadPartCopyCommand,
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

describe('uploads in parts', () => {
  const MB5 = new Uint8Array(5 * 1024 * 1024).fill(7)
  const begin = async (Key: string, more: object = {}) =>
    (await s3.send(new CreateMultipartUploadCommand({ Bucket, Key, ...more }))).UploadId!
  const part = (Key: string, UploadId: string, PartNumber: number, Body: Uint8Array) =>
    s3.send(new UploadPartCommand({ Bucket, Key, UploadId, PartNumber, Body }))
  const complete = (Key: string, UploadId: string, etags: readonly (string | undefined)[], more: object = {}) => {
    const Parts = etags.map((ETag, i) => ({ ETag, PartNumber: i + 1 }))
    return s3.send(new CompleteMultipartUploadCommand({ Bucket, Key, UploadId, MultipartUpload: { Parts }, ...more }))
  }

  test('are one object, which can be read by the part', async () => {
    const UploadId = await begin('parts', { Metadata: { m: '1' }, ContentType: 'x/y' })
    const first = await part('parts', UploadId, 1, MB5)
    const CopySource = `${Bucket}/source`
    await put('source', '0123456789')
    const copied = await s3.send(
      new UploadPartCopyCommand({
        Bucket,
        Key: 'parts',
        UploadId,
        PartNumber: 2,
        CopySource,
        CopySourceRange: 'bytes=2-4',
      }),
    )
    const { Parts } = await s3.send(new ListPartsCommand({ Bucket, Key: 'parts', UploadId }))
    expect(Parts).toMatchObject([
      { PartNumber: 1, Size: MB5.length },
      { PartNumber: 2, Size: 3 },
    ])
    const { Uploads } = await s3.send(new ListMultipartUploadsCommand({ Bucket }))
    expect(Uploads).toMatchObject([{ Key: 'parts', UploadId }])
    const { ETag } = await complete('parts', UploadId, [first.ETag, copied.CopyPartResult!.ETag])
    expect(ETag).toMatch(/^"[0-9a-f]{32}-2"$/)
    const second = await s3.send(new GetObjectCommand({ Bucket, Key: 'parts', PartNumber: 2 }))
    expect(await second.Body!.transformToString()).toBe('234')
    expect(second).toMatchObject({ PartsCount: 2, Metadata: { m: '1' }, ContentType: 'x/y' })
    expect(await refusal(part('parts', UploadId, 3, MB5))).toEqual(['NoSuchUpload', 404])
  })

  test('keep composite and whole checksums', async () => {
    for (const [ChecksumAlgorithm, ending] of [
      ['CRC32', /-1$/],
      ['CRC64NVME', /=$/],
    ] as const) {
      const UploadId = await begin('sums', { ChecksumAlgorithm })
      const sent = await s3.send(
        new UploadPartCommand({ Bucket, Key: 'sums', UploadId, PartNumber: 1, Body: 'abc', ChecksumAlgorithm }),
      )
      const done = await complete('sums', UploadId, [sent.ETag])
      expect(done[`Checksum${ChecksumAlgorithm}`]).toMatch(ending)
    }
  })

  test('are refused where parts are small, wrong, out of order or missing', async () => {
    const UploadId = await begin('wrong')
    const small = await part('wrong', UploadId, 1, new Uint8Array(3))
    const last = await part('wrong', UploadId, 2, new Uint8Array(3))
    expect(await refusal(complete('wrong', UploadId, [small.ETag, last.ETag]))).toEqual(['EntityTooSmall', 400])
    expect(await refusal(complete('wrong', UploadId, ['"x"']))).toEqual(['InvalidPart', 400])
    const Parts = [
      { PartNumber: 2, ETag: last.ETag },
      { PartNumber: 1, ETag: small.ETag },
    ]
    const disordered = new CompleteMultipartUploadCommand({
      Bucket,
      Key: 'wrong',
      UploadId,
      MultipartUpload: { Parts },
    })
    expect(await refusal(s3.send(disordered))).toEqual(['InvalidPartOrder', 400])
    await s3.send(new AbortMultipartUploadCommand({ Bucket, Key: 'wrong', UploadId }))
    expect(await refusal(complete('wrong', UploadId, [small.ETag]))).toEqual(['NoSuchUpload', 404])
    expect(readdirSync(join(sandbox.folder, 's3', '.uploads'))).toEqual([])
    expect(readdirSync(join(sandbox.folder, 's3', '.drafts'))).toEqual([])
  })

  test('create only where nothing is, when asked to', async () => {
    await put('there')
    const UploadId = await begin('there')
    const { ETag } = await part('there', UploadId, 1, new Uint8Array(3))
    expect(await refusal(complete('there', UploadId, [ETag], { IfNoneMatch: '*' }))).toEqual([
      'PreconditionFailed',
      412,
    ])
    await complete('there', UploadId, [ETag])
    expect(await text('there')).toBe('\0\0\0')
  })
})
