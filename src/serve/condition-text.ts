import { isRange, valuesOf, type Wanted, type WantedValue } from './asked.ts'

/** Conditions as people type them, and as the page's address holds them: `location.country=USA,France`, `ordered.year=2003..2004`. */

/** A value: nothing for NULL, `""` for an empty text; a backslash takes the meaning from what follows it. */
const valueText = (value: WantedValue): string =>
  value === null ? '' : value === '' ? '""' : String(value).replace(/\\|,|\.(?=\.)|^"(?="$)/g, '\\$&')

export const conditionText = (path: string, wanted: Wanted): string =>
  `${path}=${isRange(wanted) ? `${wanted.from ?? ''}..${wanted.to ?? ''}` : valuesOf(wanted).map(valueText).join(',')}`

/** Reads what `conditionText` writes; null where it is no condition. */
export function readCondition(text: string): readonly [path: string, wanted: Wanted] | null {
  const at = text.indexOf('=')
  if (at < 1) return null
  const [path, list] = [text.slice(0, at), text.slice(at + 1)]
  const range = /^((?:\\.|[^\\])*?)\.\.(.*)$/s.exec(list)
  if (!range) return [path, pieces(list).map(readValue)]
  const [from, to] = [plain(range[1]!), plain(range[2]!)]
  return [path, { ...(from ? { from } : {}), ...(to ? { to } : {}) }]
}

/** Parts between commas, but those behind a backslash. */
const pieces = (list: string): readonly string[] =>
  [...`${list},`.matchAll(/((?:\\.|[^\\,])*),/gs)].map(([, piece]) => piece!)

const readValue = (piece: string): WantedValue => (piece === '' ? null : piece === '""' ? '' : plain(piece))
const plain = (piece: string): string => piece.replace(/\\(.)/gs, '$1')
