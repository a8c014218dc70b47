import { once } from 'node:events'
import { relative, resolve } from 'node:path'
import type { Engine } from '../core/engine.ts'
import { awsCliVersion, awsCliWarning } from '../sandbox/aws-cli.ts'
import { refuseRealCredentials } from '../sandbox/environment.ts'
import { parseInstance } from '../sandbox/rds/instance.ts'
import { type Sandbox, startSandbox } from '../sandbox/sandbox.ts'
import type { CommonOptions } from './options.ts'
import { bold, dim, print, printJson, warn } from './text.ts'

interface SandboxOptions extends CommonOptions {
  readonly port: number
  readonly folder: string
  readonly region: string
  readonly reset?: boolean
  readonly ignoreCredentials?: boolean
  readonly rds?: readonly string[]
  readonly spark?: string
  readonly sparkJars?: readonly string[]
  readonly sparkPackages?: readonly string[]
}

/** Loaded with the first query: starting takes no longer for it. */
const openEngine = async (scratch: string): Promise<Engine> => (await import('../config.ts')).sandboxEngine(scratch)

/** Serves until it is stopped. */
export async function sandbox({ json, ignoreCredentials, rds = [], ...options }: SandboxOptions): Promise<void> {
  if (!ignoreCredentials) refuseRealCredentials(process.env)
  const stopped = Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')])
  await using running = await startSandbox({
    ...options,
    openEngine,
    rds: rds.map(parseInstance),
    spark: {
      program: options.spark,
      jars: options.sparkJars?.map((jar) => resolve(jar)),
      packages: options.sparkPackages,
    },
  })
  const version = await started(running, json ?? false)
  const warning = awsCliWarning(version, running.region)
  if (warning && !json) print(`${warn('warning')}  ${warning}\n`)
  await stopped
}

const environmentOf = ({ url, region }: Sandbox): Readonly<Record<string, string>> => ({
  AWS_ENDPOINT_URL: url,
  AWS_REGION: region,
  AWS_DEFAULT_REGION: region,
  AWS_ACCESS_KEY_ID: 'test',
  AWS_SECRET_ACCESS_KEY: 'test',
})

/** Says where it is at once; what the installed AWS CLI would do wrong takes a moment longer to find out. */
async function started(running: Sandbox, json: boolean): Promise<string | undefined> {
  const environment = environmentOf(running)
  if (json) printJson({ url: running.url, folder: running.folder, region: running.region, environment })
  else {
    print(`sandbox  ${bold(running.url)}   in ${relative('.', running.folder) || '.'}\n`)
    for (const [name, value] of Object.entries(environment)) print(`  export ${name}=${value}`)
    print(
      `\n${dim('Open it in a browser to see what it holds. It answers this machine alone.\nCtrl-C ends it; what it holds is kept.')}\n`,
    )
  }
  return awsCliVersion()
}
