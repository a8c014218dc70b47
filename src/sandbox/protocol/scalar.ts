import type { TimestampType } from './model.ts'
import { MalformedInput } from './service-exception.ts'

/** The format of a timestamp whose shape leaves it to the protocol. */
export type TimestampFormat = Exclude<TimestampType, 'timestamp'>

const TIMESTAMPS: ReadonlySet<string> = new Set<TimestampType>(['timestamp', 'date-time', 'http-date', 'epoch-seconds'])

export const isTimestamp = (type: string): type is TimestampType => TIMESTAMPS.has(type)

/** A simple value of text: a header, a query parameter, an XML element. */
export function readScalar(type: string, text: string, path: string): unknown {
  if (isTimestamp(type)) return readTimestamp(text, path)
  if (type === 'boolean') return readBoolean(text, path)
  if (type === 'number') return readNumber(text, path)
  if (type === 'bigInteger') return BigInt(text)
  if (type === 'blob' || type === 'stream') return new Uint8Array(Buffer.from(text, 'base64'))
  return text
}

function readBoolean(text: string, path: string): boolean {
  const lower = text.trim().toLowerCase()
  if (lower === 'true' || lower === 'false') return lower === 'true'
  throw new MalformedInput(`${path} is not a boolean`)
}

function readNumber(text: string, path: string): number {
  const value = Number(text)
  if (text.trim() !== '' && Number.isFinite(value)) return value
  throw new MalformedInput(`${path} is not a number`)
}

/** Clients write what their own library likes: RFC 3339, RFC 7231 or seconds since the epoch, whatever the shape says. */
function readTimestamp(text: string, path: string): Date {
  const value = new Date(/^-?\d+(\.\d+)?$/.test(text) ? Number(text) * 1000 : text)
  if (!Number.isNaN(value.getTime())) return value
  throw new MalformedInput(`${path} is not a timestamp`)
}

/** The text of a simple value in a header, a query parameter or an XML element. */
export function writeScalar(type: string, value: unknown, format: TimestampFormat): string {
  if (isTimestamp(type)) return timestampText(value as Date, type === 'timestamp' ? format : type)
  if (type === 'blob' || type === 'stream') return Buffer.from(value as Uint8Array).toString('base64')
  return String(value)
}

function timestampText(value: Date, format: TimestampFormat): string {
  if (format === 'epoch-seconds') return String(value.getTime() / 1000)
  return format === 'http-date' ? value.toUTCString() : value.toISOString()
}
