import { spawnSync } from 'node:child_process'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** One test process after the other: apt waits for nobody. */
const LOCK = join(tmpdir(), 'starlift-apt.lock')

/** Installs packages of Debian where this process may; whoever needs them looks whether they are there. */
export function aptInstall(...packages: readonly string[]): void {
  if (process.getuid?.() !== 0 || spawnSync('sh', ['-c', 'command -v apt-get']).status !== 0) return
  const command = `apt-get update -q && apt-get install -qy --no-install-recommends ${packages.join(' ')}`
  spawnSync('flock', [LOCK, 'sh', '-c', command], {
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    timeout: 600_000,
  })
}
