import type { StarVersion } from '../pipeline/served.ts'
import { proofCount, type TableProof } from '../prove/receipt.ts'
import { bytesText, counted, dim, good, grouped, print, warn } from './text.ts'

const tick = good('✓')

/** What was proven and published, as a run ends. */
export function printReceipt(version: StarVersion, manifest: string): void {
  const { receipt } = version
  for (const { check, failing } of receipt.checks) {
    if (failing > 0)
      print(
        `check    ${check}: ${counted(failing, 'row')} ${failing === 1 ? 'leads nowhere and gets' : 'lead nowhere and get'} the missing member`,
      )
  }
  const holding = receipt.checks.filter(({ failing }) => failing === 0).length
  print(`check    ${counted(holding, 'check')} of keys, relations and the model ${tick}`)
  print(`${`prove    against ${receipt.witness}`.padEnd(45)}${'source'.padStart(18)}${'star'.padStart(18)}`)
  const staged = `         ${counted(receipt.stage.lines.length, 'figure')} of the staged rows`
  print(`${staged.padEnd(45)}${'equal'.padStart(36)}   ${tick}`)
  for (const table of receipt.star.tables.filter(({ table: name }) => version.tables[name]?.kind === 'fact'))
    printFact(table)
  print(`         ${counted(proofCount(receipt), 'comparison')} in all`)
  for (const warning of receipt.warnings) print(`${warn('warning')}  ${warning}`)
  for (const note of receipt.notes) print(`note     ${note}`)
  printPublished(version, manifest)
}

function printFact({ table, lines, groups }: TableProof): void {
  for (const { figure, source, star } of lines) {
    const [left, right] =
      figure === 'content' ? [digest(source), digest(star)] : [grouped(source ?? '–'), grouped(star ?? '–')]
    print(row(`${table} ${figure}`, left, right))
  }
  for (const { path, groups: count } of groups)
    print(row(`${table} by ${path}`, counted(count, 'group'), counted(count, 'group')))
}

const row = (label: string, source: string, star: string): string =>
  `${`         ${label}`.padEnd(45)}${source.padStart(18)}${star.padStart(18)}   ${tick}`

/** The end of a long digest: enough for people to compare. */
const digest = (text: string | null): string => `…${(text ?? '').slice(-8)}`

function printPublished({ version, basedOn, tables }: StarVersion, manifest: string): void {
  const files = Object.values(tables).flatMap((table) => table.files)
  const bytes = files.reduce((sum, file) => sum + file.bytes, 0)
  print(
    `publish  version ${version} · ${counted(files.length, 'file')}, ${bytesText(bytes)} · previous: ${basedOn ?? 'none'}`,
  )
  print(`receipt  ${dim(manifest)}`)
}
