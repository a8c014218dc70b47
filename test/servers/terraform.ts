import { execFile, execFileSync } from 'node:child_process'
import { cpSync } from 'node:fs'
import { promisify } from 'node:util'

const execute = promisify(execFile)
const PROVIDER = 'terraform-provider-aws*'

/**
 * The folder that `terraform init -plugin-dir` takes: TF_PLUGIN_DIR, or one on this machine that holds the AWS provider. Undefined where
 * there is none, or no `terraform`: neither can be had from a package registry.
 */
export function terraformPlugins(): string | undefined {
  try {
    execFileSync('terraform', ['version'], { env: environment({}), stdio: 'ignore' })
  } catch {
    return undefined
  }
  return process.env.TF_PLUGIN_DIR ?? findPlugins()
}

function findPlugins(): string | undefined {
  try {
    const found = execFileSync('find', ['/', '-xdev', '-maxdepth', '8', '-name', PROVIDER, '-type', 'f'], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    })
    return /^(.*)\/[^/]+\/hashicorp\/aws\//m.exec(found)?.[1]
  } catch (error) {
    // `find` says 1 for folders that it may not read; what it found is there all the same.
    return /^(.*)\/[^/]+\/hashicorp\/aws\//m.exec(String((error as { stdout?: string }).stdout))?.[1]
  }
}

/** Nothing of ours: with a configuration of its own, Terraform would look elsewhere for providers. */
const environment = (extra: Readonly<Record<string, string>>): Record<string, string> => ({
  PATH: process.env.PATH ?? '',
  HOME: process.env.HOME ?? '',
  CHECKPOINT_DISABLE: '1',
  TF_IN_AUTOMATION: '1',
  ...extra,
})

export interface Told {
  readonly code: number
  readonly text: string
}

/** Runs Terraform commands in a copy of a module, which `folder` becomes. */
export function terraformIn(folder: string, module: string, extra: Readonly<Record<string, string>>) {
  cpSync(module, folder, { recursive: true })
  return async (...args: string[]): Promise<Told> => {
    try {
      const { stdout } = await execute('terraform', args, {
        cwd: folder,
        env: environment(extra),
        maxBuffer: 64 * 1024 * 1024,
      })
      return { code: 0, text: stdout }
    } catch (error) {
      const { code, stdout, stderr } = error as { code: number; stdout: string; stderr: string }
      return { code, text: stdout + stderr }
    }
  }
}
