import { once } from 'node:events'
import { basename } from 'node:path'
import type { CompleteConfig } from '../config.ts'
import { loadConfig } from '../project-files.ts'
import { startDashboard } from '../serve/dashboard/server.ts'
import { lakeOf } from './dashboard-lake.ts'
import { reportFailure } from './failure.ts'
import type { CommonOptions } from './options.ts'
import { bold, dim, print, printJson } from './text.ts'
import { ours } from './version.ts'

interface DashboardCommand extends CommonOptions {
  readonly port: number
}

/** Serves the dashboard of the published star until it is stopped. */
export async function dashboard({ config: file, json, port }: DashboardCommand): Promise<void> {
  const config = await loadConfig(file)
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
