import type { PageFailure } from '../src/serve/dashboard/served-page.ts'
import { Problem, type Source } from './source.ts'

const LOST: PageFailure = {
  code: 'SERVER_LOST',
  what: 'The dashboard’s server does not answer',
  lines: [],
  next: 'Start it again:  npx starlift dashboard . What is shown is what it said last.',
}

const LOCKED: PageFailure = {
  code: 'TOKEN',
  what: 'This page’s server was started anew, with a new token',
  lines: [],
  next: 'Open the address that  npx starlift dashboard  printed.',
}

async function post(route: string, body: object): Promise<Response> {
  const response = await fetch(route, { method: 'POST', body: JSON.stringify(body) }).catch(() => null)
  if (!response) throw new Problem(LOST, true)
  if (response.ok) return response
  if (response.status === 403) throw new Problem(LOCKED)
  throw new Problem((await response.json()) as PageFailure)
}

const json = async <T>(route: string, body: object = {}): Promise<T> => (await (await post(route, body)).json()) as T

/** Asks the server that the page came from. */
export const httpSource: Source = {
  live: true,
  fixed: false,
  star: () => json('star'),
  ask: async (version, questions) => (await json<{ answers: [] }>('ask', { version, questions })).answers,
  receipt: (version) => json('receipt', { version }),
  members: async (version, path) => (await json<{ members: [] }>('members', { version, path })).members,
  news: () => json('news'),
  file: async (route, body) => (await post(route, body)).blob(),
}
