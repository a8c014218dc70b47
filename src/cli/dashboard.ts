import { once } from 'node:events'
import { writeFile } from 'node:fs/promises'
import { basename } from 'node:path'
import type { CompleteConfig } from '../config.ts'
import { StarliftError } from '../core/error.ts'
import { loadConfig } from '../project-files.ts'
import { shownOf } from '../serve/dashboard/open-versions.ts'
import { savedPage } from '../serve/dashboard/saved-page.ts'
import { startDashboard } from '../serve/dashboard/server.ts'
import { lakeOf } from './dashboard-lake.ts'
import { reportFailure } from './failure.ts'
import type { CommonOptions } from './options.ts'
import { bold, bytesText, dim, print, printJson } from './text.ts'
import { ours } from './version.ts'

interface DashboardCommand extends CommonOptions {
  readonly port: number
  readonly export?: string
  readonly view?: string
}

/** Serves the dashboard of the published star until it is stopped, or writes it as one file. */
export async function dashboard({
  config: file,
  json,
  port,
  view = '',
  export: target,
}: DashboardCommand): Promise<void> {
  const config = await loadConfig(file)
  if (target !== undefined) return exportPage(config, { target, view, json: json ?? false })
  const stopped = Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')])
  const onFault = (error: unknown) => void reportFailure(error, { json: false })
  await using running = await startDashboard(lakeOf(config), { port, ...aboutOf(config), onFault })
  if (json) printJson({ url: running.url })
  else
    print(
      `dashboard  ${bold(running.url)}\n\n${dim('It answers this machine alone, and only with that token. Ctrl-C ends it.')}`,
    )
  await stopped
}

const aboutOf = (config: CompleteConfig) => ({ title: basename(config.folder), program: ours.version })

async function exportPage(
  config: CompleteConfig,
  { target, view, json }: { readonly target: string; readonly view: string; readonly json: boolean },
): Promise<void> {
  const lake = lakeOf(config)
  const shown = await shownOf(await lake.open(), aboutOf(config))
  await using _opened = shown.opened
  const html = await savedPage(shown, view, await lake.runs())
  await writeFile(target, html).catch((cause: unknown) => Promise.reject(unwritable(target, cause)))
  const { version } = shown.star
  const isWhole = !html.includes('"cubes":null')
  if (json) return printJson({ file: target, bytes: Buffer.byteLength(html), version, filters: isWhole })
  print(
    `${bold(target)}  ${bytesText(Buffer.byteLength(html))}, version ${version}${isWhole ? '' : '; the star is too large to take along whole: it shows this one view, without filters'}`,
  )
}

const unwritable = (target: string, cause: unknown): StarliftError =>
  new StarliftError('USAGE', {
    operation: 'export',
    subject: target,
    what: `${target} cannot be written`,
    lines: [String((cause as Error).message)],
    next: 'Name a file in a folder that is there and that you may write in.',
    cause,
  })
