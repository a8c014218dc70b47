import { ServiceException } from '../protocol/service-exception.ts'
import type { Context } from '../service.ts'
import { asked, parameter } from './asked.ts'

type GetLogEvents = import('@aws-sdk/client-cloudwatch-logs').GetLogEventsCommandOutput

const LINES = 500

/** The last lines that a job's run wrote, to its output and to its errors. */
export async function outputOf(context: Context, query: URLSearchParams): Promise<object> {
  const run = parameter(query, 'run')
  return { output: await linesOf(context, run, 'output'), error: await linesOf(context, run, 'error') }
}

async function linesOf(context: Context, logStreamName: string, kind: string): Promise<(string | undefined)[]> {
  const input = { logGroupName: `/aws-glue/jobs/${kind}`, logStreamName, limit: LINES, startFromHead: false }
  try {
    const read = await asked<GetLogEvents>(context, { service: 'logs', operation: 'GetLogEvents', input })
    return (read?.events ?? []).map(({ message }) => message)
  } catch (error) {
    // A run that has said nothing yet has no stream.
    if (error instanceof ServiceException && error.code === 'ResourceNotFoundException') return []
    throw error
  }
}
