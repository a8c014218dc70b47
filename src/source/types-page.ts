import { typeText } from '../core/schema.ts'
import { columnType, TYPE_RULES } from './column-type.ts'

const BEFORE = `# Types

What each MySQL and MariaDB type becomes. Values keep every digit and every byte; a type without an exact home is refused by name, and
only when the model uses the column. This page is made by \`node scripts/types-page.ts\` from the table that the code uses.

| MySQL, MariaDB | here | |
|---|---|---|
`

const AFTER = `
In \`types\` of the config a column may be taken otherwise: \`'text'\` (any but bytes and bits), \`'bytes'\` (vector), \`'boolean'\` (tinyint(1),
while it holds only 0 and 1) and \`'decimal(p,s)'\` (decimals; a value that does not fit exactly stops the run).
`

/** The text of \`docs/types.md\`. */
export const typesPage = (): string =>
  BEFORE + TYPE_RULES.flatMap(({ examples, note }) => examples.map((each) => line(each, note))).join('') + AFTER

function line(declared: string, note: string): string {
  const type = columnType(declared)
  const here = type.kind === 'refused' ? `refused: ${type.reason}; ${type.remedy}` : typeText(type)
  return `| ${declared} | ${here} | ${type.kind === 'refused' ? '' : note} |\n`
}
