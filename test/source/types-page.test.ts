import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { typesPage } from '../../src/source/types-page.ts'

test('docs/types.md says what the code does; `node scripts/types-page.ts` writes it', () => {
  expect(readFileSync(new URL('../../docs/types.md', import.meta.url), 'utf8')).toBe(typesPage())
})
