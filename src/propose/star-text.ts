import { listed, property, quoted } from '../model/schema-tables.ts'
import { calledIn } from './imports.ts'
import type {
  Place,
  Proposal,
  ProposedColumn,
  ProposedDimension,
  ProposedFact,
  ProposedMeasure,
  ProposedValue,
} from './proposal.ts'

/** The text of star.ts. */
export function starText(proposal: Proposal): string {
  const { dimensions, facts } = proposal
  const built = [...(dimensions.length > 0 ? ['dimension'] : []), ...(facts.length > 0 ? ['fact'] : [])]
  return [
    imports(proposal),
    ...(built.length > 0 ? [`${ABOUT}const { ${built.join(', ')} } = from(database)\n`] : []),
    ...dimensions.map((dimension) => `${dimensionText(dimension)}\n`),
    ...facts.map((fact) => `${factText(fact)}\n`),
    ...(proposal.leftOut.length > 0 ? [`// Not here:\n${proposal.leftOut.map(comment).join('')}`] : []),
    facts.length > 0 ? end(proposal) : EMPTY,
  ].join('\n')
}

const ABOUT =
  '// Proposed from the foreign keys, and yours from here on. A dimension has one member per row of its table; what its rows\n' +
  '// lead to is reached by names of relations, as far as you like.\n'

const EMPTY = `// No table has a key, and a fact needs one: name the columns that identify a row in starlift.config.ts,
//   pull: { keys: { orders: ['id'] } }
// then run  npx starlift pull , delete this file, and run  npx starlift init  again. Each run will prove the key.
export default star({})
`

const imports = (proposal: Proposal): string =>
  `import { ${calledIn(proposal).join(', ')} } from 'starlift'\n${proposal.facts.length > 0 ? "import { database } from './schema.ts'\n" : ''}`

const WIDTH = 120

/** Names of the database may hold anything. */
const oneLine = (text: string): string => text.replace(/[\r\n\u2028\u2029]+/g, '⏎')

/** A sentence as comment lines of at most 120 characters. */
function comment(sentence: string): string {
  const lines = ['//']
  for (const word of oneLine(sentence).split(/ (?! )/)) {
    if (lines.at(-1)!.length + word.length < WIDTH) lines.push(`${lines.pop()} ${word}`)
    else lines.push(`// ${word}`)
  }
  return lines.map((line) => `${line}\n`).join('')
}

function dimensionText({ variable, table, name, columns, notes }: ProposedDimension): string {
  const row = rowOf(table)
  const lines = columns.map((column) => columnText(column, row))
  const above = notes.map(comment).join('')
  const head = `${above}const ${variable} = dimension(`
  if (name === null && lines.length === 0) return `${head}${quoted(table)}, () => ({}))`
  if (name === null) return `${head}${quoted(table)}, (${row}) => ({\n${indented(lines)}}))`
  const attributes =
    lines.length === 0 ? '() => ({})' : `(${row}) => ({\n${indented(indented(lines).trimEnd().split('\n'))}  })`
  return `${head}\n  ${quoted(table)},\n  ${attributes},\n  { name: ${quoted(name)} },\n)`
}

const rowOf = (table: string): string => /^[a-z]/i.exec(table)?.[0]?.toLowerCase() ?? 'r'

const indented = (lines: readonly string[]): string => lines.map((line) => `  ${line}\n`).join('')

function factText({ variable, table, grain, row, columns, on, measures, notes }: ProposedFact): string {
  const lines = columns.map((column) => columnText(column, row))
  const above = comment(`One row per ${grain.length === 1 ? grain[0] : `(${grain.join(', ')})`} of ${table}.`)
  const callback = lines.length === 0 ? '() => ({})' : `(${row}) => ({\n${indented(lines)}})`
  const head = `${above}${notes.map(comment).join('')}const ${variable} = fact(${quoted(table)}, ${callback})`
  return on === null
    ? `${head}.measures(${measureText(measures, '')})`
    : `${head}\n  .on(${quoted(on)})\n  .measures(${measureText(measures, '  ')})`
}

function measureText(measures: readonly ProposedMeasure[], indent: string): string {
  const entries = measures.map(({ name, kind, over }) => `${property(name)}: ${kind}(${over.map(quoted).join(', ')})`)
  const line = `{ ${entries.join(', ')} }`
  return entries.length < 3 && line.length < 80
    ? line
    : `{\n${entries.map((entry) => `${indent}  ${entry},\n`).join('')}${indent}}`
}

function columnText({ label, value, note }: ProposedColumn, row: string): string {
  return `${property(label)}: ${valueText(value, row)},${note === undefined ? '' : ` // ${oneLine(note)}`}`
}

function valueText(value: ProposedValue, row: string): string {
  switch (value.kind) {
    case 'member':
      return `${value.dimension}.at(${access(row, value.path)})`
    case 'date':
      return value.moment ? `dates.at(day(${place(row, value)}, 'UTC'))` : `dates.at(${place(row, value)})`
    case 'product':
      return `times(${place(row, value.quantity)}, ${place(row, value.price)})`
    case 'column':
      return value.mark ? `${value.mark}(${place(row, value)})` : place(row, value)
  }
}

const place = (row: string, { path, column }: Place): string => access(row, [...path, column])

const access = (row: string, names: readonly string[]): string =>
  names.reduce((text, name) => text + (/^[A-Za-z_$][\w$]*$/.test(name) ? `.${name}` : `[${quoted(name)}]`), row)

const GROUPS = '// reconcile: the groups that each receipt shows, source beside star.\n'

function end({ facts, reconcile }: Proposal): string {
  const given = `{ ${facts.map(({ variable }) => variable).join(', ')} }`
  if (reconcile.length === 0) return `export default star(${given})\n`
  const groups = reconcile.map(([fact, paths]) => `${fact}: ${listed(paths)}`)
  const line = `  { reconcile: { ${groups.join(', ')} } },`
  const short = `export default star(${given}, { reconcile: { ${groups.join(', ')} } })`
  if (short.length <= WIDTH) return `${GROUPS}${short}\n`
  const options =
    line.length <= WIDTH
      ? line
      : `  {\n    reconcile: {\n${groups.map((group) => `      ${group},\n`).join('')}    },\n  },`
  return `${GROUPS}export default star(\n  ${given},\n${options}\n)\n`
}
