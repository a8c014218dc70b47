/** What happens in a run, as it happens; people and tests listen to the same events. */
export type RunEvent =
  | { readonly kind: 'planned'; readonly planned: PlannedRun }
  | { readonly kind: 'started'; readonly step: string; readonly subject: string }
  | { readonly kind: 'rows'; readonly subject: string; readonly rows: number }
  | {
      readonly kind: 'finished'
      readonly step: string
      readonly subject: string
      readonly rows?: number
      readonly ms: number
    }

/** What a run is about to do, in numbers. */
export interface PlannedRun {
  readonly source: string
  readonly position: string
  /** How the view of the source is opened; absent where there is no other way. */
  readonly view?: string
  readonly dimensions: number
  readonly facts: number
  /** Tables that are read, of those the source has. */
  readonly tables: number
  readonly tablesInSource: number
  /** Rows that will be read; null where the source does not say. */
  readonly rows: number | null
}

export type Listener = (event: RunEvent) => void | Promise<void>

export const silent: Listener = () => {}
