import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { shop } from './shop.ts'
import { starlift, succeed } from './starlift.ts'

const MAIN = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url))

/** A server that is spoken to line by line. */
function speak(folder: string) {
  const running: ChildProcess = spawn(process.execPath, [MAIN, 'mcp'], {
    cwd: folder,
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  const lines = createInterface({ input: running.stdout! })[Symbol.asyncIterator]()
  return {
    say: (line: string) => running.stdin!.write(`${line}\n`),
    hear: async () => JSON.parse((await lines.next()).value as string),
    async ask(method: string, params: object = {}) {
      this.say(JSON.stringify({ jsonrpc: '2.0', id: method, method, params }))
      return this.hear()
    },
    async [Symbol.asyncDispose]() {
      running.stdin!.end()
      const [code] = await once(running, 'exit')
      expect(code).toBe(0)
    },
  }
}

test('a version that is published while it speaks is the one that answers', async () => {
  await using folder = await shop()
  await succeed(folder.path, 'run')
  await using server = speak(folder.path)
  const call = { name: 'ask', arguments: { measures: ['sales'] } }
  const version = async () => (await server.ask('tools/call', call)).result.structuredContent.receipt.version
  expect(await version()).toBe(1)
  await succeed(folder.path, 'run')
  expect(await version()).toBe(2)
})

test('speaks the version of the protocol that the client does, and keeps to the rules of JSON-RPC', async () => {
  await using folder = await shop()
  await succeed(folder.path, 'run')
  await using server = speak(folder.path)
  expect((await server.ask('initialize', { protocolVersion: '2025-03-26' })).result.protocolVersion).toBe('2025-03-26')
  expect((await server.ask('initialize', { protocolVersion: '1999-01-01' })).result.protocolVersion).toBe('2026-07-28')
  server.say(JSON.stringify({ jsonrpc: '2.0', method: 'notifications/initialized' }))
  expect((await server.ask('ping')).result).toEqual({})
  expect((await server.ask('resources/list')).error.code).toBe(-32601)
  server.say('not json')
  expect((await server.hear()).error.code).toBe(-32700)
  server.say('[]')
  expect((await server.hear()).error.code).toBe(-32600)
  const hostile = { path: 'customer.name', contains: "'; drop table dim_customers; --" }
  expect(
    (await server.ask('tools/call', { name: 'values', arguments: hostile })).result.structuredContent.values,
  ).toEqual([])
  expect((await server.ask('tools/call', { name: 'constructor', arguments: {} })).result.isError).toBe(true)
  expect((await server.ask('tools/call', { name: 'ask', arguments: {} })).result.isError).toBe(true)
})

test('without a published star it says so, and exits', async () => {
  await using folder = await shop()
  const { code, stdout, stderr } = await starlift(folder.path, 'mcp')
  expect([code, stdout]).toEqual([5, ''])
  expect(stderr).toContain('LAKE_MISSING')
})
