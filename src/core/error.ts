/** Every way in which Starlift fails on purpose, with its exit code and what it means. `docs/errors.md` is made from this table. */
export const ERRORS = {
  USAGE: [2, 'The command line is not understood.'],
  CONFIG: [2, 'starlift.config.ts is missing, does not load, or says something that cannot be.'],
  MODEL_LOAD: [2, 'star.ts does not load, or does not export a star.'],
  MODEL_COLUMN: [2, 'The model uses a table, column or relation that the source does not have.'],
  MODEL_AMBIGUOUS: [2, 'The model names a relation by its table, and several foreign keys lead there.'],
  MODEL_NO_KEY: [2, 'A table without a primary or unique key cannot be a grain or a dimension.'],
  MODEL_TYPE: [2, 'An expression of the model does not fit the types it is used with.'],
  MODEL_NAME: [2, 'Two things of the published star would have one name, or a name cannot be used.'],
  MODEL_UNSUPPORTED: [2, 'The model asks for what Starlift does not do yet.'],
  SCHEMA_CHANGED: [4, 'schema.ts does not say what the database says; only `pull --check` asks.'],
  PULL_NAME: [2, 'A foreign key cannot be given a name that is free in its table.'],
  EXPLORE_ROWS: [2, 'A table has more rows than may be read to look at it.'],
  POLICY: [2, 'A policy of the config cannot be applied.'],
  SOURCE_MISSING: [3, 'The dump is not there or cannot be opened.'],
  SOURCE_CORRUPT: [3, 'The dump ends too early, or holds what no dump holds.'],
  SOURCE_ENCODING: [3, 'The dump is in a character set that cannot be read exactly.'],
  SOURCE_CHANGED: [3, 'The source changed while it was read.'],
  SOURCE_UNREACHABLE: [3, 'The database server does not answer, or does not have the database.'],
  SOURCE_LOGIN: [3, 'The database server refuses the login, or AWS what is asked of it for one.'],
  SOURCE_TLS: [3, 'There is no verified TLS connection to the database server.'],
  SOURCE_PRIVILEGE: [3, 'The user may not read a table that is needed.'],
  SOURCE_LOST: [3, 'The connection to the database server was lost before all was read.'],
  TYPE_OVERFLOW: [3, 'A column has more digits than the lake holds.'],
  TYPE_REFUSED: [3, 'A column that is used has a type with no exact home.'],
  VALUE_ZERO_DATE: [3, 'A date is zero or does not exist.'],
  VALUE_INVALID: [3, 'A value does not fit the type of its column.'],
  KEY_COLLATION: [3, 'MySQL compares a text key by collation, and the rows it would join differ in their bytes.'],
  CHECK_FAILED: [4, 'A check of the model does not hold.'],
  KEY_NOT_UNIQUE: [4, 'A key that must be unique is not.'],
  PROOF_FAILED: [4, 'Two witnesses disagree about a figure; nothing is published.'],
  LAKE_FALSE: [4, 'The published files no longer say what their receipt says.'],
  LAKE_MISSING: [5, 'There is no lake, or no version in it.'],
  LAKE_DAMAGED: [5, 'A file of the lake is missing or unreadable.'],
  LAKE_FULL: [5, 'There is not enough room for the run.'],
  ENGINE_LOAD: [5, 'The engine of this platform is missing or does not load.'],
  STORE_EXISTS: [5, 'Something is already at the path that was to be created.'],
  STORE_DENIED: [5, 'The lake’s folder or bucket may not be written or read.'],
  STORE_UNREACHABLE: [5, 'The lake’s bucket is not there or does not answer.'],
  QUESTION: [2, 'A question names what the star has not, or what the facts it asks do not share.'],
  QUERY: [2, 'The SQL of a query is refused.'],
  RUN_BUSY: [6, 'Another run holds the lake.'],
  SANDBOX_CREDENTIALS: [2, 'The environment holds credentials that may be real, and the sandbox is not for them.'],
  SANDBOX_FOLDER: [5, 'The sandbox’s folder holds what is not its own.'],
  SANDBOX_BUSY: [6, 'The sandbox’s port or folder is in use.'],
  DASHBOARD_BUSY: [6, 'The dashboard’s port is in use.'],
  JOB_MISSING: [2, 'The job is not there, or Glue does not start it.'],
  JOB_FAILED: [5, 'A run of the job in Glue did not end well.'],
  NOTEBOOK_MISSING: [2, 'There is no Python with what the notebook needs.'],
  SPARK_MISSING: [2, 'No Spark is found on this machine.'],
  SPARK_FAILED: [5, 'A Spark job did not end well.'],
  STOPPED: [130, 'The run was stopped.'],
} as const satisfies Record<string, readonly [number, string]>

export type ErrorCode = keyof typeof ERRORS

export interface ErrorDetails {
  /** What was being done: `read`, `plan`, `prove` … */
  readonly operation: string
  /** What it was done to: a table, a column, a file. */
  readonly subject: string
  /** One sentence: what is wrong. */
  readonly what: string
  /** Further lines: where, how much, as the server said it. */
  readonly lines?: readonly string[]
  /** The one thing to do next. */
  readonly next: string
  readonly cause?: unknown
}

/** The only error that reaches people as text; any other is a bug of ours. */
export class StarliftError extends Error {
  readonly code: ErrorCode
  readonly operation: string
  readonly subject: string
  readonly lines: readonly string[]
  readonly next: string

  constructor(code: ErrorCode, details: ErrorDetails) {
    super(details.what, details.cause === undefined ? undefined : { cause: details.cause })
    this.name = 'StarliftError'
    this.code = code
    this.operation = details.operation
    this.subject = details.subject
    this.lines = details.lines ?? []
    this.next = details.next
  }

  /** The same failure with more said of it; the cause stays. */
  with(more: Partial<Pick<ErrorDetails, 'lines' | 'next'>>): StarliftError {
    const { operation, subject, message, lines, next, cause } = this
    return new StarliftError(this.code, { operation, subject, what: message, lines, next, cause, ...more })
  }

  get exitCode(): number {
    return ERRORS[this.code][0]
  }
}

export const isStarliftError = (error: unknown, code?: ErrorCode): error is StarliftError =>
  error instanceof StarliftError && (code === undefined || error.code === code)
