import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { SERVICES } from '../../scripts/sandbox-operations.ts'
import { indexText, modelText } from '../../scripts/sandbox-schema.ts'

const kept = (name: string): string =>
  readFileSync(new URL(`../../src/sandbox/protocol/models/${name}.json`, import.meta.url), 'utf8')

test.each(Object.entries(SERVICES))(
  '%s is what the SDK says (else: node scripts/sandbox-models.ts)',
  async (name, source) => {
    expect(await modelText(source)).toBe(kept(name))
  },
)

test('so is the index', () => {
  expect(indexText(SERVICES)).toBe(kept('index'))
})
