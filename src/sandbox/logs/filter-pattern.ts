import { invalid } from './log-groups.ts'

const TERM = /([?-]?)(?:"((?:[^"\\]|\\.)*)"|(\S+))/g

/** CloudWatch's filter of terms: all of `a "b c"`, any of `?a ?b`, none of `-a`. Filters of JSON, of columns and by %expressions% are refused. */
export function filterPattern(pattern: string | undefined): (message: string) => boolean {
  const text = (pattern ?? '').trim()
  if (/^[{[%]/.test(text)) throw invalid(`The sandbox does not know filter patterns like ${text}: only terms`)
  const terms = [...text.matchAll(TERM)].map(([, sign, quoted, plain]) => ({
    sign,
    term: quoted?.replace(/\\(.)/g, '$1') ?? plain ?? '',
  }))
  const some = terms.filter(({ sign }) => sign === '?')
  return (message) =>
    terms.every(({ sign, term }) => sign === '?' || message.includes(term) === (sign === '')) &&
    (some.length === 0 || some.some(({ term }) => message.includes(term)))
}
