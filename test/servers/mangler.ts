import { createConnection, createServer, type Socket } from 'node:net'

/** What becomes of a packet of the server on its way: its bytes with their header, changed or not; null ends the connection there. */
export type Mangle = (packet: Buffer) => Buffer | null

/** A listener on this machine that passes on to a server, and may change what the server says, packet by packet. */
export interface Mangler extends AsyncDisposable {
  readonly port: number
  /** From now on; undefined changes nothing. */
  mangle: Mangle | undefined
}

const HEADER = 4

export async function startMangler(port: number): Promise<Mangler> {
  const sockets: Socket[] = []
  const server = createServer((client) => {
    const target = createConnection({ port, host: '127.0.0.1' })
    sockets.push(
      client.on('error', () => {}),
      target.on('error', () => {}),
    )
    client.on('data', (bytes) => void target.write(bytes)).on('close', () => target.destroy())
    let waiting = Buffer.alloc(0)
    target.on('data', (bytes) => {
      waiting = Buffer.concat([waiting, bytes])
      while (waiting.length >= HEADER && waiting.length >= HEADER + waiting.readUIntLE(0, 3)) {
        const length = HEADER + waiting.readUIntLE(0, 3)
        const packet = Buffer.from(waiting.subarray(0, length))
        waiting = waiting.subarray(length)
        const passed = mangler.mangle ? mangler.mangle(packet) : packet
        if (passed === null) return void client.destroy()
        client.write(passed)
      }
    })
    target.on('close', () => client.destroy())
  })
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(0, '127.0.0.1', resolve))
  const address = server.address()
  const mangler: Mangler = {
    port: typeof address === 'object' && address ? address.port : 0,
    mangle: undefined,
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy()
      await new Promise((resolve) => server.close(resolve))
    },
  }
  return mangler
}
