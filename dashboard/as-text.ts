import type { Asked } from '../src/serve/asked.ts'
import { conditionText } from '../src/serve/condition-text.ts'

/** For a POSIX shell: one word, whatever it holds. */
const word = (text: string): string => (/^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`)

const COMPARISONS = { previousPeriod: 'previous-period', sameDaysLastYear: 'last-year' } as const

/** The question as `starlift ask` takes it. */
export function asCommand({ measures, by = [], where = {}, order, limit, compare }: Asked): string {
  const orders = typeof order === 'string' ? [order] : (order ?? [])
  const parts = [
    `npx starlift ask ${measures.map(word).join(' ')}`,
    by.length > 0 ? `--by ${word(by.join(','))}` : '',
    ...Object.entries(where).map(([path, wanted]) => `--where ${word(conditionText(path, wanted))}`),
    orders.length > 0 ? `--order=${word(orders.join(','))}` : '',
    limit === undefined ? '' : `--top ${limit}`,
    compare ? `--compare ${COMPARISONS[compare]}` : '',
  ]
  return parts.filter(Boolean).join(' ')
}

/** The question as the typed API takes it. */
export function asTypeScript(question: Asked): string {
  const fields = Object.entries(question).filter(([, value]) => value !== undefined && !isEmpty(value))
  const lines = fields.map(([name, value]) => `  ${name}: ${literal(value)},`)
  return `const { rows, receipt } = await star.ask({\n${lines.join('\n')}\n})\n`
}

const isEmpty = (value: unknown): boolean =>
  Array.isArray(value)
    ? value.length === 0
    : typeof value === 'object' && value !== null && Object.keys(value).length === 0

function literal(value: unknown): string {
  if (typeof value === 'string') return quoted(value)
  if (Array.isArray(value)) return `[${value.map(literal).join(', ')}]`
  if (typeof value !== 'object' || value === null) return String(value)
  const entries = Object.entries(value).map(
    ([name, one]) => `${/^[a-z_$][\w$]*$/i.test(name) ? name : quoted(name)}: ${literal(one)}`,
  )
  return `{ ${entries.join(', ')} }`
}

const quoted = (text: string): string =>
  `'${JSON.stringify(text).slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'")}'`
