import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { documentText, parseDocument } from '../document.ts'
import { writeDurably } from '../durable.ts'
import { ServiceException } from '../protocol/service-exception.ts'
import type { Algorithm } from './digest.ts'
import type { Draft } from './draft.ts'
import type { Checksum, ContentHeaders } from './record.ts'

/** An upload in parts that has begun: what the object will say. */
export interface MultipartUpload {
  readonly id: string
  readonly bucket: string
  readonly key: string
  readonly initiated: Date
  readonly headers: ContentHeaders
  readonly metadata: Readonly<Record<string, string>>
  readonly tags: Readonly<Record<string, string>>
  readonly algorithm?: Algorithm | undefined
  readonly checksumType?: Checksum['type'] | undefined
}

export interface Part extends Draft {
  readonly number: number
  readonly modified: Date
  readonly file: string
}

export interface Uploads {
  begin(upload: Omit<MultipartUpload, 'id'>): MultipartUpload
  /** ServiceException NoSuchUpload where there is none of that bucket and key. */
  find(at: { readonly bucket: string; readonly key: string; readonly id: string }): MultipartUpload
  list(bucket: string): readonly MultipartUpload[]
  /** Takes a draft as a part, in the place of one with its number. */
  add(upload: MultipartUpload, part: Omit<Part, 'file'>, draft: string): void
  /** By number. */
  parts(upload: MultipartUpload): readonly Part[]
  end(upload: MultipartUpload): void
}

interface Kept {
  readonly upload: MultipartUpload
  readonly parts: Map<number, Part>
}

export function openUploads(folder: string): Uploads {
  mkdirSync(folder, { recursive: true })
  const kept = new Map(readdirSync(folder).flatMap((id) => loadUpload(join(folder, id))))
  const keptOf = ({ id }: MultipartUpload): Kept => kept.get(id) ?? noSuchUpload()
  return {
    begin(begun) {
      const upload = { ...begun, id: randomBytes(24).toString('hex') }
      writeDurably(join(folder, upload.id, 'upload.json'), documentText(upload))
      kept.set(upload.id, { upload, parts: new Map() })
      return upload
    },
    find({ bucket, key, id }) {
      const upload = kept.get(id)?.upload
      return upload?.bucket === bucket && upload.key === key ? upload : noSuchUpload()
    },
    list: (bucket) => [...kept.values()].map(({ upload }) => upload).filter((upload) => upload.bucket === bucket),
    add(upload, part, draft) {
      const { parts } = keptOf(upload)
      const replaced = parts.get(part.number)
      const file = join(folder, upload.id, `${part.number}-${randomBytes(6).toString('hex')}`)
      renameSync(draft, file)
      writeDurably(join(folder, upload.id, `${part.number}.json`), documentText({ ...part, file }))
      parts.set(part.number, { ...part, file })
      if (replaced) rmSync(replaced.file, { force: true })
    },
    parts: (upload) => [...keptOf(upload).parts.values()].sort((a, b) => a.number - b.number),
    end({ id }) {
      kept.delete(id)
      rmSync(join(folder, id), { recursive: true, force: true })
    },
  }
}

function noSuchUpload(): never {
  throw new ServiceException(
    'NoSuchUpload',
    'The specified upload does not exist. The upload ID may be invalid, or the upload may have been aborted or completed.',
    { status: 404 },
  )
}

function loadUpload(folder: string): [string, Kept][] {
  if (!existsSync(join(folder, 'upload.json'))) return []
  const read = (name: string): unknown => parseDocument(readFileSync(join(folder, name), 'utf8'))
  const upload = read('upload.json') as MultipartUpload
  const parts = readdirSync(folder)
    .filter((name) => /^\d+\.json$/.test(name))
    .map((name) => read(name) as Part)
  return [[upload.id, { upload, parts: new Map(parts.map((part) => [part.number, part])) }]]
}
