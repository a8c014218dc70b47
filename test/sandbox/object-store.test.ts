import { mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { keyPath } from '../../src/sandbox/key-path.ts'
import { type ObjectStore, parseS3Uri } from '../../src/sandbox/object-store.ts'
import { objectStore } from '../../src/sandbox/s3/objects.ts'
import { openStorage, type Storage } from '../../src/sandbox/s3/storage.ts'

let folder: string
let storage: Storage
let objects: ObjectStore
const now = () => new Date('2026-01-01T00:00:00Z')
const open = (): void => {
  storage = openStorage(folder)
  objects = objectStore(storage, now)
}
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'starlift-objects-'))
  open()
  storage.create({ name: 'lake', created: now(), region: 'eu-west-1', configurations: {} })
})
afterEach(() => rm(folder, { recursive: true, force: true }))

const at = (key: string) => ({ bucket: 'lake', key })
const text = (key: string): string => readFileSync(objects.find(at(key))!.file, 'utf8')

test('objects are listed in place, put, adopted and removed', async () => {
  await objects.put(at('t/B.csv'), Buffer.from('b'))
  const draft = objects.draft()
  writeFileSync(draft, 'adopted')
  const adopted = await objects.adopt(at('t/a.parquet'), draft, 'application/parquet')
  expect(adopted).toMatchObject({ key: 't/a.parquet', size: 7, etag: '"c472874910028d2abb2b1c0759af6227"' })
  await objects.put(at('u/x'), Buffer.from(''))
  expect(objects.list('lake', 't/').map(({ key, size }) => [key, size])).toEqual([
    ['t/B.csv', 1],
    ['t/a.parquet', 7],
  ])
  expect(text('t/a.parquet')).toBe('adopted')
  objects.remove(at('t/a.parquet'))
  expect(objects.find(at('t/a.parquet'))).toBeUndefined()
  expect(objects.hasBucket('other')).toBe(false)
  expect(() => objects.list('other', '')).toThrow('The specified bucket does not exist')
})

test.each([
  ['s3://lake/a/b.csv', { bucket: 'lake', key: 'a/b.csv' }],
  ['s3a://lake', { bucket: 'lake', key: '' }],
  ['/tmp/x', undefined],
])('%s', (uri, expected) => {
  expect(parseS3Uri(uri)).toEqual(expected)
})

/** What a commit has written when it begins: the record as it is to be, and the bytes as a draft. */
function beginReplacing(key: string, value: string): string {
  const records = join(folder, 'lake', 'records')
  const [name] = readdirSync(records)
  const old = JSON.parse(readFileSync(join(records, name!), 'utf8'))
  const [version] = old.versions
  const next = { ...version, data: 'new', size: value.length, id: version.id === 'null' ? 'null' : 'newer' }
  const kept = version.id === 'null' ? [] : old.versions
  const pending = join(folder, 'lake', 'pending', name!)
  writeFileSync(pending, JSON.stringify({ key, versions: [next, ...kept], before: version.data }))
  writeFileSync(join(folder, '.drafts', 'new'), value)
  return version.data
}

describe('a commit that was broken off', () => {
  test('before it moved anything: is finished', async () => {
    await objects.put(at('k'), Buffer.from('old'))
    beginReplacing('k', 'newer')
    open()
    expect([text('k'), objects.find(at('k'))!.size]).toEqual(['newer', 5])
    expect(readdirSync(join(folder, 'lake', 'pending'))).toEqual([])
  })

  test('after it moved the bytes: is finished', async () => {
    await objects.put(at('k'), Buffer.from('old'))
    beginReplacing('k', 'newer')
    renameSync(join(folder, '.drafts', 'new'), join(folder, 'lake', 'objects', keyPath('k')))
    open()
    expect(text('k')).toBe('newer')
  })

  test('where versions are kept, between the two moves: both are there', async () => {
    storage.change(storage.bucket('lake'), { versioning: 'Enabled' })
    await objects.put(at('k'), Buffer.from('old'))
    const before = beginReplacing('k', 'newer')
    renameSync(join(folder, 'lake', 'objects', keyPath('k')), join(folder, 'lake', 'versions', before))
    open()
    const bucket = storage.bucket('lake')
    const [newest, older] = bucket.record('k')!.versions
    const bytes = [newest, older].map((one) => one?.kind === 'object' && readFileSync(bucket.file('k', one), 'utf8'))
    expect(bytes).toEqual(['newer', 'old'])
  })

  test('before it had said what it would do: never was', async () => {
    await objects.put(at('k'), Buffer.from('old'))
    writeFileSync(join(folder, 'lake', 'pending', 'half.json'), '{"key":"k","versions":[{"kind":"obj')
    mkdirSync(join(folder, '.drafts', 'left'))
    open()
    expect(text('k')).toBe('old')
    expect(readdirSync(join(folder, '.drafts'))).toEqual([])
  })
})
