import type { IncomingHttpHeaders } from 'node:http'
import type { Readable } from 'node:stream'
import type { ServiceModel } from './model.ts'
import type { ServiceException } from './service-exception.ts'

/** A request as it came over HTTP. */
export interface WireRequest {
  readonly method: string
  /** Percent-encoded, as sent: `.` and `..` are names like others. */
  readonly path: string
  readonly query: URLSearchParams
  /** Names in lower case. */
  readonly headers: IncomingHttpHeaders
  /** The bucket that the host names, `bucket.localhost`; undefined where the path names it. */
  readonly hostBucket: string | undefined
  /** The whole body; fails where it is larger than a request other than an upload may be. */
  body(): Promise<Buffer>
  /** The body as it arrives, for uploads. */
  stream(): Readable
}

export interface WireResponse {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: string | Uint8Array | Readable
}

/** An operation and its typed input: what a request means. */
export interface Call {
  readonly operation: string
  readonly input: Readonly<Record<string, unknown>>
}

/** One way in which AWS writes requests and answers. Chosen for each request. */
export interface Protocol {
  decode(model: ServiceModel, request: WireRequest): Promise<Call>
  encode(model: ServiceModel, operation: string, answer: Answer): WireResponse
  fail(error: ServiceException, requestId: string): WireResponse
}

export interface Answer {
  readonly output: object
  readonly requestId: string
}

/** What a request says that names an operation the service does not have here. */
export const notHere = (service: string, operation: string): string =>
  `${operation} of ${service} is not part of the Starlift sandbox`
