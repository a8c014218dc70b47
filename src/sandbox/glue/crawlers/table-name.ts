import { createHash } from 'node:crypto'
import type { Context } from '../../service.ts'
import { tablesOf } from '../catalog.ts'
import { type CrawledFolder, locationOf } from './crawled-folder.ts'

export interface Named {
  readonly database: string
  /** Stands before every table's name. */
  readonly prefix: string
  readonly folders: readonly CrawledFolder[]
}

/** What the tables of folders are called, in their order. A name that another folder's table has gets a digest behind it, as a crawler's does. */
export function tableNames(context: Context, { database, prefix, folders }: Named): readonly string[] {
  const places = new Map<string, string | undefined>(
    tablesOf(context, database)
      .entries()
      .map(([name, { table }]) => [name, table.StorageDescriptor?.Location?.replace(/\/?$/, '/')]),
  )
  return folders.map((folder) => {
    const plain = prefix.toLowerCase() + lastFolder(folder)
    const location = locationOf(folder)
    const taken = places.has(plain) && places.get(plain) !== location
    const name = taken ? `${plain}_${createHash('md5').update(location).digest('hex')}` : plain
    places.set(name, location)
    return name
  })
}

/** The last folder's name, or the bucket's, in letters, digits and `_`. */
const lastFolder = ({ bucket, prefix }: CrawledFolder): string =>
  (prefix.split('/').at(-2) ?? bucket).toLowerCase().replace(/[^a-z0-9_\u0080-\uffff]/g, '_')
