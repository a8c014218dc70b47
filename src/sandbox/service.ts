import type { Readable } from 'node:stream'
import type { Upload } from './body.ts'
import type { ObjectStore } from './object-store.ts'
import type { State } from './state.ts'

/** What every handler has at hand. */
export interface Context {
  /** Always 000000000000. */
  readonly account: string
  readonly region: string
  /** Where clients reach the sandbox: `http://127.0.0.1:4566`. */
  readonly endpoint: string
  readonly requestId: string
  readonly state: State
  /** The sandbox's folder, for files of a service's own below a folder of its name. */
  readonly folder: string
  /** What S3 keeps, as files. */
  readonly objects: ObjectStore
  now(): Date
  /** Another service's operation, without HTTP: typed as its caller says. Fails as it would for a client. */
  call<Output extends object>(service: string, operation: string, input: object): Promise<Output>
}

/**
 * One AWS service: a handler for each operation that it does. Inputs have been checked against the operation's shapes; what a handler gives
 * is written as its output shape says. To refuse, throw a ServiceException with AWS's own code. An operation without a handler, or without a
 * model (`scripts/sandbox-operations.ts`), is answered 400 by name.
 */
export interface Service {
  /** As in `scripts/sandbox-operations.ts`. */
  readonly name: string
  readonly operations: Readonly<Record<string, Handler>>
  /** Before the first request: what an earlier process left half done is put right. */
  begin?(context: Context): void
  /** After the last request: what still runs is stopped. */
  end?(): Promise<void>
}

// A handler takes the input of its own operation alone; `never` is what all of them take.
type Handler = (input: never, context: Context) => object | Promise<object>

/** Members that must be there are there: their absence was refused before the handler is called. Uploads come as streams. */
type Checked<Input> = {
  [Name in keyof Input as Exclude<Name, 'Body'>]: Record<never, never> extends Pick<Input, Name>
    ? Input[Name]
    : Exclude<Input[Name], undefined>
} & ('Body' extends keyof Input ? { readonly Body: Upload } : unknown)

/** What a handler gives; `$status` where the HTTP status is not the operation's own, as of a range. */
type Given<Output> = {
  [Name in keyof Output as Name extends '$metadata' ? never : Name]: Name extends 'Body'
    ? Readable | undefined
    : Output[Name]
} & { readonly $status?: number }

type Command<Input, Output> = new (
  ...given: never[]
) => { readonly input: Input; resolveMiddleware(...given: never[]): (given: never) => Promise<{ output: Output }> }

/**
 * Handlers typed by the SDK's client package: `const operations: Operations<typeof import('@aws-sdk/client-sts')> = { … }`.
 * Types only: nothing of the SDK is loaded.
 */
export type Operations<Sdk> = {
  readonly [Name in keyof Sdk as Name extends `${infer Operation}Command`
    ? Operation
    : never]?: Sdk[Name] extends Command<infer Input, infer Output>
    ? (input: Checked<Input>, context: Context) => Given<Output> | Promise<Given<Output>>
    : never
}
