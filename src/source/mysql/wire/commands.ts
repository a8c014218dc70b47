import { lengthBytes } from './bytes.ts'

/** Commands of the protocol, as bytes. */
export const QUIT = Uint8Array.of(1)

export const query = (sql: string): Uint8Array => command(3, Buffer.from(sql, 'utf8'))
export const prepare = (sql: string): Uint8Array => command(22, Buffer.from(sql, 'utf8'))
export const closeStatement = (statement: number): Uint8Array => command(25, number4(statement))

/** Whether one command may hold several statements. */
export const severalStatements = (on: boolean): Uint8Array => command(27, Uint8Array.of(on ? 0 : 1, 0))

const TEXT = [253, 0]

/** Runs a prepared statement; all values of parameters are texts. */
export function execute(statement: number, parameters: readonly string[]): Uint8Array {
  const head = [number4(statement), Uint8Array.of(0, 1, 0, 0, 0)]
  if (parameters.length === 0) return command(23, ...head)
  const values = parameters.map((text) => Buffer.from(text, 'utf8'))
  const nulls = new Uint8Array((parameters.length + 7) >> 3)
  const types = Uint8Array.from([1, ...parameters.flatMap(() => TEXT)])
  const written = values.flatMap((value) => [Uint8Array.from(lengthBytes(value.length)), value])
  return command(23, ...head, nulls, types, ...written)
}

const command = (code: number, ...parts: readonly Uint8Array[]): Uint8Array =>
  Buffer.concat([Uint8Array.of(code), ...parts])

const number4 = (value: number): Uint8Array => {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32LE(value)
  return bytes
}
