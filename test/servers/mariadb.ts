import { execFile, spawn, spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'
import { aptInstall } from './apt.ts'

// Debian keeps servers in /usr/sbin, which is not on everybody's path.
process.env.PATH = `${process.env.PATH}:/usr/sbin`

const run = promisify(execFile)
const LARGE = { maxBuffer: 1 << 30, encoding: 'latin1' } as const

/** A MariaDB of its own, in a temporary folder, for one test file. */
export interface MariaDb extends AsyncDisposable {
  readonly port: number
  readonly socket: string
  /** Runs SQL; gives what the client prints: a row a line, columns apart by tabs, in raw bytes as latin1. */
  sql(text: string, database?: string): Promise<string>
  /** The bytes of mariadb-dump. */
  dump(options: readonly string[]): Promise<Buffer>
}

const has = (program: string): boolean => spawnSync('sh', ['-c', `command -v ${program}`]).status === 0

/** Whether mariadbd can be run; tries to install it. With CI=true it must be there. */
export function mariaDbAvailable(): boolean {
  if (!isInstalled()) aptInstall('mariadb-server', 'mariadb-client')
  if (!isInstalled() && process.env.CI === 'true') throw new Error('mariadbd is not installed and cannot be')
  return isInstalled()
}

const isInstalled = (): boolean => has('mariadbd') && has('mariadb-dump') && has('mariadb-install-db')

function freePort(): Promise<number> {
  const server = createServer()
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0))
    })
  })
}

/** Starts a server; it ends when it is disposed of. */
export async function startMariaDb(): Promise<MariaDb> {
  const folder = mkdtempSync(join(tmpdir(), 'starlift-mariadb-'))
  const data = join(folder, 'data')
  mkdirSync(data)
  const user = `--user=${process.getuid?.() === 0 ? 'root' : (process.env.USER ?? 'mysql')}`
  await run('mariadb-install-db', [
    '--no-defaults',
    '--auth-root-authentication-method=normal',
    '--skip-test-db',
    user,
    `--datadir=${data}`,
    // A server that starts removes the temporary tables of others from a folder that they share.
    `--tmpdir=${folder}`,
  ])
  const port = await freePort()
  const socket = join(folder, 's.sock')
  const server = spawn(
    'mariadbd',
    ['--no-defaults', user, `--datadir=${data}`, `--port=${port}`, `--socket=${socket}`, ...SETTINGS(folder)],
    {
      stdio: 'ignore',
    },
  )
  const started: MariaDb = { port, socket, ...clientOf(socket), [Symbol.asyncDispose]: () => stop(server, folder) }
  await ready(started, join(folder, 'log'))
  return started
}

const SETTINGS = (folder: string): string[] => [
  `--tmpdir=${folder}`,
  '--bind-address=127.0.0.1',
  `--log-error=${join(folder, 'log')}`,
  `--pid-file=${join(folder, 'pid')}`,
  '--skip-name-resolve',
  '--innodb-flush-log-at-trx-commit=0',
  '--max-allowed-packet=1G',
  '--character-set-server=utf8mb4',
]

function clientOf(socket: string): Pick<MariaDb, 'sql' | 'dump'> {
  const login = ['--no-defaults', '-uroot', '-S', socket]
  const packet = '--max-allowed-packet=1G'
  return {
    sql: (text, database) =>
      runClient(
        [...login, packet, '--default-character-set=utf8mb4', '-N', '-B', '--raw', ...(database ? [database] : [])],
        text,
      ),
    async dump(options) {
      const { stdout } = await run('mariadb-dump', [...login, packet, ...options], { ...LARGE, encoding: 'buffer' })
      return stdout
    },
  }
}

/** SQL goes through standard input: an argument may not be as long. */
function runClient(args: readonly string[], text: string): Promise<string> {
  const client = spawn('mariadb', args)
  const out: Buffer[] = []
  const errors: Buffer[] = []
  client.stdout.on('data', (piece: Buffer) => out.push(piece))
  client.stderr.on('data', (piece: Buffer) => errors.push(piece))
  client.stdin.on('error', () => {}) // the client may end before it has read all: its exit code says why
  client.stdin.end(text)
  return new Promise((resolve, reject) => {
    client.once('error', reject)
    client.once('close', (code) => {
      if (code === 0) resolve(Buffer.concat(out).toString('latin1'))
      else reject(new Error(Buffer.concat(errors).toString('utf8')))
    })
  })
}

async function ready(server: MariaDb, log: string): Promise<void> {
  for (let attempt = 0; attempt < 300; attempt++) {
    const answer = await server.sql('select 1').catch(() => '')
    if (answer.trim() === '1') return
    await sleep(100)
  }
  throw new Error(`mariadbd did not start: ${readFileSync(log, 'utf8').slice(-2000)}`)
}

async function stop(server: ReturnType<typeof spawn>, folder: string): Promise<void> {
  const ended = new Promise((resolve) => server.once('exit', resolve))
  server.kill('SIGTERM')
  const killing = setTimeout(() => server.kill('SIGKILL'), 20_000)
  await ended
  clearTimeout(killing)
  rmSync(folder, { recursive: true, force: true })
}
