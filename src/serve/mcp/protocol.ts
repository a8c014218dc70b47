import { isStarliftError } from '../../core/error.ts'
import { callTool, type ServedStar, toolsOf } from './tools.ts'

/** Versions of the Model Context Protocol whose part of tools is spoken here; the newest first. */
const VERSIONS = ['2026-07-28', '2025-11-25', '2025-06-18', '2025-03-26', '2024-11-05']

interface Request {
  readonly jsonrpc: '2.0'
  readonly id?: string | number
  readonly method: string
  readonly params?: Readonly<Record<string, unknown>>
}

export interface Response {
  readonly jsonrpc: '2.0'
  readonly id: string | number | null
  readonly result?: object
  readonly error?: { readonly code: number; readonly message: string }
}

export interface McpServer {
  /** The star that is served now; a new one where a run has published since. */
  star(): Promise<ServedStar>
  /** The version of the program. */
  readonly program: string
}

/** Answers one message; null to notifications, which want none. */
export async function answerMessage(line: string, server: McpServer): Promise<Response | null> {
  const request = parsed(line)
  if (request === null) return failed(null, -32700, 'This is not JSON.')
  if (request.jsonrpc !== '2.0' || typeof request.method !== 'string')
    return failed(null, -32600, 'This is no JSON-RPC 2.0 request.')
  if (request.id === undefined) return null
  try {
    const result = await dispatch(request, server)
    return result
      ? { jsonrpc: '2.0', id: request.id, result }
      : failed(request.id, -32601, `${request.method} is not known`)
  } catch (error) {
    return failed(request.id, -32603, String((error as Error).message))
  }
}

function parsed(line: string): Request | null {
  try {
    const value = JSON.parse(line) as Request | null
    return typeof value === 'object' ? value : null
  } catch {
    return null
  }
}

const failed = (id: Response['id'], code: number, message: string): Response => ({
  jsonrpc: '2.0',
  id,
  error: { code, message },
})

async function dispatch({ method, params = {} }: Request, server: McpServer): Promise<object | null> {
  switch (method) {
    case 'initialize':
      return {
        protocolVersion: VERSIONS.find((version) => version === params.protocolVersion) ?? VERSIONS[0],
        capabilities: { tools: {} },
        serverInfo: { name: 'starlift', version: server.program },
        instructions:
          'Figures of a star schema, each proven equal to its source. Begin with describe; ask for measures by paths; never compute what ask can.',
      }
    case 'ping':
      return {}
    case 'tools/list':
      return { tools: toolsOf((await server.star()).plan) }
    case 'tools/call':
      return call(params, server)
    default:
      return null
  }
}

/** What the asker did wrong comes back as an answer, so that it can be mended. */
async function call(params: Readonly<Record<string, unknown>>, server: McpServer): Promise<object> {
  const name = String(params.name)
  const given = typeof params.arguments === 'object' && params.arguments !== null ? params.arguments : {}
  try {
    const structuredContent = await callTool(name, given as Readonly<Record<string, unknown>>, await server.star())
    if (!structuredContent) return mistake(`There is no tool ${name}.`)
    return { content: [{ type: 'text', text: JSON.stringify(structuredContent) }], structuredContent }
  } catch (error) {
    if (isStarliftError(error)) return mistake([error.message, ...error.lines, error.next].join('\n'))
    throw error
  }
}

const mistake = (text: string): object => ({ content: [{ type: 'text', text }], isError: true })
