import { type Member, type ServiceModel, type Structure, shapeOf } from './model.ts'
import { isTimestamp, readScalar, writeScalar } from './scalar.ts'
import type { WireRequest } from './wire.ts'

/** What a request says outside its body: headers and query parameters. */
export function readBindings(
  model: ServiceModel,
  { members }: Structure,
  request: WireRequest,
): Record<string, unknown> {
  const read: Record<string, unknown> = {}
  for (const [name, member] of Object.entries(members)) {
    const value = readBinding(model, member, request, name)
    if (value !== undefined) read[name] = value
  }
  return read
}

function readBinding(model: ServiceModel, member: Member, { headers, query }: WireRequest, path: string): unknown {
  if (member.httpPrefixHeaders !== undefined) return prefixed(member.httpPrefixHeaders, headers)
  if (member.httpHeader !== undefined) {
    const header = headers[member.httpHeader.toLowerCase()]
    const text = Array.isArray(header) ? header.join(',') : header
    return text === undefined ? undefined : readText(model, member, text.split(/\s*,\s*/), text, path)
  }
  if (member.httpQuery === undefined || !query.has(member.httpQuery)) return undefined
  const all = query.getAll(member.httpQuery)
  return readText(model, member, all, all[0]!, path)
}

function readText(model: ServiceModel, member: Member, all: readonly string[], one: string, path: string): unknown {
  const shape = shapeOf(model, member.target)
  if (shape?.type !== 'list') return readScalar(member.target, one, path)
  return all.map((item) => readScalar(shape.member.target, item, path))
}

const prefixed = (prefix: string, headers: WireRequest['headers']): Record<string, string> | undefined => {
  const found = Object.entries(headers).filter(([name]) => name.startsWith(prefix.toLowerCase()))
  return found.length === 0
    ? undefined
    : Object.fromEntries(found.map(([name, value]) => [name.slice(prefix.length), String(value)]))
}

/** The headers of an answer. */
export function headersOf(model: ServiceModel, { members }: Structure, output: object): Record<string, string> {
  const given = output as Readonly<Record<string, unknown>>
  const headers: Record<string, string> = {}
  for (const [name, member] of Object.entries(members)) {
    const value = given[name]
    if (value === undefined || value === null) continue
    if (member.httpHeader) headers[member.httpHeader.toLowerCase()] = headerText(model, member, value)
    if (member.httpPrefixHeaders !== undefined)
      for (const [key, text] of Object.entries(value as Record<string, string>))
        headers[member.httpPrefixHeaders + key] = text
  }
  return headers
}

function headerText(model: ServiceModel, { target }: Member, value: unknown): string {
  const shape = shapeOf(model, target)
  if (shape?.type === 'list')
    return (value as unknown[]).map((item) => writeScalar(shape.member.target, item, 'http-date')).join(', ')
  return isTimestamp(target) && !(value instanceof Date) ? String(value) : writeScalar(target, value, 'http-date')
}

const isBound = (member: Member): boolean =>
  [member.httpHeader, member.httpPrefixHeaders, member.httpQuery, member.httpLabel, member.httpResponseCode].some(
    (binding) => binding !== undefined,
  )

/** The member that is the whole body, if one is. */
export const payloadOf = ({ members }: Structure): readonly [name: string, member: Member] | undefined =>
  Object.entries(members).find(([, { httpPayload }]) => httpPayload)

/** What the body says where no member is all of it: the members that are bound to nothing else. */
export const bodyOf = (shape: Structure): Structure => ({
  ...shape,
  required: 0,
  members: Object.fromEntries(Object.entries(shape.members).filter(([, member]) => !isBound(member))),
})
