import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import type { Command } from './launch.ts'
import type { RunLog } from './run-log.ts'

/** A script that runs, with all that it has started. */
export interface ScriptProcess {
  /** How it ended: undefined where it came to its end, else why not. */
  readonly ended: Promise<string | undefined>
  /** Ends it and what it has started; at once where it does not go by itself in five seconds. */
  kill(): void
}

const PATIENCE_MS = 5000

export function startScript(
  { program, args, env, outcome }: Command,
  { folder, logs }: { readonly folder: string; readonly logs: readonly [output: RunLog, error: RunLog] },
): ScriptProcess {
  // A group of its own: Spark's JVM and Python's workers end with it. Its stdin ends when this process does, however it ends.
  const child = spawn(program, args, { cwd: folder, env: { ...env }, detached: true, stdio: 'pipe' })
  child.stdin.on('error', () => {})
  logs[0].follow(child.stdout)
  logs[1].follow(child.stderr)
  const ended = new Promise<string | undefined>((resolve) => {
    child.once('error', (error) => resolve(`${program} could not be started: ${error.message}`))
    child.once('close', (code, signal) => resolve(reason(outcome, code, signal)))
  })
  return { ended, kill: () => killGroup(child) }
}

function killGroup(child: ChildProcess): void {
  signalGroup(child, 'SIGTERM')
  const killing = setTimeout(() => signalGroup(child, 'SIGKILL'), PATIENCE_MS)
  child.once('close', () => {
    clearTimeout(killing)
    signalGroup(child, 'SIGKILL')
  })
}

function signalGroup({ pid }: ChildProcess, signal: NodeJS.Signals): void {
  try {
    if (pid !== undefined) process.kill(-pid, signal)
  } catch {
    // Nobody of the group is left.
  }
}

/** The launcher says that the script came to its end, or what it raised. Without its word nothing has succeeded. */
function reason(outcome: string, code: number | null, signal: string | null): string | undefined {
  const said = existsSync(outcome) ? (JSON.parse(readFileSync(outcome, 'utf8')) as { error: string | null }) : undefined
  if (said && said.error !== null) return said.error
  if (said && code === 0) return undefined
  return signal === null ? `Command failed with exit code ${code}` : `Command was ended by ${signal}`
}
