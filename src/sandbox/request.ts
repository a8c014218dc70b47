import type { IncomingMessage } from 'node:http'
import { type Announced, AwsChunked, ClientGone, collect, Plain, type Upload } from './body.ts'
import type { WireRequest } from './protocol/wire.ts'

/** What a request other than an upload may hold. */
const LARGEST = 16 * 1024 * 1024
const LOCAL = /^(?:(.+)\.)?(?:localhost|127\.0\.0\.1)(?::\d+)?$/

/** A request as the protocols read it; undefined where its Host is not this machine's (a page elsewhere may have had it resolved so). */
export function wireRequest(message: IncomingMessage): WireRequest | undefined {
  const host = LOCAL.exec((message.headers.host ?? '').toLowerCase())
  if (!host || !isLocalOrigin(message.headers.origin)) return undefined
  const url = message.url ?? '/'
  const mark = url.indexOf('?')
  return {
    method: message.method ?? 'GET',
    path: mark < 0 ? url : url.slice(0, mark),
    query: new URLSearchParams(mark < 0 ? '' : url.slice(mark + 1)),
    headers: message.headers,
    hostBucket: bucketOf(host[1]),
    body: () => collect(bodyOf(message), LARGEST),
    stream: () => bodyOf(message),
  }
}

/** `bucket.localhost`, `bucket.s3.localhost`, `bucket.s3.eu-west-1.localhost`; `s3.localhost` and `glue.localhost` name none. */
function bucketOf(prefix: string | undefined): string | undefined {
  const bucket = prefix?.replace(/(^|\.)s3([.-][a-z0-9-]+)?$/, '')
  return bucket === undefined || bucket === '' || !/^[a-z0-9][a-z0-9.-]{2,62}$/.test(bucket) ? undefined : bucket
}

/** Clients of AWS send none; a browser does for each page that is not the sandbox's own. */
const isLocalOrigin = (origin: string | undefined): boolean =>
  origin === undefined || /^https?:\/\/(localhost|127\.0\.0\.1)(:\d+)?$/.test(origin)

function bodyOf(message: IncomingMessage): Upload {
  const { 'content-encoding': encoding = '', 'x-amz-content-sha256': digest = '' } = message.headers
  const chunked = /\baws-chunked\b/.test(encoding) || String(digest).startsWith('STREAMING-')
  const announced = announcedIn(message.headers)
  // Through a stream of its own, so that a reader who gives up does not take the connection, and with it the answer, away.
  const body = chunked ? new AwsChunked(announced) : new Plain(announced)
  // Broken off before anyone reads it: whoever does will be told then.
  body.on('error', () => {})
  message.on('error', () => body.destroy(new ClientGone())).pipe(body)
  message.on('close', () => message.complete || body.destroy(new ClientGone()))
  return body
}

function announcedIn(headers: IncomingMessage['headers']): Announced {
  const digest = String(headers['x-amz-content-sha256'] ?? '')
  const length = headers['x-amz-decoded-content-length']
  return {
    trailer: headers['x-amz-trailer']?.toString(),
    sha256: /^[0-9a-f]{64}$/.test(digest) ? digest : undefined,
    length: length === undefined ? undefined : Number(length),
  }
}
