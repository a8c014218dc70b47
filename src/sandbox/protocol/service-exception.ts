export interface ExceptionDetails {
  /** HTTP status; 400 unless said. */
  readonly status?: number
  /** Further members of the error, as its protocol writes them: S3's `BucketName`, `Key` … */
  readonly fields?: Readonly<Record<string, string>>
  readonly headers?: Readonly<Record<string, string>>
  readonly cause?: unknown
}

/** What a client is told instead of an answer; the code as AWS writes it on the wire. Never a fault of ours. */
export class ServiceException extends Error {
  readonly code: string
  readonly status: number
  readonly fields: Readonly<Record<string, string>>
  readonly headers: Readonly<Record<string, string>>

  constructor(code: string, message: string, details: ExceptionDetails = {}) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause })
    this.name = 'ServiceException'
    this.code = code
    this.status = details.status ?? 400
    this.fields = details.fields ?? {}
    this.headers = details.headers ?? {}
  }
}

/** A request that does not fit its operation's shapes; each protocol has its own code for it. */
export class MalformedInput extends Error {
  /** Where a member that must be there is not. */
  readonly missing: string | undefined

  constructor(message: string, missing?: string) {
    super(message)
    this.name = 'MalformedInput'
    this.missing = missing
  }
}
