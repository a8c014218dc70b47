/**
 * SQL literals as mysqldump writes them, held as byte strings: one character per byte of the file.
 * So the length of a string is its length in the file, and bytes that are no UTF-8 (images) need no second path.
 */

const SPECIAL: Readonly<Record<string, string>> = {
  '\0': '\\0',
  '\n': '\\n',
  '\r': '\\r',
  '\x1a': '\\Z',
  '"': '\\"',
  "'": "\\'",
  '\\': '\\\\',
}
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are the bytes that mysqldump escapes
const SPECIALS = /[\0\n\r\x1a"'\\]/g
const PLAIN = /^[ !#-&(-[\]-~]*$/

/** A text, or NULL. */
export function text(value: string | null): string {
  if (value === null) return 'NULL'
  return PLAIN.test(value) ? `'${value}'` : `'${escapeBytes(bytesOf(value))}'`
}

/** Bytes that are no text, or NULL. */
export function binary(bytes: Uint8Array | null): string {
  return bytes === null ? 'NULL' : `_binary '${escapeBytes(Buffer.from(bytes).toString('latin1'))}'`
}

/** Cents as DECIMAL(10,2), or NULL. */
export function money(cents: number | null): string {
  if (cents === null) return 'NULL'
  const rest = cents % 100
  return `${(cents - rest) / 100}.${rest < 10 ? '0' : ''}${rest}`
}

export const integer = (value: number | null): string => (value === null ? 'NULL' : String(value))

const bytesOf = (value: string): string => Buffer.from(value, 'utf8').toString('latin1')
const escapeBytes = (bytes: string): string => bytes.replace(SPECIALS, (byte) => SPECIAL[byte]!)
