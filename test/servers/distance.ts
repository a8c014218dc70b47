import { createConnection, createServer, type Socket } from 'node:net'

/** A listener on this machine that passes all on to a server as if it were far away. */
export interface Distance extends AsyncDisposable {
  readonly port: number
}

/** There and back takes `roundTripMs` milliseconds. */
export async function startDistance(port: number, roundTripMs: number): Promise<Distance> {
  const sockets: Socket[] = []
  const server = createServer((client) => {
    const target = createConnection({ port, host: '127.0.0.1', noDelay: true })
    sockets.push(
      client.setNoDelay(true).on('error', () => {}),
      target.on('error', () => {}),
    )
    const later = (to: Socket) => (bytes: Buffer) => void setTimeout(() => to.write(bytes), roundTripMs / 2)
    client.on('data', later(target)).on('close', () => target.destroy())
    target.on('data', later(client)).on('close', () => client.destroy())
  })
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(0, '127.0.0.1', resolve))
  const address = server.address()
  return {
    port: typeof address === 'object' && address ? address.port : 0,
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
