import { type Cells, tableText, width } from './text.ts'

/** Columns of text that a page may take. */
export const PAGE = 100
const GAP = 2
/** A column is not made narrower than this. */
const LEAST = 6

/** Text of others in one line, and nothing in it that a terminal would obey. */
export const oneLine = (text: string): string =>
  text
    .replace(/\r?\n|\r/g, '⏎')
    .replaceAll('\t', '⇥')
    .replace(/\p{Cc}/gu, '·')

/** One line of text, cut to so many columns. */
export function cut(text: string, columns: number): string {
  const line = oneLine(text)
  if (width(line) <= columns) return line
  let kept = ''
  for (const char of line) {
    if (width(kept + char) > columns - 1) break
    kept += char
  }
  return `${kept}…`
}

/** A table that is no wider than the page: the widest columns are cut first, and the names in the first last of all. Cells hold no colours. */
export function fittedTable({ head, rows, right }: Cells): string {
  const widths = head.map((name, i) => Math.max(width(name), ...rows.map((row) => width(row[i]!))))
  while (widths.reduce((sum, each) => sum + each + GAP, -GAP) > PAGE) {
    const widest = Math.max(...widths.slice(1))
    if (widest > LEAST) widths[widths.indexOf(widest, 1)]!--
    else if (widths[0]! > LEAST) widths[0]!--
    else break
  }
  const fitted = (cells: readonly string[]): string[] => cells.map((cell, i) => cut(cell, widths[i]!))
  return tableText({ head: fitted(head), rows: rows.map(fitted), right })
}

/** Words in lines of the page's width, each after the first under the text of the first. */
export function wrapped(label: string, text: string): string {
  const lines: string[] = []
  let line = ''
  for (const word of oneLine(text).split(' ')) {
    if (line !== '' && width(label) + width(line) + 1 + width(word) > PAGE) {
      lines.push(line)
      line = word
    } else line = line === '' ? word : `${line} ${word}`
  }
  return [...lines, line].map((each, i) => `${i === 0 ? label : ' '.repeat(width(label))}${each}`).join('\n')
}
