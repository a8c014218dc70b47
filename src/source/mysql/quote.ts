/** Quoting for MySQL and MariaDB. All SQL of the live source is built through these and through parameters. */

/** An identifier: `` `order ``x``` ``. */
export const id = (name: string): string => `\`${name.replaceAll('`', '``')}\``

/** A qualified identifier. */
export const path = (...names: readonly string[]): string => names.map(id).join('.')

/** An account as GRANT names it: `'shop'@'%'`. */
export function account(text: string): string {
  const at = text.lastIndexOf('@')
  return [text.slice(0, at), text.slice(at + 1)].map((part) => `'${part.replaceAll("'", "''")}'`).join('@')
}
