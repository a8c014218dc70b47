import type { Level } from './board.ts'

/** Attributes whose name says little without that of their dimension. */
const GENERIC = /^(line|type|category|group|class|kind|status|code|brand|model|segment|family|genre)$/i
const NAMES = /^(name|title|label|full ?name)$/i

/** `orderValue` → `Order value`, `unit_price` → `Unit price`. */
export function labelOf(name: string): string {
  const words = name
    .replace(/([a-z\d])([A-Z])/g, '$1 $2')
    .replaceAll('_', ' ')
    .trim()
    .toLowerCase()
  return words.charAt(0).toUpperCase() + words.slice(1)
}

/** `product.line` → `Product line`, `product.productName` → `Product`, `location.country` → `Country`. */
export function levelOf(path: string): Level {
  const at = path.indexOf('.')
  if (at < 0) return { path, label: labelOf(path) }
  const [link, attribute] = [labelOf(path.slice(0, at)), labelOf(path.slice(at + 1))]
  const own = attribute.toLowerCase().startsWith(`${link.toLowerCase()} `) ? attribute.slice(link.length + 1) : null
  if (NAMES.test(own ?? attribute)) return { path, label: link }
  if (own !== null) return { path, label: attribute }
  return { path, label: GENERIC.test(attribute) ? `${link} ${attribute.toLowerCase()}` : attribute }
}

/** `Country` → `countries`. */
export function plural(label: string): string {
  const word = label.charAt(0).toLowerCase() + label.slice(1)
  if (/[^aeiou]y$/.test(word)) return `${word.slice(0, -1)}ies`
  return /(s|x|ch|sh)$/.test(word) ? (word.endsWith('status') ? `${word}es` : `${word}es`) : `${word}s`
}
