import { compareKeys } from './sorted-keys.ts'

export interface Listing<Item> {
  readonly items: readonly Item[]
  readonly prefixes: readonly string[]
  /** Where the next page goes on: the last key or common prefix; undefined where all has been listed. */
  readonly next: string | undefined
}

export interface Page {
  readonly prefix: string
  readonly delimiter: string | undefined
  /** Only what comes after it. */
  readonly after: string | undefined
  readonly limit: number
}

/** One page of things in key order: those below a delimiter count once, as their common prefix. */
export function paged<Item>(
  all: Iterable<readonly [key: string, item: Item]>,
  { prefix, delimiter, after, limit }: Page,
): Listing<Item> {
  const items: Item[] = []
  const prefixes: string[] = []
  let last: string | undefined
  for (const [key, item] of all) {
    const common = commonPrefix(key, prefix, delimiter)
    const entry = common ?? key
    if (after !== undefined && compareKeys(entry, after) <= 0) continue
    if (common !== undefined && common === prefixes.at(-1)) continue
    if (items.length + prefixes.length >= limit) return { items, prefixes, next: limit === 0 ? undefined : last }
    if (common === undefined) items.push(item)
    else prefixes.push(common)
    last = entry
  }
  return { items, prefixes, next: undefined }
}

function commonPrefix(key: string, prefix: string, delimiter: string | undefined): string | undefined {
  if (!delimiter) return undefined
  const end = key.indexOf(delimiter, prefix.length)
  return end < 0 ? undefined : key.slice(0, end + delimiter.length)
}

/** Keys as the listing writes them: percent-encoded where the client asks, because XML cannot hold every character. */
export const keyText =
  (encoding: string | undefined) =>
  (key: string): string =>
    encoding === 'url' ? encodeURIComponent(key).replaceAll('%2F', '/') : key
