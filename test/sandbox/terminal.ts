import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { pythonEnvironment } from '../servers/python.ts'

/** Runs lines of bash one after the other, as in a terminal where the sandbox's variables are exported; gives what they print. */
export type Terminal = (script: string, env?: Readonly<Record<string, string>>) => Promise<string>

/** A terminal with the AWS CLI, in a folder. */
export async function openTerminal(url: string, folder: string): Promise<Terminal> {
  const run = await pythonEnvironment(['boto3==1.43.11', 'awscli==1.45.11'])
  const python = await run<string>('result = _sys.executable')
  const exported = {
    PATH: process.env.PATH ?? '',
    HOME: folder,
    AWS_ENDPOINT_URL: url,
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
    AWS_DEFAULT_REGION: 'eu-west-1',
    AWS_EC2_METADATA_DISABLED: 'true',
  }
  const prelude = `aws() { "${python}" -m awscli "$@"; }
command -v jq > /dev/null || jq() { "${python}" -c 'import json, sys; print(json.load(sys.stdin)[sys.argv[2][1:]])' "$@"; }
`
  return async (script, env = {}) => {
    const { stdout } = await promisify(execFile)('bash', ['-euo', 'pipefail', '-c', prelude + script], {
      cwd: folder,
      env: { ...exported, ...env },
    })
    return stdout.trim()
  }
}
