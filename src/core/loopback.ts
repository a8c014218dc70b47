import type { Server } from 'node:http'
import { type ErrorCode, StarliftError } from './error.ts'

/** Binds a server to 127.0.0.1 alone. Fails with `busy` where the port is taken; 0 is one that is free. */
export const bindLoopback = (server: Server, port: number, busy: ErrorCode): Promise<void> =>
  new Promise((resolve, reject) => {
    server.once('error', (cause: NodeJS.ErrnoException) =>
      reject(cause.code === 'EADDRINUSE' ? taken(port, busy, cause) : cause),
    )
    server.listen({ host: '127.0.0.1', port, backlog: 1024 }, () => resolve())
  })

const taken = (port: number, busy: ErrorCode, cause: Error): StarliftError =>
  new StarliftError(busy, {
    operation: 'listen',
    subject: String(port),
    what: `Port ${port} of 127.0.0.1 is in use`,
    next: `Name another:  --port ${port + 1} , or  --port 0  for one that is free`,
    cause,
  })
