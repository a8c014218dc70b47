import type { StoredObject } from '../../object-store.ts'

/** A file of a table, and the partition in which it stands. */
export interface CrawledFile {
  readonly object: StoredObject
  /** The folder with its slash. */
  readonly folder: string
  readonly partition: readonly { readonly key: string; readonly value: string }[]
}

/** A folder that becomes a table. */
export interface CrawledFolder {
  readonly bucket: string
  /** With its slash; empty is the bucket. */
  readonly prefix: string
  readonly files: readonly CrawledFile[]
}

export const locationOf = ({ bucket, prefix }: CrawledFolder): string => `s3://${bucket}/${prefix}`

/** Names that Hive hides, folders that other tools mark, and files of nothing. */
const isHidden = ({ key, size }: StoredObject): boolean =>
  size === 0 || /(^|\/)[_.][^/]*(\/|$)/.test(key) || key.endsWith('_$folder$')

const PARTITION = /^([^=]+)=(.*)$/

/** Folders with files, each a table; `key=value` folders below one are its partitions. */
export function crawledFolders(
  bucket: string,
  objects: readonly StoredObject[],
  excluded: (key: string) => boolean,
): readonly CrawledFolder[] {
  const files = objects.filter((object) => !isHidden(object) && !excluded(object.key)).map(placed)
  const byPrefix = Map.groupBy(files, ({ prefix }) => prefix)
  return [...byPrefix].map(([prefix, all]) => ({ bucket, prefix, files: all.map(({ file }) => file) }))
}

function placed(object: StoredObject): { readonly prefix: string; readonly file: CrawledFile } {
  const folders = object.key.split('/').slice(0, -1)
  const first = folders.findIndex((name, i) => folders.slice(i).every((below) => PARTITION.test(below)) && name !== '')
  const own = first < 0 ? folders : folders.slice(0, first)
  const partition = folders.slice(own.length).map((name) => {
    const [, key = '', value = ''] = PARTITION.exec(name) ?? []
    return { key: unescaped(key).toLowerCase(), value: unescaped(value) }
  })
  const prefixOf = (names: readonly string[]): string => names.map((name) => `${name}/`).join('')
  return { prefix: prefixOf(own), file: { object, folder: prefixOf(folders), partition } }
}

/** Hive writes what a folder cannot be called as `%` and two digits. */
function unescaped(name: string): string {
  try {
    return decodeURIComponent(name)
  } catch {
    return name
  }
}

/** Exclusions of a target: globs below its path, where `*` stays in one folder and `**` does not. */
export function exclusions(path: string, patterns: readonly string[]): (key: string) => boolean {
  const tests = patterns.map((pattern) => new RegExp(`^${globText(pattern)}$`, 's'))
  return (key) => tests.some((test) => test.test(key.slice(path.length)))
}

const globText = (pattern: string): string =>
  pattern.replace(/\*\*|[*?{},]|[.+^$()|[\]\\]/g, (found) => GLOB[found] ?? `\\${found}`)

const GLOB: Readonly<Record<string, string>> = { '**': '.*', '*': '[^/]*', '?': '[^/]', '{': '(?:', '}': ')', ',': '|' }
