import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { athenaPage, REFUSALS } from '../../scripts/athena-page.ts'
import { type Athena, startAthena } from '../sandbox/athena/client.ts'
import { EXPRESSIONS, QUERIES } from '../sandbox/athena/expressions.ts'

let athena: Athena
beforeAll(async () => {
  athena = await startAthena()
})
afterAll(() => athena[Symbol.asyncDispose]())

test('docs/athena.md says what the code does; `node scripts/athena-page.ts` writes it', () => {
  expect(readFileSync(new URL('../../docs/athena.md', import.meta.url), 'utf8')).toBe(athenaPage())
  expect(athenaPage()).toContain(`The ${EXPRESSIONS.length + QUERIES.length} expressions`)
})

test('what the page says is refused is refused, for that reason', async () => {
  const said = await Promise.all(REFUSALS.map(([sql]) => athena.failure(sql)))
  const wrong = REFUSALS.flatMap(([sql, reason], i) => (said[i]!.includes(reason) ? [] : [[sql, said[i]]]))
  expect(wrong).toEqual([])
})
