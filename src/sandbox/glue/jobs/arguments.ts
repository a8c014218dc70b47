import type { Job, JobRun } from './job-store.ts'

export type Arguments = Readonly<Record<string, string>>

/** What a run's script is told: the job's defaults, then what the run says, then what nobody may say otherwise. */
export const mergedArguments = (job: Job, run: JobRun): Arguments => ({
  ...job.DefaultArguments,
  ...run.Arguments,
  ...job.NonOverridableArguments,
})

/** Paths apart by commas. */
export const listed = (value: string | undefined): readonly string[] =>
  (value ?? '')
    .split(',')
    .map((path) => path.trim())
    .filter((path) => path !== '')

/** As the script finds them: `--JOB_NAME`, then each with its value. */
export const scriptArguments = (args: Arguments, { JobName = '', Id = '' }: JobRun): readonly string[] => [
  ...Object.entries({ ...args, '--JOB_NAME': JobName, '--JOB_RUN_ID': Id, '--JOB_ID': `j_${JobName}` }).flat(),
]

/** Arguments that ask Glue for what is not here; undefined where there is none. */
export function refusedArgument(args: Arguments): string | undefined {
  if ((args['--job-bookmark-option'] ?? 'job-bookmark-disable') !== 'job-bookmark-disable')
    return 'Job bookmarks are not done by the sandbox: set --job-bookmark-option to job-bookmark-disable'
  if ((args['--job-language'] ?? 'python').toLowerCase() !== 'python')
    return `Scripts in ${args['--job-language']} are not done by the sandbox, only Python`
  if (args['--datalake-formats']) return `--datalake-formats ${args['--datalake-formats']} is not done by the sandbox`
  return undefined
}
