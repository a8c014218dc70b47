// The sandbox beside moto, the usual stand-in for S3, in one run: start, memory at rest, small objects per second.
import { type ChildProcess, spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { Agent, request } from 'node:http'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { pythonEnvironment } from '../test/servers/python.ts'
import { median, printTable } from './table.ts'

const OBJECTS = 2000
const AT_ONCE = 16
const STARTS = 5
const BODY = Buffer.alloc(1024, 'x')
const MAIN = fileURLToPath(new URL('../dist/cli/main.js', import.meta.url))

interface Server {
  readonly name: string
  readonly command: (port: number) => readonly string[]
}

interface Figures {
  readonly start: number
  readonly memory: number
  readonly puts: number
  readonly gets: number
}

const freePort = (): Promise<number> =>
  new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number }
      server.close(() => resolve(port))
    })
  })

interface Call {
  readonly agent: Agent
  readonly port: number
  readonly method: string
  readonly path: string
  readonly body?: Buffer
}

const call = ({ agent, port, method, path, body }: Call): Promise<number> =>
  new Promise((resolve, reject) => {
    const headers = { authorization: 'AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/s3/aws4_request' }
    const sent = request({ agent, host: '127.0.0.1', port, method, path, headers }, (response) =>
      response.resume().on('end', () => resolve(response.statusCode!)),
    )
    sent.on('error', reject).end(body)
  })

/** Milliseconds until it answers. */
async function answering(port: number, agent: Agent): Promise<number> {
  const begun = performance.now()
  while (!(await call({ agent, port, method: 'GET', path: '/' }).catch(() => 0)))
    await new Promise((resolve) => setTimeout(resolve, 5))
  return performance.now() - begun
}

const memoryOf = ({ pid }: ChildProcess): number =>
  Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))![1]) / 1024

async function perSecond(one: (i: number) => Promise<number>): Promise<number> {
  const begun = performance.now()
  let next = 0
  const worker = async (): Promise<void> => {
    while (next < OBJECTS) {
      const status = await one(next++)
      if (status !== 200) throw new Error(`answered ${status}`)
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, worker))
  return OBJECTS / ((performance.now() - begun) / 1000)
}

async function measure({ command }: Server, { whole }: { whole: boolean }): Promise<Figures> {
  const folder = await mkdtemp(join(tmpdir(), 'starlift-bench-'))
  const port = await freePort()
  const [program = '', ...args] = command(port)
  const { PATH = '' } = process.env
  const child = spawn(program, args, { cwd: folder, stdio: 'ignore', env: { PATH, HOME: folder } })
  const agent = new Agent({ keepAlive: true, maxSockets: AT_ONCE })
  try {
    const start = await answering(port, agent)
    const memory = memoryOf(child)
    if (!whole) return { start, memory, puts: 0, gets: 0 }
    await call({ agent, port, method: 'PUT', path: '/bench' })
    const puts = await perSecond((i) => call({ agent, port, method: 'PUT', path: `/bench/k/${i}`, body: BODY }))
    const gets = await perSecond((i) => call({ agent, port, method: 'GET', path: `/bench/k/${i}` }))
    return { start, memory, puts, gets }
  } finally {
    agent.destroy()
    const ended = new Promise((resolve) => child.on('close', resolve))
    child.kill()
    await ended
    await rm(folder, { recursive: true, force: true })
  }
}

const run = await pythonEnvironment(['moto[server]==5.2.2'])
const python = await run<string>('result = _sys.executable')
const SERVERS: readonly Server[] = [
  { name: 'starlift sandbox', command: (port) => [process.execPath, MAIN, 'sandbox', '--port', String(port)] },
  { name: 'moto', command: (port) => [python, '-m', 'moto.server', '-p', String(port)] },
]

const rows: string[][] = []
for (const server of SERVERS) {
  const figures = await measure(server, { whole: true })
  const starts = [figures.start]
  while (starts.length < STARTS) starts.push((await measure(server, { whole: false })).start)
  const { memory, puts, gets } = figures
  rows.push([server.name, ...[median(starts), memory, puts, gets].map((figure) => figure.toFixed(0))])
}
printTable(['', 'start ms', 'at rest MB', 'put/s', 'get/s'], rows)
