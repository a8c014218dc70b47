import { createConnection, createServer, type Socket } from 'node:net'

/** A listener on this machine that passes bytes on to a server, until it is told to swallow them. */
export interface Forwarder extends AsyncDisposable {
  readonly port: number
  /** From now on nothing of what the server says comes through; connections stay, and new ones are taken. */
  stall(): void
}

/** Passes on to `port` of this machine; with 0 it takes connections and never says a word. */
export async function startForwarder(port: number, host = '127.0.0.1'): Promise<Forwarder> {
  const sockets: Socket[] = []
  let stalled = port === 0
  const server = createServer((client) => {
    sockets.push(client.on('error', () => {}))
    if (port === 0) return
    const target = createConnection({ port, host: '127.0.0.1' })
    sockets.push(target.on('error', () => {}))
    client.on('data', (bytes) => void (stalled || target.write(bytes))).on('close', () => target.destroy())
    target.on('data', (bytes) => void (stalled || client.write(bytes))).on('close', () => client.destroy())
  })
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(0, host, resolve))
  const address = server.address()
  return {
    port: typeof address === 'object' && address ? address.port : 0,
    stall() {
      stalled = true
    },
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
