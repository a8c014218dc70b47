/** What happens in a run, as it happens; people and tests listen to the same events. */
export type RunEvent =
  | { readonly kind: 'started'; readonly step: string; readonly subject: string }
  | { readonly kind: 'rows'; readonly subject: string; readonly rows: number }
  | {
      readonly kind: 'finished'
      readonly step: string
      readonly subject: string
      readonly rows?: number
      readonly ms: number
    }

export type Listener = (event: RunEvent) => void | Promise<void>

export const silent: Listener = () => {}
