import { pageOf } from '../../paging.ts'
import { sortedBy } from '../../resource.ts'
import type { Context, Operations } from '../../service.ts'
import { beginTags, endTags, tagsOf } from '../tag-operations.ts'
import { type Job, jobs } from './job-store.ts'

const MOST = 100

export const jobOperations: Operations<typeof import('@aws-sdk/client-glue')> = {
  CreateJob({ Tags, ...input }, context) {
    const now = context.now()
    jobs.add(context, input.Name, { ...input, CreatedOn: now, LastModifiedOn: now })
    beginTags(context, 'job', input.Name, Tags)
    return { Name: input.Name }
  },

  GetJob: ({ JobName }, context) => ({ Job: jobs.found(context, JobName) }),

  GetJobs({ NextToken, MaxResults = MOST }, context) {
    const { items, next } = pageOf(sorted(context), { token: NextToken, size: MaxResults })
    return { Jobs: [...items], NextToken: next }
  },

  ListJobs({ NextToken, MaxResults = MOST, Tags = {} }, context) {
    const wanted = Object.entries(Tags)
    const all = sorted(context).filter(({ Name = '' }) => {
      const tags = tagsOf(context, 'job', Name)
      return wanted.every(([key, value]) => tags[key] === value)
    })
    const { items, next } = pageOf(all, { token: NextToken, size: MaxResults })
    return { JobNames: items.map(({ Name = '' }) => Name), NextToken: next }
  },

  /** What is not said anew is no longer so. */
  UpdateJob({ JobName, JobUpdate }, context) {
    jobs.change(context, JobName, ({ Name, CreatedOn }) => ({
      ...JobUpdate,
      Name,
      CreatedOn,
      LastModifiedOn: context.now(),
    }))
    return { JobName }
  },

  DeleteJob({ JobName }, context) {
    if (jobs.get(context, JobName)) jobs.remove(context, JobName)
    endTags(context, 'job', JobName)
    return { JobName }
  },
}

const sorted = (context: Context): Job[] => sortedBy(jobs.all(context), ({ Name }) => Name)
