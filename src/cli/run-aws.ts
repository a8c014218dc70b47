import { openStore, openStoreAt } from '../config.ts'
import { StarliftError } from '../core/error.ts'
import { costOf, openGlueJobs } from '../deploy/glue-jobs.ts'
import { versionPath } from '../lake/version.ts'
import { type OpenProject, openProject } from '../open-project.ts'
import { runRemote } from '../pipeline/remote-run.ts'
import { stageOut } from '../pipeline/stage-out.ts'
import { loadConfig } from '../project-files.ts'
import type { CommonOptions } from './options.ts'
import { showProgress } from './progress.ts'
import { printReceipt } from './receipt.ts'
import { lakeText, print, printJson, seconds } from './text.ts'

export interface RemoteOptions extends CommonOptions {
  /** Read the source from here, in one view, and let the job start from that. */
  readonly stage?: boolean
}

/** How often a run is looked at: at AWS seldom, on this machine often. */
const everyMs = (): number => (/\/\/(127\.0\.0\.1|localhost)\b/.test(process.env.AWS_ENDPOINT_URL ?? '') ? 300 : 3000)

/** A run of the star's job in Glue, with the same progress, and the same receipt at its end. */
export async function runOnAws({ config: path, json, stage = false }: RemoteOptions): Promise<void> {
  const config = await loadConfig(path)
  const job = jobOf(config.aws?.project)
  const listener = json ? () => {} : showProgress(lakeText(config.lake))
  const args = stage ? { '--stage': await stageFirst(await openProject(path)) } : {}
  const begun = performance.now()
  const jobs = await openGlueJobs()
  if (!json) print(`start    ${job}`)
  const { version, record, run } = await runRemote({
    store: openStore(config),
    jobs,
    job,
    args,
    listener,
    every: everyMs(),
  })
  if (json) return printJson({ run: record, version, job: run })
  printReceipt(version, `${config.lake}/${versionPath(version.version)}`)
  print(`cost     ${seconds(1000 * run.seconds)} of ${run.units} units: ${costOf(run).toFixed(3)} USD`)
  print(`\nDone in ${seconds(performance.now() - begun)}.   npx starlift ask  says what can be asked`)
}

export function jobOf(project: string | undefined): string {
  if (project !== undefined) return `${project}-etl-job`
  throw new StarliftError('CONFIG', {
    operation: 'run on AWS',
    subject: 'aws',
    what: 'The config does not say which job runs the star on AWS',
    next: "npx starlift deploy  writes it; then add  aws: { project: '…' }  to the config.",
  })
}

async function stageFirst(project: OpenProject): Promise<string> {
  const place = `${project.config.lake.replace(/\/+$/, '')}/_starlift/staged`
  const staged = await stageOut(project, openStoreAt(place, project.config), {})
  print(`staged   ${place}   at ${staged.source.position}`)
  return place
}
