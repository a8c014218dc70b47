/** Data that can be written as a Python literal. */
export type Plain = null | boolean | number | string | readonly Plain[] | { readonly [name: string]: Plain }

const WIDTH = 110

/** Data as Python writes it, one line where it fits; SQL of several lines stays as it is, in raw strings. */
export function pythonText(value: Plain, indent = ''): string {
  if (value === null) return 'None'
  if (typeof value === 'boolean') return value ? 'True' : 'False'
  if (typeof value === 'number') return String(value)
  if (typeof value === 'string') return stringText(value)
  const [open, close] = Array.isArray(value) ? ['[', ']'] : ['{', '}']
  const parts = Array.isArray(value)
    ? (value as readonly Plain[]).map((one) => pythonText(one, `${indent}    `))
    : Object.entries(value).map(([name, one]) => `${JSON.stringify(name)}: ${pythonText(one, `${indent}    `)}`)
  const line = `${open}${parts.join(', ')}${close}`
  if (!line.includes('\n') && indent.length + line.length <= WIDTH) return line
  return `${open}\n${parts.map((part) => `${indent}    ${part},\n`).join('')}${indent}${close}`
}

/** A raw string keeps backslashes and line ends; where text cannot stand in one, JSON's escapes are Python's too. */
export function stringText(text: string): string {
  if (!text.includes('\n') || text.includes('"""') || text.endsWith('"') || text.endsWith('\\'))
    return JSON.stringify(text)
  return `r"""\n${text}\n"""`
}
