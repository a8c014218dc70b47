import { randomUUID } from 'node:crypto'
import { ServiceException } from '../protocol/service-exception.ts'
import type { Context } from '../service.ts'
import type { Collection } from '../state.ts'
import { type EventFile, eventFile } from './event-file.ts'

type LogGroupClass = import('@aws-sdk/client-cloudwatch-logs').LogGroupClass

export interface LogGroup {
  readonly name: string
  readonly created: number
  readonly retentionDays?: number | undefined
  readonly kmsKeyId?: string | undefined
  readonly class: LogGroupClass
  readonly tags: Readonly<Record<string, string>>
}

export interface LogStream {
  readonly group: string
  readonly name: string
  readonly created: number
  /** Of its file of events. */
  readonly id: string
}

export const groupsOf = ({ state }: Context): Collection<LogGroup> => state.collection('logs/groups')
const allStreams = ({ state }: Context): Collection<LogStream> => state.collection('logs/streams')

const streamId = (group: string, stream: string): string => JSON.stringify([group, stream])

const notFound = (what: string): ServiceException =>
  new ServiceException('ResourceNotFoundException', `The specified ${what} does not exist.`)

const alreadyThere = (what: string): ServiceException =>
  new ServiceException('ResourceAlreadyExistsException', `The specified ${what} already exists`)

export const invalid = (message: string): ServiceException => new ServiceException('InvalidParameterException', message)

/** A group, by its name or ARN. */
export function groupNamed(context: Context, given: string | undefined): LogGroup {
  const name = /^arn:aws[\w-]*:logs:[^:]*:\d*:log-group:([^:]+)(?::\*)?$/.exec(given ?? '')?.[1] ?? given
  const found = name === undefined ? undefined : groupsOf(context).get(name)
  if (!found) throw notFound('log group')
  return found
}

export function createGroup(context: Context, group: Omit<LogGroup, 'created'>): void {
  if (!/^[.\-_/#A-Za-z0-9]{1,512}$/.test(group.name))
    throw invalid(`1 validation error detected: Value '${group.name}' at 'logGroupName' failed to satisfy constraint`)
  if (groupsOf(context).get(group.name)) throw alreadyThere('log group')
  groupsOf(context).put(group.name, { ...group, created: context.now().getTime() })
}

export function removeGroup(context: Context, name: string): void {
  for (const stream of streamsOf(context, groupNamed(context, name))) removeStream(context, stream)
  groupsOf(context).remove(name)
}

export const streamsOf = (context: Context, group: LogGroup): readonly LogStream[] =>
  allStreams(context)
    .entries()
    .map(([, stream]) => stream)
    .filter((stream) => stream.group === group.name)

export function streamNamed(context: Context, group: LogGroup, name: string): LogStream {
  const found = allStreams(context).get(streamId(group.name, name))
  if (!found) throw notFound('log stream')
  return found
}

export function createStream(context: Context, group: LogGroup, name: string): void {
  if (!/^[^:*]{1,512}$/.test(name)) throw invalid(`Log stream name '${name}' is not valid`)
  const id = streamId(group.name, name)
  if (allStreams(context).get(id)) throw alreadyThere('log stream')
  allStreams(context).put(id, { group: group.name, name, created: context.now().getTime(), id: randomUUID() })
}

export function removeStream(context: Context, stream: LogStream): void {
  eventsOf(context, stream).remove()
  allStreams(context).remove(streamId(stream.group, stream.name))
}

export const eventsOf = ({ folder }: Context, stream: LogStream): EventFile => eventFile(folder, stream.id)
