import { ServiceException } from '../protocol/service-exception.ts'
import type { ObjectVersion } from './record.ts'

export interface Conditions {
  readonly IfMatch?: string | undefined
  readonly IfNoneMatch?: string | undefined
  readonly IfModifiedSince?: Date | undefined
  readonly IfUnmodifiedSince?: Date | undefined
}

const failed = (condition: string): ServiceException =>
  new ServiceException('PreconditionFailed', 'At least one of the pre-conditions you specified did not hold', {
    status: 412,
    fields: { Condition: condition },
  })

const names = (said: string, etag: string): boolean =>
  said.split(',').some((one) => one.trim() === '*' || one.trim().replace(/^W\//, '').replaceAll('"', '') === etag)

/** HTTP dates have whole seconds. */
const seconds = (date: Date): number => Math.floor(date.getTime() / 1000)

/** Whether a version may be read: 412 where it may not, 304 where the reader has it already. If-Match goes before dates, as RFC 9110 says. */
export function checkReading(version: ObjectVersion, conditions: Conditions): void {
  const { IfMatch, IfNoneMatch, IfModifiedSince, IfUnmodifiedSince } = conditions
  if (IfMatch !== undefined) {
    if (!names(IfMatch, version.etag)) throw failed('If-Match')
  } else if (IfUnmodifiedSince && seconds(version.modified) > seconds(IfUnmodifiedSince))
    throw failed('If-Unmodified-Since')
  if (IfNoneMatch !== undefined) {
    if (names(IfNoneMatch, version.etag)) throw notModified(version)
  } else if (IfModifiedSince && seconds(version.modified) <= seconds(IfModifiedSince)) throw notModified(version)
}

const notModified = ({ etag, modified }: ObjectVersion): ServiceException =>
  new ServiceException('NotModified', 'Not Modified', {
    status: 304,
    headers: { etag: `"${etag}"`, 'last-modified': modified.toUTCString() },
  })

/** Whether a key may be written: If-None-Match: * only where nothing is, If-Match only over what the writer has seen. */
export function checkWriting(current: ObjectVersion | undefined, { IfMatch, IfNoneMatch }: Conditions): void {
  if (IfNoneMatch !== undefined && IfNoneMatch !== '*')
    throw new ServiceException('NotImplemented', 'If-None-Match of a write takes * and nothing else')
  if (IfNoneMatch === '*' && current) throw failed('If-None-Match')
  if (IfMatch === undefined) return
  if (!current) throw noSuchKey()
  if (!names(IfMatch, current.etag)) throw failed('If-Match')
}

export const noSuchKey = (key?: string, headers: Readonly<Record<string, string>> = {}): ServiceException =>
  new ServiceException('NoSuchKey', 'The specified key does not exist.', {
    status: 404,
    fields: key === undefined ? {} : { Key: key },
    headers,
  })

export interface ByteRange {
  readonly start: number
  /** Inclusive. */
  readonly end: number
}

/** `bytes=0-9`, `bytes=10-`, `bytes=-5`. What is no range, or several, is as if nothing were said. */
export function byteRange(said: string | undefined, size: number): ByteRange | undefined {
  const match = /^bytes=(\d*)-(\d*)$/.exec(said ?? '')
  if (!match || (match[1] === '' && match[2] === '')) return undefined
  const [, first, last] = match
  const start = first === '' ? Math.max(0, size - Number(last)) : Number(first)
  const end = first === '' || last === '' ? size - 1 : Math.min(Number(last), size - 1)
  if (first !== '' && last !== '' && Number(last) < Number(first)) return undefined
  if (start >= size || (first === '' && last === '0'))
    throw new ServiceException('InvalidRange', 'The requested range is not satisfiable', {
      status: 416,
      fields: { RangeRequested: said!, ActualObjectSize: String(size) },
      headers: { 'content-range': `bytes */${size}` },
    })
  return { start, end }
}
