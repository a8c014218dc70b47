import { randomBytes } from 'node:crypto'
import { type BucketFolder, bucketFolder } from './bucket-folder.ts'
import { currentOf, type KeyRecord, type ObjectVersion, type Version } from './record.ts'
import { compareKeys, type SortedKeys, sortedKeys } from './sorted-keys.ts'

export type Versioning = 'Enabled' | 'Suspended'

/** What a bucket says of itself. */
export interface BucketSettings {
  readonly name: string
  readonly created: Date
  readonly region: string
  readonly versioning?: Versioning | undefined
  /** What was put as its policy, life cycle and so on, by S3's word for it. */
  readonly configurations: Readonly<Record<string, object>>
}

/** What is written of a new version; its id is the bucket's to give. */
export type NewVersion = Omit<ObjectVersion, 'id' | 'kind'>

/** A bucket's keys and versions. Changes are synchronous, so that a condition that was looked at still holds when they are made. */
export class Bucket {
  settings: BucketSettings
  readonly folder: BucketFolder
  readonly #records: Map<string, KeyRecord>
  readonly #keys: SortedKeys

  constructor(settings: BucketSettings, path: string, drafts: string) {
    this.settings = settings
    this.folder = bucketFolder(path, drafts)
    this.#records = new Map(this.folder.load().map((record) => [record.key, record]))
    this.#keys = sortedKeys(this.#records.keys())
  }

  get isEmpty(): boolean {
    return this.#records.size === 0
  }

  record(key: string): KeyRecord | undefined {
    return this.#records.get(key)
  }

  current(key: string): ObjectVersion | undefined {
    return currentOf(this.#records.get(key))
  }

  /** Records of keys that begin with the prefix, in order, from a key on. */
  *records(prefix: string, from = prefix): Iterable<KeyRecord> {
    for (const key of this.#keys.from(compareKeys(from, prefix) < 0 ? prefix : from)) {
      if (!key.startsWith(prefix)) return
      yield this.#records.get(key)!
    }
  }

  file(key: string, version: ObjectVersion): string {
    return this.folder.file(key, version, this.current(key)?.data === version.data)
  }

  /** Makes a draft the key's newest version. */
  put(key: string, written: NewVersion): ObjectVersion {
    const version: ObjectVersion = { ...written, kind: 'object', id: this.#newId() }
    this.#push(key, version)
    return version
  }

  /** Changes what is said of a version, and no byte. */
  describe(key: string, changed: ObjectVersion): void {
    const record = this.#records.get(key)!
    this.#commit({ key, versions: record.versions.map((one) => (one.id === changed.id ? changed : one)) })
  }

  /** Deletes a key: for good, or by a marker where versions are kept. */
  remove(key: string, modified: Date): Version | undefined {
    if (this.settings.versioning === undefined) {
      if (this.#records.has(key)) this.#commit({ key, versions: [] })
      return undefined
    }
    const marker: Version = { kind: 'marker', id: this.#newId(), modified }
    this.#push(key, marker)
    return marker
  }

  /** Deletes one version for good; what came before it is shown again. */
  removeVersion(key: string, id: string): Version | undefined {
    const record = this.#records.get(key)
    const version = record?.versions.find((one) => one.id === id)
    if (record && version) this.#commit({ key, versions: record.versions.filter((one) => one !== version) })
    return version
  }

  #newId(): string {
    return this.settings.versioning === 'Enabled' ? randomBytes(16).toString('base64url') : 'null'
  }

  #push(key: string, version: Version): void {
    const older = this.#records.get(key)?.versions ?? []
    const kept = this.settings.versioning === undefined ? [] : older.filter(({ id }) => id !== version.id)
    this.#commit({ key, versions: [version, ...kept] })
  }

  #commit(next: KeyRecord): void {
    const previous = this.#records.get(next.key)
    this.folder.commit(previous, next)
    if (next.versions.length === 0) {
      this.#records.delete(next.key)
      this.#keys.remove(next.key)
    } else {
      this.#records.set(next.key, next)
      this.#keys.add(next.key)
    }
  }
}
