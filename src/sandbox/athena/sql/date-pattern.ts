import { notSupported } from './fault.ts'

/** What MySQL's letters, which date_format and date_parse take, are called in strftime. */
const LETTERS: Readonly<Record<string, string>> = {
  Y: '%Y',
  y: '%y',
  m: '%m',
  c: '%-m',
  M: '%B',
  b: '%b',
  d: '%d',
  e: '%-d',
  j: '%j',
  W: '%A',
  a: '%a',
  H: '%H',
  k: '%-H',
  h: '%I',
  I: '%I',
  l: '%-I',
  i: '%M',
  s: '%S',
  S: '%S',
  f: '%f',
  p: '%p',
  T: '%H:%M:%S',
  r: '%I:%M:%S %p',
  v: '%V',
  x: '%G',
  '%': '%%',
}

/** A pattern of date_format as one of strftime. */
export const strftimePattern = (pattern: string): string =>
  pattern.replace(/%(.?)/gs, (_, letter: string) => {
    const known = LETTERS[letter]
    if (!known) throw notSupported(`%${letter} in a date pattern`)
    return known
  })

/** What Java's letters, which format_datetime takes, are called in strftime. */
const JAVA: Readonly<Record<string, string>> = {
  yyyy: '%Y',
  y: '%Y',
  yy: '%y',
  MM: '%m',
  M: '%-m',
  MMM: '%b',
  MMMM: '%B',
  dd: '%d',
  d: '%-d',
  HH: '%H',
  H: '%-H',
  hh: '%I',
  h: '%-I',
  mm: '%M',
  ss: '%S',
  SSS: '%g',
  a: '%p',
  EEE: '%a',
  EEEE: '%A',
  e: '%u',
  DDD: '%j',
  xxxx: '%G',
  ww: '%V',
}

/** A pattern of format_datetime as one of strftime. */
export const javaPattern = (pattern: string): string =>
  pattern.replace(/'((?:[^']|'')*)'|([A-Za-z])\2*|%/g, (piece, quoted: string | undefined) => {
    if (quoted !== undefined) return quoted === '' ? "'" : quoted.replaceAll("''", "'").replaceAll('%', '%%')
    if (piece === '%') return '%%'
    const known = JAVA[piece]
    if (!known) throw notSupported(`${piece} in a date pattern`)
    return known
  })
