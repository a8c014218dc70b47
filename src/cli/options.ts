/** What every command takes. */
export interface CommonOptions {
  readonly config: string
  readonly json?: boolean
}
