import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'

const folder = new URL('../../src/source/dump/witness/', import.meta.url)

/** What the witness may share with the reader: words, errors, and the bytes of the file; nothing that reads SQL or values. */
const SHARED =
  /^(node:.*|\.\.\/\.\.\/\.\.\/core\/(schema|source)\.ts|\.\.\/\.\.\/policy\.ts|\.\.\/(faults|file)\.ts|\.\/[\w-]+\.ts)$/

test('the witness shares no code that reads statements or values', () => {
  for (const name of readdirSync(folder))
    for (const [, from] of readFileSync(new URL(name, folder), 'utf8').matchAll(/from '([^']+)'/g))
      expect(`${name}: ${from}`).toMatch(new RegExp(`: ${SHARED.source.slice(1)}`))
})
