import {
  CopyObjectCommand,
  CreateBucketCommand,
  DeleteBucketCommand,
  DeleteObjectCommand,
  DeleteObjectsCommand,
  GetObjectCommand,
  ListObjectVersionsCommand,
  PutBucketVersioningCommand,
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
const bucketOf = async (name: string, keys: readonly string[] = []): Promise<string> => {
  await s3.send(new CreateBucketCommand({ Bucket: name }))
  for (const key of keys) await put(key, key, {}, name)
  return name
}

describe('versions', () => {
  test('are kept, listed, read, deleted and shown again', async () => {
    const kept = await bucketOf('kept', ['before'])
    await s3.send(new PutBucketVersioningCommand({ Bucket: kept, VersioningConfiguration: { Status: 'Enabled' } }))
    const one = await put('k', 'one', {}, kept)
    const two = await put('k', 'two', {}, kept)
    const marker = await s3.send(new DeleteObjectCommand({ Bucket: kept, Key: 'k' }))
    expect(marker).toMatchObject({ DeleteMarker: true, VersionId: expect.any(String) })
    expect(await refusal(text('k', {}, kept))).toEqual(['NoSuchKey', 404])
    expect(await text('k', { VersionId: one.VersionId }, kept)).toBe('one')
    const listed = await s3.send(new ListObjectVersionsCommand({ Bucket: kept }))
    expect(listed.Versions).toMatchObject([
      { Key: 'before', VersionId: 'null', IsLatest: true },
      { Key: 'k', VersionId: two.VersionId, IsLatest: false },
      { Key: 'k', VersionId: one.VersionId, IsLatest: false },
    ])
    expect(listed.DeleteMarkers).toMatchObject([{ Key: 'k', VersionId: marker.VersionId, IsLatest: true }])
    await s3.send(new DeleteObjectCommand({ Bucket: kept, Key: 'k', VersionId: marker.VersionId }))
    expect(await text('k', {}, kept)).toBe('two')
    await s3.send(new DeleteObjectCommand({ Bucket: kept, Key: 'k', VersionId: two.VersionId }))
    expect(await text('k', {}, kept)).toBe('one')
    await put('k', 'three', {}, kept)
    const CopySource = `${kept}/k?versionId=${one.VersionId}`
    await s3.send(new CopyObjectCommand({ Bucket: kept, Key: 'k', CopySource }))
    expect(await text('k', {}, kept)).toBe('one')
  })

  test('page by page, and then the bucket can be emptied', async () => {
    const paged = await bucketOf('paged')
    await s3.send(new PutBucketVersioningCommand({ Bucket: paged, VersioningConfiguration: { Status: 'Enabled' } }))
    for (const key of ['a', 'b']) for (const body of ['1', '2', '3']) await put(key, body, {}, paged)
    const seen: object[] = []
    let from: { KeyMarker?: string | undefined; VersionIdMarker?: string | undefined } = {}
    for (let more = true; more; ) {
      const page = await s3.send(new ListObjectVersionsCommand({ Bucket: paged, MaxKeys: 2, ...from }))
      seen.push(...page.Versions!.map(({ Key, VersionId }) => ({ Key, VersionId })))
      from = { KeyMarker: page.NextKeyMarker, VersionIdMarker: page.NextVersionIdMarker }
      more = page.IsTruncated!
    }
    expect(seen).toHaveLength(6)
    await s3.send(new DeleteObjectsCommand({ Bucket: paged, Delete: { Objects: seen as { Key: string }[] } }))
    await s3.send(new DeleteBucketCommand({ Bucket: paged }))
  })
})
