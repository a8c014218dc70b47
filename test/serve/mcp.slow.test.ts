import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { shop } from '../cli/shop.ts'
import { succeed } from '../cli/starlift.ts'
import { pythonEnvironment } from '../servers/python.ts'

const MAIN = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url))

const SCRIPT = `
import asyncio
from mcp import ClientSession, StdioServerParameters
from mcp.client.stdio import stdio_client

async def talk():
    server = StdioServerParameters(command=given['node'], args=[given['main'], 'mcp'], cwd=given['folder'])
    async with stdio_client(server) as (reading, writing):
        async with ClientSession(reading, writing) as session:
            begun = await session.initialize()
            tools = (await session.list_tools()).tools
            answers = [await session.call_tool(name, arguments) for name, arguments in given['calls']]
            return {
                'server': begun.server_info.name,
                'tools': [[tool.name, tool.annotations.read_only_hint] for tool in tools],
                'measures': next(tool for tool in tools if tool.name == 'ask').input_schema['properties']['measures']['items']['enum'],
                'answers': [[bool(answer.is_error), answer.structured_content, answer.content[0].text] for answer in answers],
            }

result = asyncio.run(talk())
`

interface Told {
  readonly server: string
  readonly tools: readonly (readonly [string, boolean])[]
  readonly measures: readonly string[]
  readonly answers: readonly (readonly [boolean, Record<string, unknown> | null, string])[]
}

test('the official SDK’s client lists the tools, and what it asks comes back exact, with its receipt', async () => {
  await using folder = await shop()
  await succeed(folder.path, 'run')
  const python = await pythonEnvironment(['mcp==2.3.0'])
  const told = await python<Told>(SCRIPT, {
    node: process.execPath,
    main: MAIN,
    folder: join(folder.path),
    calls: [
      ['ask', { measures: ['sales'], by: ['customer.country'], order: ['-sales'] }],
      ['values', { path: 'customer.name', contains: 'a' }],
      ['explain', { measures: ['sales'] }],
      ['describe', {}],
      ['ask', { measures: ['sale'] }],
    ],
  })
  expect(told.server).toBe('starlift')
  expect(told.tools).toEqual(['describe', 'ask', 'explain', 'values'].map((name) => [name, true]))
  expect(told.measures).toEqual(['sales'])
  const [asked, values, explained, described, wrong] = told.answers
  expect(asked![1]).toMatchObject({
    rows: [
      { 'customer.country': 'Germany', sales: '100.00' },
      { 'customer.country': 'Netherlands', sales: '19.75' },
    ],
    receipt: { version: 1, equals: 'the dump shop.sql' },
  })
  expect(values![1]).toMatchObject({ values: ['Ada'] })
  expect(explained![1]).toMatchObject({ sql: [expect.stringMatching(/^select sum\(/)], files: 3 })
  expect(described![1]).toMatchObject({ facts: [{ name: 'orders' }] })
  expect([wrong![0], wrong![2]]).toEqual([true, expect.stringContaining('Close names: sales.')])
})
