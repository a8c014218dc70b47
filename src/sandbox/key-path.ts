/**
 * Where an object's file stands below its bucket's folder. One key, one path, on every file system: no two keys share a path, whatever the
 * file system thinks of case and of Unicode, no file stands where another key needs a folder, and nothing leads outside.
 *
 * - A key is cut at its slashes; all parts but the last are folders.
 * - `a-z 0-9 - _ = + , @` stand for themselves, so that `orders/year=2024/part-0.parquet` is read as it is, by people and by engines that
 *   take partitions from folders. Every other byte of the UTF-8 text is `%` and two hex digits: capitals, blanks, dots of folders, `*`, `%`.
 * - A file's name holds a dot and a folder's never: dots stand in the last part alone, and not at its ends; a last part without one gets `.%`.
 * - An empty folder name (`a//b`) is `%`.
 * - A name of more than 200 characters goes on in further folders, each marked by `%+` at its end; its dots are escaped.
 */
export function keyPath(key: string): string {
  const parts = key.split('/')
  const file = parts.pop()!
  return [...parts.flatMap(folderNames), ...fileNames(file)].join('/')
}

const LONGEST = 200
const ESCAPED_IN_FOLDERS = /[^a-z0-9\-_=+,@]/gu
const ESCAPED_IN_FILES = /^\.|\.$|[^a-z0-9\-_=+,@.]/gu

const escapeBytes = (text: string): string =>
  [...Buffer.from(text, 'utf8')].map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join('')

const folderNames = (part: string): string[] =>
  part === '' ? ['%'] : pieces(part.replace(ESCAPED_IN_FOLDERS, escapeBytes))

function fileNames(part: string): string[] {
  const name = part.replace(ESCAPED_IN_FILES, escapeBytes)
  if (name.includes('.') && name.length <= LONGEST) return [name]
  const names = pieces(part.replace(ESCAPED_IN_FOLDERS, escapeBytes))
  return [...names.slice(0, -1), `${names.at(-1)}.%`]
}

function pieces(name: string): string[] {
  if (name.length <= LONGEST) return [name]
  let end = LONGEST
  // Never inside `%xx`.
  while (/%.?$/.test(name.slice(0, end))) end--
  return [`${name.slice(0, end)}%+`, ...pieces(name.slice(end))]
}

/** The key of a path that `keyPath` made. */
export function pathKey(path: string): string {
  const joined = path.replaceAll('%+/', '').split('/')
  const file = joined.pop()!
  return [...joined.map(unescaped), unescaped(file.replace(/\.%$/, ''))].join('/')
}

const unescaped = (name: string): string => (name === '%' ? '' : decodeURIComponent(name))
