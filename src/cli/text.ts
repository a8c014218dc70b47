import { relative } from 'node:path'
import { stripVTControlCharacters, styleText } from 'node:util'

/** Colours only where a terminal shows them; NO_COLOR is obeyed by Node itself. */
const style = (format: Parameters<typeof styleText>[0], text: string): string =>
  styleText(format, text, { stream: process.stdout })

export const dim = (text: string): string => style('dim', text)
export const bold = (text: string): string => style('bold', text)
export const good = (text: string): string => style('green', text)
export const bad = (text: string): string => style('red', text)
export const warn = (text: string): string => style('yellow', text)

/** 9604190.61 → 9,604,190.61. */
export const grouped = (figure: string | number): string => {
  const [, sign, whole, rest] = /^(-?)(\d+)(.*)$/.exec(String(figure)) ?? []
  return whole === undefined ? String(figure) : `${sign}${whole.replace(/\B(?=(\d{3})+$)/g, ',')}${rest}`
}

export const counted = (count: number, noun: string, plural = `${noun}s`): string =>
  `${grouped(count)} ${count === 1 ? noun : plural}`

export function bytesText(bytes: number): string {
  const units = ['bytes', 'KB', 'MB', 'GB', 'TB']
  const power = bytes < 1000 ? 0 : Math.min(units.length - 1, Math.floor(Math.log10(bytes) / 3))
  const value = bytes / 1000 ** power
  return `${value >= 10 || power === 0 ? Math.round(value) : value.toFixed(1)} ${units[power]}`
}

export const seconds = (ms: number): string => `${(ms / 1000).toFixed(1)} s`

export const print = (line = ''): void => {
  process.stdout.write(`${line}\n`)
}

export const printJson = (value: unknown): void => print(JSON.stringify(value, null, 2))

export interface Cells {
  readonly head: readonly string[]
  readonly rows: readonly (readonly string[])[]
  /** Columns that hold numbers stand to the right. */
  readonly right: readonly boolean[]
}

/** Columns aligned, two blanks between them, a line under the head. */
export function tableText({ head, rows, right }: Cells): string {
  const widths = head.map((name, i) => Math.max(width(name), ...rows.map((row) => width(row[i]!))))
  const line = (cells: readonly string[]) =>
    cells
      .map((cell, i) => pad(cell, widths[i]!, right[i]!))
      .join('  ')
      .trimEnd()
  return [bold(line(head)), dim(widths.map((columns) => '─'.repeat(columns)).join('  ')), ...rows.map(line)].join('\n')
}

export const width = (text: string): number =>
  [...stripVTControlCharacters(text)].reduce((columns, char) => columns + (isWide(char) ? 2 : 1), 0)
const isWide = (char: string): boolean =>
  /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe4f\uff00-\uff60\uffe0-\uffe6]|\p{Emoji_Presentation}/u.test(
    char,
  )

function pad(text: string, columns: number, right: boolean): string {
  const blanks = ' '.repeat(Math.max(0, columns - width(text)))
  return right ? blanks + text : text + blanks
}

export const isRemote = (lake: string): boolean => lake.startsWith('s3://')

/** Where the lake is, as people see it from here. */
export const lakeText = (lake: string): string => (isRemote(lake) ? lake : relative(process.cwd(), lake) || '.')
