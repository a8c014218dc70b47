import { once } from 'node:events'
import { type Folder, start, succeed, tempFolder } from '../../cli/starlift.ts'

export interface ServedFolder extends AsyncDisposable {
  /** With the token. */
  readonly url: string
  /** Without: what the browser shows once it is let in. */
  readonly origin: string
  readonly port: number
  /** Ends the server as Ctrl-C does. */
  readonly stop: () => Promise<void>
}

/** The dashboard of a folder's star, served by the built command on a port that is free, or on this one. */
export async function serveFolder(folder: string, port = 0): Promise<ServedFolder> {
  const started = start(folder, ['dashboard', '--port', String(port), '--json'])
  let printed = ''
  started.child.stdout?.on('data', (text: string) => {
    printed += text
  })
  await Promise.race([started.printed('}'), started.outcome.then(({ stderr }) => Promise.reject(new Error(stderr)))])
  const { url } = JSON.parse(printed) as { url: string }
  const stop = async () => {
    if (started.child.exitCode !== null || started.child.signalCode !== null) return
    started.child.kill('SIGINT')
    await once(started.child, 'close')
  }
  const { origin, port: own } = new URL(url)
  return { url, origin, port: Number(own), stop, [Symbol.asyncDispose]: stop }
}

/** The invented shop, published. */
export async function demoFolder(...options: readonly string[]): Promise<Folder> {
  const folder = await tempFolder()
  await succeed(folder.path, 'demo', 'shop', ...options)
  return { path: `${folder.path}/shop`, [Symbol.asyncDispose]: () => folder[Symbol.asyncDispose]() }
}
