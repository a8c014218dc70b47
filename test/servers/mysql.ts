import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { type Certificates, makeCertificates } from './certificates.ts'
import { mariaDbAvailable } from './mariadb.ts'
import { unpackMariaDb118, unpackMySql } from './mysql-packages.ts'
import { unpackMySql80 } from './mysql80.ts'

/** A server with a binlog in a temporary folder, for reading live. Root has no password. */
export interface LiveServer extends AsyncDisposable {
  readonly port: number
  readonly socket: string
  readonly certificates: Certificates
  /** Runs SQL by the server's own client. */
  sql(text: string | Uint8Array, database?: string): Promise<string>
  /** The bytes of the server's own dump program. */
  dump(options: readonly string[]): Buffer
  /** Ends the server's process at once, as a crash does. */
  kill(): Promise<void>
  /** Starts it again on the same data and port. */
  start(): Promise<void>
}

interface Kind {
  readonly available: () => boolean
  readonly server: string
  readonly client: string
  readonly dumper: string
  /** Makes an empty data folder. */
  readonly initialize: (folder: string, own: readonly string[]) => void
  readonly settings: readonly string[]
}

const MYSQL = resolve('.cache/mysql-9.7')
const MYSQL80 = resolve('.cache/mysql-8.0')
const MARIADB118 = resolve('.cache/mariadb-11.8')
const ROOT = join(MYSQL, 'root/usr')
const USER = `--user=${process.getuid?.() === 0 ? 'root' : (process.env.USER ?? 'mysql')}`

export const KINDS: Readonly<Record<'MariaDB' | 'MariaDB 11.8' | 'MySQL' | 'MySQL 8.0', Kind>> = {
  MariaDB: {
    available: mariaDbAvailable,
    server: 'mariadbd',
    client: 'mariadb',
    dumper: 'mariadb-dump',
    initialize: (folder, own) =>
      execFileSync('mariadb-install-db', [
        '--no-defaults',
        // A server that starts removes the temporary tables of others from a folder that they share.
        `--tmpdir=${folder}`,
        '--auth-root-authentication-method=normal',
        '--skip-test-db',
        ...own,
      ]),
    settings: ['--binlog-format=ROW'],
  },
  'MariaDB 11.8': debianMariaDb(MARIADB118),
  MySQL: oracle(() => unpackMySql(MYSQL), join(MYSQL, 'bin'), places(ROOT)),
  'MySQL 8.0': oracle(() => unpackMySql80(MYSQL80), join(MYSQL80, 'bin'), [
    `--basedir=${MYSQL80}`,
    `--lc-messages-dir=${MYSQL80}/share`,
    `--plugin-dir=${MYSQL80}/lib/plugin`,
    `--character-sets-dir=${MYSQL80}/share/charsets`,
  ]),
}

/** Oracle's server, wherever its programs are. */
function oracle(available: () => boolean, programs: string, folders: readonly string[]): Kind {
  return {
    available,
    server: join(programs, 'mysqld'),
    client: join(programs, 'mysql'),
    dumper: join(programs, 'mysqldump'),
    initialize: (folder, own) =>
      execFileSync(
        join(programs, 'mysqld'),
        ['--no-defaults', ...own, ...folders, '--initialize-insecure', `--log-error=${join(folder, 'log')}`],
        { stdio: 'ignore' },
      ),
    settings: [...folders, '--mysqlx=OFF', '--secure-file-priv=', '--innodb-buffer-pool-size=128M'],
  }
}

/** MariaDB's own install script wants Perl: the server makes its system tables from the files that the script would give it. */
function debianMariaDb(place: string): Kind {
  const root = join(place, 'root/usr')
  const share = join(root, 'share/mariadb')
  const folders = [
    `--basedir=${root}`,
    `--lc-messages-dir=${share}`,
    `--plugin-dir=${root}/lib/mysql/plugin`,
    `--character-sets-dir=${share}/charsets`,
  ]
  return {
    available: () => unpackMariaDb118(place),
    server: join(place, 'bin/mariadbd'),
    client: join(place, 'bin/mariadb'),
    dumper: join(place, 'bin/mariadb-dump'),
    initialize: (folder, own) => {
      const tables = ['mariadb_system_tables.sql', 'mariadb_system_tables_data.sql'].map((name) =>
        readFileSync(join(share, name), 'utf8'),
      )
      const start =
        'create database if not exists mysql; use mysql; set @auth_root_socket = null; set @skip_auth_anonymous = 1;'
      execFileSync(
        join(place, 'bin/mariadbd'),
        ['--no-defaults', ...own, ...folders, '--bootstrap', '--log-warnings=0', `--tmpdir=${folder}`],
        { input: [start.replaceAll('; ', ';\n'), ...tables].join('\n'), stdio: ['pipe', 'ignore', 'ignore'] },
      )
    },
    settings: [...folders, '--binlog-format=ROW'],
  }
}

function places(root: string): string[] {
  return [
    `--basedir=${root}`,
    `--lc-messages-dir=${root}/share/mysql`,
    `--plugin-dir=${root}/lib/mysql/plugin`,
    `--character-sets-dir=${root}/share/mysql/charsets`,
  ]
}

function freePort(): Promise<number> {
  const server = createServer()
  return new Promise((done, reject) => {
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => done(typeof address === 'object' && address ? address.port : 0))
    })
  })
}

/** Starts a server, with more settings where they are given; it ends when it is disposed of. */
export async function startServer(kind: Kind, more: readonly string[] = []): Promise<LiveServer> {
  const { server, client, dumper, initialize, settings } = kind
  const folder = mkdtempSync(join(tmpdir(), 'starlift-live-'))
  const data = join(folder, 'data')
  mkdirSync(data)
  const own = [USER, `--datadir=${data}`]
  initialize(folder, own)
  const certificates = makeCertificates(folder)
  const port = await freePort()
  const socket = join(folder, 's.sock')
  const listening = [`--port=${port}`, `--socket=${socket}`, ...listen(folder)]
  const sql = (text: string | Uint8Array, database?: string): Promise<string> =>
    runClient(client, socket, text, database)
  const launch = async (): Promise<ChildProcess> => {
    const all = ['--no-defaults', ...own, ...listening, ...settings, ...certificates.settings, ...more]
    const launched = spawn(server, all, { stdio: 'ignore' })
    await ready(sql, launched, join(folder, 'log'))
    return launched
  }
  let process = await launch()
  return {
    port,
    socket,
    certificates,
    sql,
    dump: (options) =>
      execFileSync(dumper, ['--no-defaults', '-uroot', '-S', socket, ...options], {
        maxBuffer: 1 << 30,
        stdio: ['ignore', 'pipe', 'pipe'],
      }),
    kill: () => end(process, 'SIGKILL'),
    start: async () => {
      process = await launch()
    },
    async [Symbol.asyncDispose]() {
      await end(process, 'SIGTERM')
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

const listen = (folder: string): string[] => [
  `--tmpdir=${folder}`,
  '--bind-address=127.0.0.1',
  `--log-error=${join(folder, 'log')}`,
  `--pid-file=${join(folder, 'pid')}`,
  '--skip-name-resolve',
  '--server-id=1',
  '--log-bin=binlog',
  '--innodb-flush-log-at-trx-commit=0',
  '--sync-binlog=0',
  '--max-allowed-packet=64M',
  '--character-set-server=utf8mb4',
]

/** SQL goes through standard input: an argument may not be as long. */
function runClient(client: string, socket: string, text: string | Uint8Array, database?: string): Promise<string> {
  const options = ['--no-defaults', '-uroot', '-S', socket, '--default-character-set=utf8mb4', '-N', '-B', '--raw']
  const running = spawn(client, [...options, '--max-allowed-packet=64M', ...(database ? [database] : [])])
  const out: Buffer[] = []
  const errors: Buffer[] = []
  running.stdout.on('data', (piece: Buffer) => out.push(piece))
  running.stderr.on('data', (piece: Buffer) => errors.push(piece))
  running.stdin.on('error', () => {}) // the client may end before it has read all: its exit code says why
  running.stdin.end(text)
  return new Promise((done, reject) => {
    running.once('error', reject)
    running.once('close', (code) => {
      if (code === 0) done(Buffer.concat(out).toString('utf8'))
      else reject(new Error(Buffer.concat(errors).toString('utf8')))
    })
  })
}

async function ready(sql: LiveServer['sql'], process: ChildProcess, log: string): Promise<void> {
  for (let attempt = 0; attempt < 600 && process.exitCode === null; attempt++) {
    if ((await sql('select 1').catch(() => '')).trim() === '1') return
    await sleep(100)
  }
  process.kill('SIGKILL')
  throw new Error(`the server did not start: ${existsSync(log) ? readFileSync(log, 'utf8').slice(-2000) : ''}`)
}

async function end(process: ChildProcess, signal: 'SIGTERM' | 'SIGKILL'): Promise<void> {
  if (process.exitCode !== null || process.signalCode !== null) return
  const ended = new Promise((done) => process.once('exit', done))
  process.kill(signal)
  const killing = setTimeout(() => process.kill('SIGKILL'), 20_000)
  await ended
  clearTimeout(killing)
}
