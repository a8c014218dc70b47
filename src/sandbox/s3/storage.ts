import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { documentText, parseDocument } from '../document.ts'
import { writeDurably } from '../durable.ts'
import { ServiceException } from '../protocol/service-exception.ts'
import { Bucket, type BucketSettings } from './bucket.ts'
import { wasBrokenOff } from './bucket-folder.ts'
import { openUploads, type Uploads } from './uploads.ts'

/** All buckets, and where bytes stand before they are an object's. */
export interface Storage {
  readonly uploads: Uploads
  buckets(): readonly BucketSettings[]
  has(name: string): boolean
  /** ServiceException NoSuchBucket where there is none. */
  bucket(name: string): Bucket
  create(settings: BucketSettings): void
  change(bucket: Bucket, changed: Partial<BucketSettings>): void
  remove(bucket: Bucket): void
  /** A name for bytes to come, and the file to write them to. */
  draft(): { readonly data: string; readonly file: string }
}

const SETTINGS = 'bucket.json'

export function openStorage(folder: string): Storage {
  const drafts = join(folder, '.drafts')
  mkdirSync(drafts, { recursive: true })
  const settings = loadSettings(folder)
  const open = new Map<string, Bucket>()
  // Commits that were broken off need their drafts; what is left after them is nobody's.
  for (const one of settings.values())
    if (wasBrokenOff(join(folder, one.name))) open.set(one.name, new Bucket(one, join(folder, one.name), drafts))
  for (const name of readdirSync(drafts)) rmSync(join(drafts, name), { recursive: true, force: true })
  const save = (changed: BucketSettings): void => {
    writeDurably(join(folder, changed.name, SETTINGS), documentText(changed))
    settings.set(changed.name, changed)
  }
  return {
    uploads: openUploads(join(folder, '.uploads')),
    buckets: () => [...settings.values()].sort((a, b) => (a.name < b.name ? -1 : 1)),
    has: (name) => settings.has(name),
    bucket(name) {
      const known = open.get(name)
      if (known) return known
      const found = settings.get(name)
      if (!found) throw noSuchBucket(name)
      const bucket = new Bucket(found, join(folder, name), drafts)
      open.set(name, bucket)
      return bucket
    },
    create: save,
    change(bucket, changed) {
      bucket.settings = { ...bucket.settings, ...changed }
      save(bucket.settings)
    },
    remove({ settings: { name } }) {
      rmSync(join(folder, name), { recursive: true, force: true })
      settings.delete(name)
      open.delete(name)
    },
    draft() {
      const data = randomBytes(12).toString('hex')
      return { data, file: join(drafts, data) }
    },
  }
}

function loadSettings(folder: string): Map<string, BucketSettings> {
  const files = readdirSync(folder)
    .map((name) => join(folder, name, SETTINGS))
    .filter((file) => existsSync(file))
  const all = files.map((file) => parseDocument(readFileSync(file, 'utf8')) as BucketSettings)
  return new Map(all.map((one) => [one.name, one]))
}

const noSuchBucket = (name: string): ServiceException =>
  new ServiceException('NoSuchBucket', 'The specified bucket does not exist', {
    status: 404,
    fields: { BucketName: name },
  })
