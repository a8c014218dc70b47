import { ServiceException } from '../protocol/service-exception.ts'
import { resources } from '../resource.ts'
import type { Context } from '../service.ts'
import { tagging } from '../tags.ts'

type Target = import('@aws-sdk/client-eventbridge').Target

export interface KeptRule {
  readonly Name: string
  readonly Arn: string
  readonly State: 'ENABLED' | 'DISABLED' | 'ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS'
  readonly EventBusName: string
  readonly EventPattern?: string | undefined
  readonly ScheduleExpression?: string | undefined
  readonly Description?: string | undefined
  readonly RoleArn?: string | undefined
  readonly targets: readonly Target[]
}

const notFound = (message: string): ServiceException => new ServiceException('ResourceNotFoundException', message)

export const rules = resources<KeptRule>({
  collection: 'events/rules',
  missing: (name) => notFound(`Rule ${name} does not exist on EventBus default.`),
  taken: (name) => new ServiceException('ResourceAlreadyExistsException', `Rule ${name} already exists.`),
})
export const tags = tagging('events', (arn) => notFound(`Rule ${arn} does not exist.`))

export const DEFAULT_BUS = 'default'

/** There is one bus, and rules on it; by name or by ARN. */
export function checkBus({ account, region }: Context, bus: string | undefined): void {
  if (bus === undefined || bus === DEFAULT_BUS) return
  if (bus !== `arn:aws:events:${region}:${account}:event-bus/default`)
    throw notFound(`Event bus ${bus} does not exist.`)
}

export const validation = (message: string): ServiceException => new ServiceException('ValidationException', message)

/** What says when a rule would fire is kept as it is written, if it is of the right form. */
export function checkWhen({ ScheduleExpression, EventPattern }: Partial<KeptRule>): void {
  if (!ScheduleExpression && !EventPattern)
    throw validation('Parameter(s) EventPattern or ScheduleExpression must be specified.')
  if (ScheduleExpression && !/^(rate|cron)\(.+\)$/.test(ScheduleExpression))
    throw validation('Parameter ScheduleExpression is not valid.')
  if (EventPattern && !isObject(EventPattern))
    throw new ServiceException(
      'InvalidEventPatternException',
      'Event pattern is not valid. Reason: it is no JSON object.',
    )
}

function isObject(text: string): boolean {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null && !Array.isArray(value)
  } catch {
    return false
  }
}
