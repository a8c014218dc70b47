import { spawn } from 'node:child_process'
import { Readable } from 'node:stream'
import { text } from 'node:stream/consumers'
import { pipeline } from 'node:stream/promises'
import { SAMPLE_DATABASE, type SampleOptions, sampleDump } from '../../src/sample/dump.ts'
import { type MariaDb, startMariaDb } from '../servers/mariadb.ts'

export interface LoadedSample extends AsyncDisposable {
  /** What the client printed while it loaded: errors, warnings and notes. */
  readonly said: string
  /** Rows as the client prints them: all values as text, NULL as `NULL`. */
  query(sql: string): Promise<string[][]>
}

/** A server of its own that has loaded the sample as a person would: the file into the client, nothing else. */
export async function loadSample(options: SampleOptions): Promise<LoadedSample> {
  const server = await startMariaDb()
  const said = await load(server, options)
  return {
    said,
    query: async (sql) => rowsOf(await server.sql(sql, SAMPLE_DATABASE)),
    [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
  }
}

async function load({ socket }: MariaDb, options: SampleOptions): Promise<string> {
  const client = spawn('mariadb', ['--no-defaults', '-uroot', `--socket=${socket}`, '--show-warnings'])
  const said = Promise.all([text(client.stdout), text(client.stderr)])
  await pipeline(Readable.from(sampleDump(options)), client.stdin)
  return (await said).join('')
}

const rowsOf = (printed: string): string[][] =>
  printed
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => line.split('\t'))
