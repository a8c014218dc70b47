import { expect } from 'vitest'

/** The password of user shop: no error, label or note may hold it, plain or as a URL writes it. */
export const PASSWORD = 'gehe:m/n1s@%'

/** The URL of a database as user shop, by TCP on the loopback address. */
export const urlOf = ({ port }: { readonly port: number }, database: string, password = PASSWORD): string =>
  `mysql://shop:${encodeURIComponent(password)}@127.0.0.1:${port}/${database}`

/** Every text that hangs on an error, its causes too. */
function everythingOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  const own = Object.getOwnPropertyNames(error).map((name) => String(Reflect.get(error, name)))
  return [...own, error.cause === undefined ? '' : everythingOf(error.cause)].join('\n')
}

/** The error of what is done; no text of it holds a secret. */
export async function errorOf(done: Promise<unknown>): Promise<unknown> {
  const error = await done.then(
    () => expect.unreachable('it should have failed'),
    (reason: unknown) => reason,
  )
  for (const secret of [PASSWORD, encodeURIComponent(PASSWORD), 'mask-key'])
    expect(everythingOf(error)).not.toContain(secret)
  return error
}
