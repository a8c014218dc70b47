/** Keys in the order of their UTF-8 bytes, which S3 lists them in. */
export interface SortedKeys {
  add(key: string): void
  remove(key: string): void
  /** The keys from the first that does not come before this one. */
  from(key: string): Iterable<string>
}

export function sortedKeys(given: Iterable<string>): SortedKeys {
  const keys = [...given].sort(compareKeys)
  const place = (key: string): number => {
    let low = 0
    let high = keys.length
    while (low < high) {
      const middle = (low + high) >>> 1
      if (compareKeys(keys[middle]!, key) < 0) low = middle + 1
      else high = middle
    }
    return low
  }
  return {
    add(key) {
      const at = place(key)
      if (keys[at] !== key) keys.splice(at, 0, key)
    },
    remove(key) {
      const at = place(key)
      if (keys[at] === key) keys.splice(at, 1)
    },
    *from(key) {
      for (let i = place(key); i < keys.length; i++) yield keys[i]!
    },
  }
}

const isSurrogate = (unit: number): boolean => unit >= 0xd800 && unit <= 0xdfff

/** UTF-16 puts characters above U+FFFF before some below; UTF-8 does not. */
export function compareKeys(a: string, b: string): number {
  const shorter = Math.min(a.length, b.length)
  for (let i = 0; i < shorter; i++) {
    const [x, y] = [a.charCodeAt(i), b.charCodeAt(i)]
    if (x === y) continue
    return isSurrogate(x) === isSurrogate(y) ? x - y : isSurrogate(x) ? 1 : -1
  }
  return a.length - b.length
}
