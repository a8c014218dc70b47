import type { Socket } from 'node:net'

/** How long a server may say nothing. */
export interface Patience {
  /** Until a connection stands, milliseconds. */
  readonly connectMs: number
  /** While an answer is awaited, milliseconds; then the server is asked whether it is still at work. */
  readonly silenceMs: number
}

export const PATIENCE: Patience = { connectMs: 10_000, silenceMs: 60_000 }

export interface Watched {
  readonly stream: Pick<Socket, 'bytesRead'>
  readonly silenceMs: number
  /** Whether the server is at work on the answer, as it says itself. */
  readonly working: () => Promise<boolean>
  readonly lost: (error: Error) => void
}

/**
 * Calls `lost` when an answer is awaited, nothing comes, and the server is not at work on it either: a network that swallows everything
 * tells nobody that it does. Ends when the function it gives is called.
 */
export function watch({ stream, silenceMs, working, lost }: Watched): () => void {
  let seen = stream.bytesRead
  let ended = false
  const look = async (): Promise<void> => {
    const silent = stream.bytesRead === seen
    seen = stream.bytesRead
    if (silent && !(await working()) && !ended && stream.bytesRead === seen)
      return lost(Object.assign(new Error(`nothing came for ${silenceMs / 1000} s`), { code: 'ETIMEDOUT' }))
    if (!ended) timer = setTimeout(look, silenceMs)
  }
  let timer = setTimeout(look, silenceMs)
  return () => {
    ended = true
    clearTimeout(timer)
  }
}
