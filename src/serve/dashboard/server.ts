import { randomBytes } from 'node:crypto'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { StarliftError } from '../../core/error.ts'
import { bindLoopback } from '../../core/loopback.ts'
import { cookieName, type Door, refusalOf } from './guard.ts'
import { OpenVersions } from './open-versions.ts'
import { type Exchange, pageSender, SAFE } from './page-sender.ts'
import { type Answered, type Body, failureOf, ROUTES } from './routes.ts'
import type { Lake } from './served-page.ts'

export interface DashboardOptions {
  /** Of 127.0.0.1; 0 is one that is free. */
  readonly port: number
  readonly title: string
  readonly program: string
  /** Told of faults that nobody foresaw. */
  readonly onFault: (error: unknown) => void
}

export interface Dashboard extends AsyncDisposable {
  /** With the token: whoever has this URL may read. */
  readonly url: string
}

const LARGEST_BODY = 256 * 1024

/** Serves the dashboard on 127.0.0.1 alone. Fails with DASHBOARD_BUSY where the port is taken. */
export async function startDashboard(lake: Lake, options: DashboardOptions): Promise<Dashboard> {
  const versions = new OpenVersions(lake, options)
  await versions.newest()
  const sendPage = await pageSender(versions)
  const server = createServer({ requestTimeout: 30_000 })
  await bindLoopback(server, options.port, 'DASHBOARD_BUSY')
  const door = { port: (server.address() as AddressInfo).port, token: randomBytes(24).toString('base64url') }
  server.on('request', (message, response) => {
    void respond({ message, response }, { door, sendPage, served: { versions, lake }, onFault: options.onFault })
  })
  return {
    url: `http://127.0.0.1:${door.port}/?token=${door.token}`,
    async [Symbol.asyncDispose]() {
      await close(server)
      await versions[Symbol.asyncDispose]()
    },
  }
}

const close = (server: Server): Promise<void> =>
  new Promise((resolve) => {
    server.close(() => resolve())
    server.closeAllConnections()
  })

interface Serving {
  readonly door: Door
  readonly sendPage: (exchange: Exchange, search: string) => Promise<void>
  readonly served: { readonly versions: OpenVersions; readonly lake: Lake }
  readonly onFault: (error: unknown) => void
}

async function respond({ message, response }: Exchange, serving: Serving): Promise<unknown> {
  try {
    return await answer({ message, response }, serving)
  } catch (error) {
    return fail(response, error, serving.onFault)
  }
}

async function answer({ message, response }: Exchange, { door, sendPage, served }: Serving): Promise<unknown> {
  const url = new URL(message.url ?? '/', `http://127.0.0.1:${door.port}`)
  const refusal = refusalOf(message, url, door)
  if (refusal) return refuse(response, refusal)
  if (url.searchParams.has('token')) return letIn(response, url, door)
  if (url.pathname === '/') {
    if (message.method === 'GET' || message.method === 'HEAD') return sendPage({ message, response }, url.search)
    return say(response, 405, { code: 'METHOD', what: 'The page can be read and not changed.' })
  }
  const route = url.pathname.slice(1)
  if (!Object.hasOwn(ROUTES, route)) return say(response, 404, { code: 'NOT_FOUND', what: 'There is nothing here.' })
  if (message.method !== 'POST') return say(response, 405, { code: 'METHOD', what: 'Questions are posted.' })
  return send(response, await ROUTES[route]!(await bodyOf(message), served))
}

const REFUSALS = {
  host: 'This dashboard answers requests to 127.0.0.1 and localhost alone.',
  origin: 'This dashboard answers its own page alone.',
  token: 'Open the address that  npx starlift dashboard  printed: its token lets you in. A new start makes a new one.',
} as const

const refuse = (response: ServerResponse, refusal: keyof typeof REFUSALS): unknown =>
  response.writeHead(403, { ...SAFE, 'content-type': 'text/plain; charset=utf-8' }).end(`${REFUSALS[refusal]}\n`)

/** The token goes into a cookie and out of the address, so that what people copy and what browsers keep has none. */
function letIn(response: ServerResponse, url: URL, { port, token }: Door): unknown {
  url.searchParams.delete('token')
  const cookie = `${cookieName(port)}=${token}; HttpOnly; SameSite=Strict; Path=/`
  return response.writeHead(303, { ...SAFE, location: `${url.pathname}${url.search}`, 'set-cookie': cookie }).end()
}

async function bodyOf(message: IncomingMessage): Promise<Body> {
  const parts: Buffer[] = []
  let length = 0
  for await (const part of message as AsyncIterable<Buffer>) {
    length += part.length
    if (length > LARGEST_BODY) throw wrongBody(`It is longer than ${LARGEST_BODY} bytes.`)
    parts.push(part)
  }
  try {
    const value: unknown = length === 0 ? {} : JSON.parse(Buffer.concat(parts).toString())
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Body
  } catch {
    // Told below.
  }
  throw wrongBody('It is no JSON object.')
}

const wrongBody = (line: string): StarliftError =>
  new StarliftError('QUESTION', {
    operation: 'ask',
    subject: 'request',
    what: 'The request cannot be read',
    lines: [line],
    next: 'Send a JSON object.',
  })

function send(response: ServerResponse, answered: Answered): unknown {
  if ('json' in answered) return say(response, 200, answered.json)
  const disposition = `attachment; filename="${answered.name}"`
  return response
    .writeHead(200, { ...SAFE, 'content-type': 'application/octet-stream', 'content-disposition': disposition })
    .end(answered.bytes)
}

const say = (response: ServerResponse, status: number, value: unknown): unknown =>
  response.writeHead(status, { ...SAFE, 'content-type': 'application/json' }).end(JSON.stringify(value))

function fail(response: ServerResponse, error: unknown, onFault: DashboardOptions['onFault']): unknown {
  if (error instanceof StarliftError) return say(response, error.code === 'QUESTION' ? 400 : 409, failureOf(error))
  onFault(error)
  return say(response, 500, {
    code: 'FAULT',
    what: 'The dashboard failed; it said why where it runs.',
    lines: [],
    next: '',
  })
}
