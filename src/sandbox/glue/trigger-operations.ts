import { pageOf } from '../paging.ts'
import { ServiceException } from '../protocol/service-exception.ts'
import { type Resources, resources, sortedBy } from '../resource.ts'
import type { Context, Operations } from '../service.ts'
import { alreadyThere, notFound } from './catalog.ts'
import { startRun } from './jobs/run-operations.ts'
import type { JobRunner } from './jobs/runner.ts'
import { beginTags, endTags, tagsOf } from './tag-operations.ts'

type Trigger = import('@aws-sdk/client-glue').Trigger

const MOST = 100

const triggers: Resources<Trigger> = resources({
  collection: 'glue/triggers',
  missing: (id) => notFound(`Trigger ${id}`),
  taken: (id) => alreadyThere(`Trigger ${id}`),
})

const notActivated = (type: string | undefined): ServiceException =>
  new ServiceException(
    'InvalidInputException',
    `Triggers of the type ${type} are kept, and not fired by the sandbox: only ON_DEMAND ones can be started. Leave it deactivated (Terraform: enabled = false).`,
  )

/** Triggers are kept; those on demand start what they name. */
export const triggerOperations = (runner: JobRunner): Operations<typeof import('@aws-sdk/client-glue')> => ({
  CreateTrigger({ Tags, StartOnCreation = false, ...input }, context) {
    if (StartOnCreation && input.Type === 'ON_DEMAND')
      throw new ServiceException('InvalidInputException', 'A trigger on demand cannot be started on creation.')
    if (StartOnCreation) throw notActivated(input.Type)
    triggers.add(context, input.Name, { ...input, State: 'CREATED' })
    beginTags(context, 'trigger', input.Name, Tags)
    return { Name: input.Name }
  },

  GetTrigger: ({ Name }, context) => ({ Trigger: triggers.found(context, Name) }),

  GetTriggers({ DependentJobName, NextToken, MaxResults = MOST }, context) {
    const all = sorted(context).filter(starts(DependentJobName))
    const { items, next } = pageOf(all, { token: NextToken, size: MaxResults })
    return { Triggers: [...items], NextToken: next }
  },

  ListTriggers({ DependentJobName, Tags = {}, NextToken, MaxResults = MOST }, context) {
    const tagged = ({ Name = '' }: Trigger): boolean => {
      const tags = tagsOf(context, 'trigger', Name)
      return Object.entries(Tags).every(([key, value]) => tags[key] === value)
    }
    const all = sorted(context).filter(starts(DependentJobName)).filter(tagged)
    const { items, next } = pageOf(all, { token: NextToken, size: MaxResults })
    return { TriggerNames: items.map(({ Name = '' }) => Name), NextToken: next }
  },

  /** What is not said is gone, but its type and state. */
  UpdateTrigger({ Name, TriggerUpdate }, context) {
    const updated = ({ Type, State, WorkflowName }: Trigger): Trigger => ({
      Type,
      State,
      WorkflowName,
      ...TriggerUpdate,
      Name,
    })
    return { Trigger: triggers.change(context, Name, updated) }
  },

  DeleteTrigger({ Name }, context) {
    if (triggers.get(context, Name)) triggers.remove(context, Name)
    endTags(context, 'trigger', Name)
    return { Name }
  },

  async StartTrigger({ Name }, context) {
    const { Type, Actions = [] } = triggers.found(context, Name)
    if (Type !== 'ON_DEMAND') throw notActivated(Type)
    for (const { CrawlerName, ...action } of Actions) {
      if (CrawlerName === undefined) startRun(runner, context, action, Name)
      else await context.call('glue', 'StartCrawler', { Name: CrawlerName })
    }
    return { Name }
  },

  /** None is active, so there is nothing to do. */
  StopTrigger: ({ Name }, context) => ({ Name: triggers.found(context, Name).Name }),
})

const sorted = (context: Context): Trigger[] => sortedBy(triggers.all(context), ({ Name }) => Name)

const starts =
  (job: string | undefined) =>
  ({ Actions = [] }: Trigger): boolean =>
    job === undefined || Actions.some(({ JobName }) => JobName === job)
