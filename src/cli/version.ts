import { readFileSync } from 'node:fs'

/** The package itself. */
export const ours = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as {
  version: string
}
