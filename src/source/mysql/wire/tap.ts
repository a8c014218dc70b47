import { connect, type NetConnectOpts, type Socket } from 'node:net'
import { TLSSocket } from 'node:tls'

/** Bytes that the system is asked for at once. */
const PIECE = 1 << 18

type Take = (bytes: Uint8Array) => void

const takers = new WeakMap<Socket, Take>()

/** A socket that reads into one piece of memory again and again, where Node would leave a piece to the garbage for every read. */
export function tappedSocket(target: NetConnectOpts): Socket {
  const memory = new Uint8Array(PIECE)
  const socket: Socket = connect({
    ...target,
    onread: {
      buffer: memory,
      callback(length) {
        const take = takers.get(socket)
        if (take) take(memory.subarray(0, length))
        else socket.emit('data', Buffer.from(memory.subarray(0, length)))
        return true
      },
    },
  })
  return socket
}

/** From now on all that comes goes to `take`, which keeps none of its memory. TLS reads past the tap. */
export function tap(socket: Socket, take: Take): void {
  if (socket instanceof TLSSocket) socket.on('data', take)
  else takers.set(socket, take)
}
