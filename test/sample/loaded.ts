import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { text } from 'node:stream/consumers'
import { pipeline } from 'node:stream/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'
import { SAMPLE_DATABASE, type SampleOptions, sampleDump } from '../../src/sample/dump.ts'

const execute = promisify(execFile)

export interface LoadedSample {
  /** What the server said while it loaded: errors, warnings and notes. */
  readonly said: string
  /** Rows as the client prints them: all values as text, NULL as `NULL`. */
  query(sql: string): Promise<string[][]>
  close(): Promise<void>
}

export async function loadSample(options: SampleOptions): Promise<LoadedSample> {
  const folder = await mkdtemp(join(tmpdir(), 'starlift-sample-'))
  const server = await start(folder)
  const client = (...args: string[]) => [
    '--no-defaults',
    '-uroot',
    `--socket=${join(folder, 'socket')}`,
    '--default-character-set=utf8mb4',
    ...args,
  ]
  const said = await load(client('--show-warnings'), options)
  return {
    said,
    query: async (sql) => {
      const { stdout } = await execute(
        'mariadb',
        client('--batch', '--skip-column-names', SAMPLE_DATABASE, '-e', sql),
        { maxBuffer: 2 ** 28 },
      )
      return stdout
        .split('\n')
        .filter((line) => line !== '')
        .map((line) => line.split('\t'))
    },
    close: async () => {
      server.kill('SIGTERM')
      if (server.exitCode === null) await once(server, 'exit')
      await rm(folder, { recursive: true, force: true })
    },
  }
}

async function load(args: string[], options: SampleOptions): Promise<string> {
  const loading = spawn('mariadb', args)
  const said = Promise.all([text(loading.stdout), text(loading.stderr)])
  await pipeline(Readable.from(sampleDump(options)), loading.stdin)
  return (await said).join('')
}

async function start(folder: string): Promise<ChildProcess> {
  const data = join(folder, 'data')
  const base = ['--no-defaults', '--user=root', `--datadir=${data}`]
  await execute('mariadb-install-db', [...base, '--auth-root-authentication-method=normal'])
  const server = spawn(
    'mariadbd',
    [...base, `--socket=${join(folder, 'socket')}`, '--skip-networking', '--innodb-flush-log-at-trx-commit=0'],
    { stdio: 'ignore' },
  )
  for (let waited = 0; waited < 300; waited++) {
    const ready = await execute('mariadb-admin', [
      '--no-defaults',
      '-uroot',
      `--socket=${join(folder, 'socket')}`,
      'ping',
    ]).then(
      () => true,
      () => false,
    )
    if (ready) return server
    await sleep(100)
  }
  throw new Error('MariaDB did not start')
}
