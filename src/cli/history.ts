import { adaptersOf } from '../config.ts'
import { StarliftError } from '../core/error.ts'
import * as maintain from '../pipeline/maintain.ts'
import type { StarVersion } from '../pipeline/served.ts'
import { loadConfig } from '../project-files.ts'
import { proofCount } from '../prove/receipt.ts'
import type { CommonOptions } from './options.ts'
import { bytesText, counted, grouped, lakeText, print, printJson, seconds, tableText } from './text.ts'

export async function versions({ config, json }: CommonOptions): Promise<void> {
  const list = await maintain.versions(adaptersOf(await loadConfig(config)))
  if (json) return printJson(list)
  if (list.length === 0) return print('Nothing is published yet.   npx starlift run')
  const rows = list.map((version, i) => [
    `${version.version}${i === 0 ? ' ✓' : ''}`,
    version.published.slice(0, 19).replace('T', ' '),
    grouped(factRows(version)),
    String(proofCount(version.receipt)),
    bytesText(bytesOf(version)),
    version.source.label,
    version.rollbackOf === undefined ? version.run : `rollback to ${version.rollbackOf}`,
  ])
  print(
    tableText({
      head: ['version', 'published (UTC)', 'fact rows', 'proofs', 'size', 'source', 'run'],
      rows,
      right: [false, false, true, true, true, false, false],
    }),
  )
}

const filesOf = (version: StarVersion) => Object.values(version.tables).flatMap(({ files }) => files)
const bytesOf = (version: StarVersion): number => filesOf(version).reduce((sum, { bytes }) => sum + bytes, 0)
const factRows = (version: StarVersion): number =>
  Object.values(version.tables).reduce((sum, { kind, rows }) => sum + (kind === 'fact' ? rows : 0), 0)

export async function runs({ config, json }: CommonOptions): Promise<void> {
  const list = await maintain.runs(adaptersOf(await loadConfig(config)))
  if (json) return printJson(list)
  if (list.length === 0) return print('There was no run yet.   npx starlift run')
  const rows = list.map(({ run, state, started, ended, steps, version, error }) => [
    run,
    state,
    ended ? seconds(Date.parse(ended) - Date.parse(started)) : '',
    String(steps.length),
    version === null ? '' : String(version),
    error ? `${error.code}  ${error.what}` : '',
  ])
  print(
    tableText({
      head: ['run', 'state', 'time', 'steps', 'version', 'failure'],
      rows,
      right: [false, false, true, true, true, false],
    }),
  )
}

export async function rollback({ config, json }: CommonOptions, to?: string): Promise<void> {
  const version = await maintain.rollback(
    adaptersOf(await loadConfig(config)),
    to === undefined ? undefined : versionNumber(to),
  )
  if (json) return printJson(version)
  print(`Version ${version.version} serves version ${version.rollbackOf} again; keys stay those of the newest run.`)
}

function versionNumber(text: string): number {
  if (/^[1-9]\d*$/.test(text)) return Number(text)
  throw new StarliftError('USAGE', {
    operation: 'rollback',
    subject: text,
    what: `${text} is not the number of a version`,
    next: 'npx starlift versions  lists them.',
  })
}

export async function vacuum({ config, json, keep }: CommonOptions & { readonly keep?: number }): Promise<void> {
  const complete = await loadConfig(config)
  const removed = await maintain.vacuum(adaptersOf(complete), keep)
  if (json) return printJson(removed)
  print(
    `Removed ${counted(removed.versions.length, 'version')} and ${counted(removed.files.length, 'file')} from ${lakeText(complete.lake)}.`,
  )
}
