import { closeSync, openSync, readSync } from 'node:fs'
import type { Engine } from '../../../core/engine.ts'
import { parseS3Uri } from '../../object-store.ts'
import type { Context } from '../../service.ts'
import { databasesOf, lower } from '../catalog.ts'
import { CrawlError } from './crawl-error.ts'
import { type CrawledFile, type CrawledFolder, crawledFolders, exclusions, locationOf } from './crawled-folder.ts'
import type { Crawler } from './crawler-store.ts'
import { readFooters } from './parquet-columns.ts'
import { type Changes, putTable, retireTables } from './put-table.ts'
import { tableNames } from './table-name.ts'

export interface Stopping {
  readonly asked: boolean
}

export interface CrawlInput {
  readonly context: Context
  readonly crawler: Crawler
  readonly engine: Engine
  readonly stopping: Stopping
}

/** Makes and updates the tables of all targets; gives how many. Fails with CrawlError. */
export async function crawlTargets({ context, crawler, engine, stopping }: CrawlInput): Promise<Changes> {
  const database = lower(crawler.DatabaseName ?? '')
  if (!databasesOf(context).get(database)) throw new CrawlError(`Database ${database || '(none)'} does not exist`)
  const changes = { ADD: 0, UPDATE: 0, DELETE: 0 }
  const folders = foldersOf(context, crawler)
  const names = tableNames(context, { database, prefix: crawler.TablePrefix ?? '', folders })
  for (const [i, folder] of folders.entries()) {
    if (stopping.asked) return changes
    const name = names[i]!
    refuseNonParquet(folder)
    const footers = await readFooters(
      engine,
      folder.files.map(({ object }) => object.file),
      name,
    )
    const change = putTable({ context, crawler, database, name, folder, footers })
    if (change) changes[change] += 1
  }
  changes.DELETE = retireTables(context, crawler, folders.map(locationOf))
  return changes
}

function foldersOf(context: Context, { Targets }: Crawler): readonly CrawledFolder[] {
  return (Targets?.S3Targets ?? []).flatMap(({ Path = '', Exclusions = [] }) => {
    const at = parseS3Uri(Path)
    if (!at) throw new CrawlError(`The target ${Path} is no s3:// address`)
    const prefix = at.key === '' || at.key.endsWith('/') ? at.key : `${at.key}/`
    return crawledFolders(at.bucket, context.objects.list(at.bucket, prefix), exclusions(prefix, Exclusions))
  })
}

function refuseNonParquet({ bucket, files }: CrawledFolder): void {
  const other = files.find((file) => !isParquet(file))
  if (other)
    throw new CrawlError(`s3://${bucket}/${other.object.key} is no Parquet file, and the sandbox crawls no others`)
}

function isParquet({ object }: CrawledFile): boolean {
  const handle = openSync(object.file, 'r')
  try {
    const magic = Buffer.alloc(4)
    readSync(handle, magic, 0, 4, 0)
    return magic.toString('latin1') === 'PAR1'
  } finally {
    closeSync(handle)
  }
}
