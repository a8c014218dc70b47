import { appendFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { ServiceException } from '../../protocol/service-exception.ts'
import type { Context } from '../../service.ts'

/** What a run says, in a file and in CloudWatch Logs. */
export interface RunLog {
  follow(stream: Readable): void
  write(text: string): Promise<void>
  /** Once all that was said has been kept. */
  end(): Promise<void>
}

const WAIT_MS = 200
const LONGEST = 200_000

/** `kind` is the file, and the last part of the log group: `/aws-glue/jobs/output`; the stream is the run. */
export function runLog(
  context: Context,
  { folder, id, kind }: { readonly folder: string; readonly id: string; readonly kind: 'output' | 'error' },
): RunLog {
  const at = { logGroupName: `/aws-glue/jobs/${kind}`, logStreamName: id }
  let waiting: { timestamp: number; message: string }[] = []
  let half = ''
  let sent = create(context, at)
  let timer: NodeJS.Timeout | undefined
  const send = (): Promise<void> => {
    clearTimeout(timer)
    timer = undefined
    const logEvents = waiting
    waiting = []
    if (logEvents.length > 0) sent = sent.then(() => put(context, { ...at, logEvents }))
    return sent
  }
  const take = (lines: readonly string[]): void => {
    const timestamp = context.now().getTime()
    for (const line of lines) if (line !== '') waiting.push({ timestamp, message: line.slice(0, LONGEST) })
    timer ??= setTimeout(send, WAIT_MS)
  }
  const heard = (text: string): void => {
    appendFileSync(join(folder, `${kind}.log`), text)
    const lines = (half + text).split('\n')
    half = lines.pop() ?? ''
    take(lines)
  }
  return {
    follow: (stream) => void stream.setEncoding('utf8').on('data', heard),
    write(text) {
      heard(`${text}\n`)
      return send()
    },
    end() {
      take([half])
      half = ''
      return send()
    },
  }
}

interface Stream {
  readonly logGroupName: string
  readonly logStreamName: string
}

async function create(context: Context, { logGroupName, logStreamName }: Stream): Promise<void> {
  await unlessThere(context.call('logs', 'CreateLogGroup', { logGroupName }))
  await unlessThere(context.call('logs', 'CreateLogStream', { logGroupName, logStreamName }))
}

// Somebody may take the group away while the job runs: then its events are in the file alone.
const put = (context: Context, input: object): Promise<void> =>
  context.call('logs', 'PutLogEvents', input).then(
    () => undefined,
    (error: unknown) => {
      if (!(error instanceof ServiceException)) throw error
    },
  )

async function unlessThere(creating: Promise<object>): Promise<void> {
  try {
    await creating
  } catch (error) {
    if (!(error instanceof ServiceException && error.code === 'ResourceAlreadyExistsException')) throw error
  }
}
