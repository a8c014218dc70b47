import { Socket } from 'node:net'
import mysql from 'mysql2'
import { expect, test } from 'vitest'

/** Capabilities that would change how answers are written; with none of them a result ends as `Wire` reads it. */
const UNKNOWN = { deprecateEof: 1 << 24, optionalMetadata: 1 << 25, queryAttributes: 1 << 27, sessionTrack: 1 << 23 }

test('the driver keeps the socket it is given where we take it from, hears it by one listener, and says it can do no more than we can', () => {
  const socket = new Socket()
  const flags = ['-LOCAL_FILES', '-CLIENT_QUERY_ATTRIBUTES', '-SESSION_TRACK']
  const connection = mysql.createConnection({ stream: socket, connectTimeout: 0, flags })
  const { stream, config } = connection as unknown as { stream: Socket; config: { clientFlags: number } }
  expect(stream).toBe(socket)
  expect(socket.listenerCount('data')).toBe(1)
  for (const [name, flag] of Object.entries(UNKNOWN)) expect([name, config.clientFlags & flag]).toEqual([name, 0])
  connection.on('error', () => {}).destroy()
})
