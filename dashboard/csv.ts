import type { AnswerToAsk } from '../src/serve/ask.ts'
import type { Asked } from '../src/serve/asked.ts'
import type { PageStar } from '../src/serve/dashboard/served-page.ts'

/** RFC 4180 below comments that say what was asked, of which version. NULL is nothing, an empty text is `""`. */
export function csvOf({ columns, rows }: AnswerToAsk, question: Asked, star: PageStar): string {
  const isCompared = question.compare !== undefined
  const head = columns.flatMap(({ name, kind }) =>
    isCompared && kind === 'measure' ? [name, `${name} before`] : [name],
  )
  const lines = rows.map(({ values, previous }) =>
    columns.flatMap(({ name, kind }) =>
      isCompared && kind === 'measure' ? [values[name] ?? null, previous?.[name] ?? null] : [values[name] ?? null],
    ),
  )
  const about = [
    `# version ${star.version}, published ${star.published}, equals ${star.witness} (${star.position})`,
    `# ${JSON.stringify(question)}`,
  ]
  return [...about, ...[head, ...lines].map((cells) => cells.map(cell).join(','))].map((line) => `${line}\r\n`).join('')
}

const cell = (value: string | null): string =>
  value === null ? '' : value === '' || /[",\r\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value
