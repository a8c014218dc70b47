import { randomUUID } from 'node:crypto'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { bindLoopback } from '../core/loopback.ts'
import type { WireResponse } from './protocol/wire.ts'
import { wireRequest } from './request.ts'

/** Answers a request; never rejects. */
export type Answerer = (
  request: NonNullable<ReturnType<typeof wireRequest>>,
  requestId: string,
) => Promise<WireResponse>

export interface Listening extends AsyncDisposable {
  readonly port: number
}

/** A client that says nothing for so long is gone; its half-sent upload with it. */
const IDLE_MS = 120_000
const LARGEST_HEADERS = 32 * 1024

/** Serves on 127.0.0.1 alone. Stops by answering what has been asked, and no more. */
export async function listen(port: number, answer: Answerer): Promise<Listening> {
  const server = createServer({ maxHeaderSize: LARGEST_HEADERS, requestTimeout: 0, keepAliveTimeout: 5_000 })
  server.setTimeout(IDLE_MS)
  server.on('request', (message, response) => void respond(message, response, answer))
  await bindLoopback(server, port, 'SANDBOX_BUSY')
  return { port: (server.address() as AddressInfo).port, [Symbol.asyncDispose]: () => close(server) }
}

const close = (server: Server): Promise<void> =>
  new Promise((resolve) => {
    server.close(() => resolve())
    server.closeIdleConnections()
    setTimeout(() => server.closeAllConnections(), 5_000).unref()
  })

const REFUSED: WireResponse = {
  status: 403,
  headers: { 'content-type': 'text/plain' },
  body: 'The Starlift sandbox answers requests to 127.0.0.1 and localhost alone.\n',
}

async function respond(message: IncomingMessage, response: ServerResponse, answer: Answerer): Promise<void> {
  const request = wireRequest(message)
  const { status, headers, body } = request ? await answer(request, randomUUID()) : REFUSED
  try {
    // What was not read is read to nothing, or a client that is still sending would not see the answer.
    if (!message.complete) message.unpipe().resume()
    const size = body instanceof Readable ? {} : { 'content-length': String(Buffer.byteLength(body)) }
    response.writeHead(status, { ...(status === 204 || status === 304 ? {} : size), ...headers })
    if (!(body instanceof Readable)) response.end(message.method === 'HEAD' ? undefined : body)
    else await pipeline(body, response)
  } catch {
    // The client went away.
    response.destroy()
  }
}
