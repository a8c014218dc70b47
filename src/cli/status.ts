import { adaptersOf } from '../config.ts'
import { costOf, openGlueJobs, type RunOfJob } from '../deploy/glue-jobs.ts'
import { newestVersion } from '../lake/version.ts'
import * as maintain from '../pipeline/maintain.ts'
import { loadConfig } from '../project-files.ts'
import type { Receipt } from '../prove/receipt.ts'
import { proofCount } from '../prove/receipt.ts'
import type { CommonOptions } from './options.ts'
import { counted, good, print, printJson, seconds, tableText } from './text.ts'

/** How many runs of the job are shown. */
const MOST = 5

/** What is served, whether it is proven, and how the last runs went, here and on AWS. */
export async function status({ config: path, json }: CommonOptions): Promise<void> {
  const config = await loadConfig(path)
  const adapters = adaptersOf(config)
  const version = await newestVersion(adapters.store)
  const [last] = await maintain.runs(adapters)
  const job = config.aws && `${config.aws.project}-etl-job`
  const jobRuns = job ? await (await openGlueJobs()).runs(job, MOST) : []
  if (json) return printJson({ served: version?.version ?? null, published: version?.published ?? null, last, jobRuns })
  if (version) {
    const proofs = counted(proofCount(version.receipt as Receipt), 'figure')
    print(`served   version ${version.version}, published ${version.published.slice(0, 16).replace('T', ' ')} UTC`)
    print(`         ${proofs} equal ${(version.receipt as Receipt).witness} ${good('✓')}`)
  } else print('served   nothing is published yet')
  if (last) print(`last run ${last.run} ${last.state}${last.error ? `: ${last.error.code}  ${last.error.what}` : ''}`)
  if (job) printJobRuns(job, jobRuns)
}

function printJobRuns(job: string, runs: readonly RunOfJob[]): void {
  if (runs.length === 0) {
    print(`job      ${job} has not run yet`)
    return
  }
  print(`\n${job}`)
  const rows = runs.map((run) => [
    run.started.slice(0, 19).replace('T', ' '),
    run.state,
    seconds(1000 * run.seconds),
    `${costOf(run).toFixed(3)} USD`,
    run.message?.slice(0, 90) ?? '',
  ])
  print(
    tableText({ head: ['started (UTC)', 'state', 'time', 'cost', ''], rows, right: [false, false, true, true, false] }),
  )
}
