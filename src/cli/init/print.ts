import { relative } from 'node:path'
import type { Schema } from '../../core/schema.ts'
import type { ProposedFact } from '../../propose/proposal.ts'
import { bold, counted, dim, print, warn } from '../text.ts'
import { foreignKeys, type Initialized, type WrittenFile } from './initialized.ts'

const MOST_LINES = 12
const WIDTH = 100

/** What was found, what was written, and what to do next. */
export function printInit(done: Initialized, version: string): void {
  const { source, schema, worthKnowing } = done
  print(`${bold('starlift')} ${version} · node ${process.versions.node.split('.').slice(0, 2).join('.')}\n`)
  point(`Source   ${source.label}   ${dim(`(${source.from})`)}`)
  if (source.connection !== null) point(`Connected ${source.connection} · read only`)
  point(`${sizes(done)}, ${keysText(schema)}`)
  printFacts(done)
  if (worthKnowing.length > 0) point('Worth knowing')
  for (const line of worthKnowing.slice(0, MOST_LINES)) print(wrapped(line))
  if (worthKnowing.length > MOST_LINES)
    print(`  · and ${worthKnowing.length - MOST_LINES} more:  --json  says them all`)
  print()
  for (const file of done.files) print(fileText(file))
  if (done.ignored.length > 0) print(`  ${'.gitignore'.padEnd(20)} ${done.ignored.join(', ')}   ${dim('(added)')}`)
  if (done.package === 'changed')
    print(`  ${'package.json'.padEnd(20)} a script, star, and starlift as a dev dependency   ${dim('(added)')}`)
  printNext(done)
}

const point = (text: string): void => print(`◇ ${text}`)

const sizes = ({ schema, rows, exact }: Initialized): string =>
  `${counted(schema.tables.length, 'table')}, ${exact ? '' : 'about '}${counted(rows, 'row')}, ${counted(foreignKeys(schema), 'foreign key')}`

function keysText({ tables }: Schema): string {
  const keyless = tables.filter(({ key }) => key.length === 0).map(({ name }) => name)
  if (keyless.length === 0) return 'every table has a key'
  const some = keyless.length > 4 ? [...keyless.slice(0, 3), `${keyless.length - 3} more`] : keyless
  return `no key: ${some.join(', ')}`
}

function printFacts({ proposal: { facts }, schema, exact }: Initialized): void {
  const [best, ...others] = facts
  if (!best) point(warn('No table can be a fact: none has a key. star.ts says what to do.'))
  if (!best) return
  point(`Best fact: ${factText(best, schema, exact)}`)
  if (best.reaches.length > 0) print(wrapped(`reaches ${best.reaches.join(' · ')}`, ''))
  for (const fact of others) point(`Fact too: ${factText(fact, schema, exact)}`)
}

function factText({ table, grain }: ProposedFact, { tables }: Schema, exact: boolean): string {
  const rows = tables.find(({ name }) => name === table)?.rows ?? 0
  const key = grain.length === 1 ? grain[0] : `(${grain.join(', ')})`
  return `${bold(table)}, one row per ${key}, ${exact ? '' : 'about '}${counted(rows, 'row')}`
}

/** A line under a point, broken where it is longer than a terminal is wide. */
function wrapped(text: string, mark = '· '): string {
  const lines = ['']
  for (const word of text.split(' ')) {
    const line = lines.at(-1)!
    if (line === '' || line.length + word.length + 5 < WIDTH)
      lines[lines.length - 1] = line === '' ? word : `${line} ${word}`
    else lines.push(word)
  }
  return lines.map((line, i) => `  ${i === 0 ? mark : ' '.repeat(mark.length)}${line}`).join('\n')
}

function fileText({ file, what, state }: WrittenFile): string {
  return `  ${file.padEnd(20)} ${state === 'kept' ? warn('kept as it was') : what}`
}

function printNext({ folder, package: manifest, passwordMissing }: Initialized): void {
  const place = relative(process.cwd(), folder)
  if (manifest === 'unreadable') print(`\n  ${warn('package.json')} is no JSON and stays as it is`)
  print(`\n  Next   ${place === '' ? '' : `cd ${place}   and   `}npx starlift run`)
  if (passwordMissing)
    print('         Before: put DATABASE_URL with its password into .env; no file that git sees holds it.')
  if (manifest === 'none')
    print('         For an editor that knows the model:  npm init -y  and  npm install --save-dev starlift')
}
