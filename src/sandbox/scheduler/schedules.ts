import { ServiceException } from '../protocol/service-exception.ts'
import { resources } from '../resource.ts'
import type { Context } from '../service.ts'
import { tagging } from '../tags.ts'

type GetScheduleOutput = import('@aws-sdk/client-scheduler').GetScheduleOutput
type GetScheduleGroupOutput = import('@aws-sdk/client-scheduler').GetScheduleGroupOutput

export type Schedule = Omit<GetScheduleOutput, '$metadata'>
export type ScheduleGroup = Omit<GetScheduleGroupOutput, '$metadata'>

export const DEFAULT_GROUP = 'default'

const notFound = (what: string): ServiceException =>
  new ServiceException('ResourceNotFoundException', `${what} does not exist.`, { status: 404 })

const conflict = (what: string): ServiceException =>
  new ServiceException('ConflictException', `${what} already exists.`, { status: 409 })

/** By `group/name`. */
export const schedules = resources<Schedule>({
  collection: 'scheduler/schedules',
  missing: (id) => notFound(`Schedule ${id.slice(id.indexOf('/') + 1)}`),
  taken: (id) => conflict(`Schedule ${id.slice(id.indexOf('/') + 1)}`),
})

/** By name; the default one is there without being kept. */
const made = resources<ScheduleGroup>({
  collection: 'scheduler/groups',
  missing: (name) => notFound(`Schedule group ${name}`),
  taken: (name) => conflict(`Schedule group ${name}`),
})

export const groups: typeof made = {
  ...made,
  all: (context) => [defaultGroup(context), ...made.all(context)],
  get: (context, name) => (name === DEFAULT_GROUP ? defaultGroup(context) : made.get(context, name)),
  found: (context, name) => (name === DEFAULT_GROUP ? defaultGroup(context) : made.found(context, name)),
}

export const groupArn = ({ account, region }: Context, name: string): string =>
  `arn:aws:scheduler:${region}:${account}:schedule-group/${name}`

const defaultGroup = (context: Context): ScheduleGroup => ({
  Arn: groupArn(context, DEFAULT_GROUP),
  Name: DEFAULT_GROUP,
  State: 'ACTIVE',
})

/** Groups have tags; schedules have none. */
export const tags = tagging('scheduler', (arn) => notFound(`Resource ${arn}`))

export function checkExpression(expression: string | undefined): void {
  if (expression === undefined || /^(at|rate|cron)\(.+\)$/.test(expression)) return
  throw new ServiceException('ValidationException', `Invalid Schedule Expression ${expression}.`)
}
