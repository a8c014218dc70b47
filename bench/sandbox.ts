// The sandbox beside moto and ministack in one run: start, memory at rest, small objects per second, and a query of Athena beside DuckDB alone.
import { type ChildProcess, spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { Agent, request } from 'node:http'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { pythonEnvironment } from '../test/servers/python.ts'
import { askAthena, type Question, question } from './athena-query.ts'
import { median, printTable } from './table.ts'

const OBJECTS = 2000
const AT_ONCE = 16
const STARTS = 5
const BODY = Buffer.alloc(1024, 'x')
const MAIN = fileURLToPath(new URL('../dist/cli/main.js', import.meta.url))

interface Server {
  readonly name: string
  readonly command: (port: number) => readonly string[]
  readonly env?: (port: number) => Readonly<Record<string, string>>
}

interface Figures {
  readonly start: number
  readonly memory: number
  readonly puts: number
  readonly gets: number
  /** Milliseconds of a query, or why there is no answer. */
  readonly queries: readonly (number | string)[]
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

async function measure({ command, env }: Server, questions: readonly Question[] | null): Promise<Figures> {
  const folder = await mkdtemp(join(tmpdir(), 'starlift-bench-'))
  const port = await freePort()
  const [program = '', ...args] = command(port)
  const { PATH = '' } = process.env
  const child = spawn(program, args, { cwd: folder, stdio: 'ignore', env: { PATH, HOME: folder, ...env?.(port) } })
  const agent = new Agent({ keepAlive: true, maxSockets: AT_ONCE })
  try {
    const start = await answering(port, agent)
    const memory = memoryOf(child)
    if (!questions) return { start, memory, puts: 0, gets: 0, queries: [] }
    await call({ agent, port, method: 'PUT', path: '/bench' })
    const puts = await perSecond((i) => call({ agent, port, method: 'PUT', path: `/bench/k/${i}`, body: BODY }))
    const gets = await perSecond((i) => call({ agent, port, method: 'GET', path: `/bench/k/${i}` }))
    const queries: (number | string)[] = []
    for (const each of questions)
      queries.push(
        await askAthena(`http://127.0.0.1:${port}`, each).catch((error: Error) => error.message.slice(0, 60)),
      )
    return { start, memory, puts, gets, queries }
  } finally {
    agent.destroy()
    const ended = new Promise((resolve) => child.on('close', resolve))
    child.kill()
    await ended
    await rm(folder, { recursive: true, force: true })
  }
}

/** A Python that has a contestant; undefined where pip cannot get it. */
async function pythonWith(...packages: readonly string[]): Promise<string | undefined> {
  try {
    const run = await pythonEnvironment(packages)
    return await run<string>('result = _sys.executable')
  } catch (error) {
    console.log(`left out: ${(error as Error).message}`)
    return undefined
  }
}

const moto = await pythonWith('moto[server]==5.2.2')
const ministack = await pythonWith('ministack==1.5.33', 'duckdb==1.5.6')
const SERVERS: readonly Server[] = [
  { name: 'starlift sandbox', command: (port) => [process.execPath, MAIN, 'sandbox', '--port', String(port)] },
  ...(moto ? [{ name: 'moto', command: (port: number) => [moto, '-m', 'moto.server', '-p', String(port)] }] : []),
  ...(ministack
    ? [
        {
          name: 'ministack',
          command: () => [ministack, '-m', 'ministack.app'],
          env: (port: number) => ({ GATEWAY_PORT: String(port), BIND_HOST: '127.0.0.1' }),
        },
      ]
    : []),
]

const folder = await mkdtemp(join(tmpdir(), 'starlift-bench-'))
const questions = [await question(folder, 1000), await question(folder, 5_000_000)]
const rows: string[][] = []
const answers: string[][] = [['DuckDB alone', ...questions.map(({ duckdb }) => duckdb.toFixed(1))]]
for (const server of SERVERS) {
  const figures = await measure(server, questions)
  const starts = [figures.start]
  while (starts.length < STARTS) starts.push((await measure(server, null)).start)
  const { memory, puts, gets, queries } = figures
  rows.push([server.name, ...[median(starts), memory, puts, gets].map((figure) => figure.toFixed(0))])
  answers.push([server.name, ...queries.map((took) => (typeof took === 'string' ? took : took.toFixed(1)))])
}
await rm(folder, { recursive: true })
printTable(['', 'start ms', 'at rest MB', 'put/s', 'get/s'], rows)
printTable(['Athena query, ms', ...questions.map((each) => `${each.rows.toLocaleString('en')} rows`)], answers)
