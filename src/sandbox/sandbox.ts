import { join } from 'node:path'
import type { Engine } from '../core/engine.ts'
import { answerer, handle } from './answer.ts'
import { athena } from './athena/athena.ts'
import { openFolder } from './folder.ts'
import { glue } from './glue/glue.ts'
import type { SparkOptions } from './glue/jobs/spark.ts'
import { keptServices } from './kept-services.ts'
import { logs } from './logs/logs.ts'
import { withPage } from './page/page.ts'
import { ServiceException } from './protocol/service-exception.ts'
import type { RdsInstance } from './rds/instance.ts'
import { rds } from './rds/rds.ts'
import { objectStore } from './s3/objects.ts'
import { s3 } from './s3/s3.ts'
import { openStorage, type Storage } from './s3/storage.ts'
import { listen } from './server.ts'
import type { Context, Service } from './service.ts'
import { openState } from './state.ts'
import { sts } from './sts/sts.ts'

export interface SandboxOptions {
  /** 0 is one that is free. */
  readonly port: number
  /** Holds all the sandbox knows; made where it is not there. */
  readonly folder: string
  /** Forgets what the folder holds. */
  readonly reset?: boolean
  readonly region?: string
  /** The servers that RDS names. */
  readonly rds?: readonly RdsInstance[]
  /** What Glue's jobs run on; found by itself unless said. */
  readonly spark?: SparkOptions
  /** An engine for one of Athena's queries, given a folder for what does not fit in memory. Without it none runs. */
  readonly openEngine?: (scratch: string) => Promise<Engine>
  /** Told of faults of ours, with what was asked; on stderr unless said. */
  readonly onFault?: (error: unknown, operation: string) => void
  readonly now?: () => Date
}

export interface Sandbox extends AsyncDisposable {
  /** `http://127.0.0.1:4566` */
  readonly url: string
  readonly folder: string
  readonly region: string
}

const ACCOUNT = '000000000000'
const REGION = 'eu-west-1'

/** Every service of the sandbox. Another one is a line here and its operations in `scripts/sandbox-operations.ts`. */
const servicesOf = (storage: Storage, options: SandboxOptions): ReadonlyMap<string, Service> =>
  new Map(
    [
      s3(storage),
      sts,
      glue(options.spark, options.openEngine),
      rds(options.rds ?? []),
      logs,
      athena(options.openEngine),
      ...keptServices,
    ].map((service) => [service.name, service]),
  )

/** Starts the AWS-shaped endpoint on 127.0.0.1. Fails with SANDBOX_BUSY or SANDBOX_FOLDER. */
export async function startSandbox(options: SandboxOptions): Promise<Sandbox> {
  const folder = openFolder(options.folder, { reset: options.reset ?? false })
  try {
    const region = options.region ?? REGION
    const storage = openStorage(join(folder.path, 's3'))
    const services = servicesOf(storage, options)
    let url = ''
    const context = contexts({
      folder: folder.path,
      region,
      url: () => url,
      now: options.now ?? (() => new Date()),
      storage,
      services,
    })
    const answering = { services, context, onFault: options.onFault ?? tellFault }
    const listening = await listen(options.port, withPage(answering, answerer(answering)))
    url = `http://127.0.0.1:${listening.port}`
    for (const service of services.values()) service.begin?.(context('begin'))
    const stop = async (): Promise<void> => {
      await listening[Symbol.asyncDispose]()
      for (const service of services.values()) await service.end?.()
      folder[Symbol.dispose]()
    }
    return { url, folder: folder.path, region, [Symbol.asyncDispose]: stop }
  } catch (error) {
    folder[Symbol.dispose]()
    throw error
  }
}

interface Surroundings {
  readonly folder: string
  readonly region: string
  readonly url: () => string
  readonly now: () => Date
  readonly storage: Storage
  readonly services: ReadonlyMap<string, Service>
}

function contexts({ folder, region, url, now, storage, services }: Surroundings): (requestId: string) => Context {
  const state = openState(join(folder, 'state'))
  const objects = objectStore(storage, now)
  const contextOf = (requestId: string): Context => ({
    account: ACCOUNT,
    region,
    endpoint: url(),
    requestId,
    state,
    folder,
    objects,
    now,
    call: (service, operation, input) =>
      callInProcess(services.get(service), { operation, input }, contextOf(requestId)),
  })
  return contextOf
}

async function callInProcess<Output extends object>(
  service: Service | undefined,
  { operation, input }: { readonly operation: string; readonly input: object },
  context: Context,
): Promise<Output> {
  if (!service) throw new ServiceException('UnknownOperationException', `${operation} is of no service that is here`)
  return (await handle(service, { operation, input: input as Record<string, unknown> }, context)) as Output
}

const tellFault = (error: unknown, operation: string): void => {
  process.stderr.write(`${operation}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`)
}
