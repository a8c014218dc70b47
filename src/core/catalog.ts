/** A published version as the outside world sees it. */
export interface PublishedVersion {
  readonly lake: string
  readonly version: number
  /** ISO 8601, UTC. */
  readonly published: string
  readonly position: string
  /** Whom the star equals: `MySQL`, `the dump`. */
  readonly witness: string
  /** Whether it serves the files of an earlier version again. */
  readonly isRollback: boolean
  readonly tables: readonly PublishedTable[]
  /** The receipt, as JSON. */
  readonly receipt: string
}

export interface PublishedTable {
  readonly name: string
  readonly kind: 'fact' | 'dimension'
  readonly columns: readonly PublishedColumn[]
  readonly rows: number
  readonly bytes: number
  /** Parquet files, by their paths in the lake. */
  readonly paths: readonly string[]
  /** The same as local files, as an engine reads them. */
  files(): Promise<readonly string[]>
}

export interface PublishedColumn {
  readonly name: string
  /** As people write it: `decimal(20,2)`. */
  readonly type: string
  readonly comment?: string
}

/** Tells readers about versions. Announcing twice is the same as once; nothing depends on it for being right. */
export interface Catalog {
  readonly label: string
  announce(version: PublishedVersion): Promise<void>
}
