import type { SchemaChange } from '../model/schema-changes.ts'
import type { TouchedLine, TouchedLines } from './pull-lines.ts'
import { bold, counted, dim, good, warn } from './text.ts'

/** What changed, table by table: what went and what came, and what is otherwise. */
export function changesText(changes: readonly SchemaChange[]): string {
  const width = Math.max(...changes.map(({ of, name }) => (of === 'key' ? 'key' : name).length))
  const tables = Map.groupBy(changes, ({ table }) => table)
  return [...tables]
    .map(([table, all]) => {
      const [whole] = all.filter(({ of }) => of === 'table')
      if (whole) return changeText(whole, bold(table))
      return [bold(table), ...all.map((change) => `  ${changeText(change, nameOf(change).padEnd(width))}`)].join('\n')
    })
    .join('\n')
}

const nameOf = ({ of, name }: SchemaChange): string => (of === 'key' ? 'key' : name)

function changeText({ before, after, renamed }: SchemaChange, name: string): string {
  if (before === null) return `${good('+')} ${name}   ${after}`
  const now = renamed.length > 0 ? `   renamed to ${renamed.join(' or ')}?` : ''
  return after === null ? `${warn('-')} ${name}   ${before}${now}` : `${warn('~')} ${name}   ${before}, now ${after}`
}

/** Which lines of the model the change breaks, and which it may break; empty where there are none. */
export function linesText({ breaks, mayBreak, otherwise }: TouchedLines): string {
  const parts = [
    ...(otherwise === null ? [] : [`The model fails otherwise: ${otherwise}`]),
    ...(breaks.length > 0
      ? [
          `${warn(`${counted(breaks.length, 'line')} of your model`)} ${breaks.length === 1 ? 'breaks' : 'break'}`,
          ...breaks.map(lineText),
        ]
      : []),
    ...(mayBreak.length > 0
      ? [`${counted(mayBreak.length, 'line')} may break: what it uses has changed`, ...mayBreak.map(lineText)]
      : []),
  ]
  return parts.join('\n')
}

const lineText = ({ file, line, text, why }: TouchedLine): string =>
  [`  ${bold(`${file}:${line}`)}   ${dim(text)}`, ...why.map((one) => `    ${one}`)].join('\n')
