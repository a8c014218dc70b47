import fc from 'fast-check'
import { expect, test } from 'vitest'
import { keyPath, pathKey } from '../../src/sandbox/key-path.ts'

/** Keys of what goes wrong: separators, dots, case, escapes, marks, long names, two ways to write ä. */
const pieces = [
  'a',
  'A',
  'b',
  '/',
  '//',
  '.',
  '..',
  '%',
  '%2e',
  '.%',
  '%+',
  '+',
  'ä',
  'a\u0308',
  '😀',
  ' ',
  '*',
  '\\',
  '\0',
  'x'.repeat(199),
]
const keys = fc.array(fc.constantFrom(...pieces), { minLength: 1, maxLength: 8 }).map((parts) => parts.join(''))

test.each([
  ['orders/year=2024/part-0.parquet', 'orders/year=2024/part-0.parquet'],
  ['a', 'a.%'],
  ['a/b', 'a/b.%'],
  ['a/', 'a/.%'],
  ['a//b', 'a/%/b.%'],
  ['Ä.csv', '%c3%84.csv'],
  ['../x', '%2e%2e/x.%'],
  ['v=1.5/x.csv', 'v=1%2e5/x.csv'],
  ['_SUCCESS', '_%53%55%43%43%45%53%53.%'],
])('%s stands at %s', (key, path) => {
  expect(keyPath(key)).toBe(path)
})

test('a path says its key', () => {
  const holds = (key: string): boolean => pathKey(keyPath(key)) === key
  fc.assert(fc.property(keys, holds), { numRuns: 2000 })
})

test('no two keys meet, whatever a file system thinks of case and Unicode, and no file stands where a folder is needed', () => {
  const collide = (a: string, b: string): boolean => {
    const [x, y] = [a, b].map((key) => keyPath(key).normalize('NFD').toLowerCase()) as [string, string]
    return x === y || x.startsWith(`${y}/`) || y.startsWith(`${x}/`)
  }
  fc.assert(
    fc.property(keys, keys, (a, b) => collide(a, b) === (a === b)),
    { numRuns: 5000 },
  )
})

test('none leads outside, is hidden from its folder, or is too long for a file system', () => {
  fc.assert(
    fc.property(keys, (key) => {
      for (const name of keyPath(key).split('/')) {
        expect(name).not.toMatch(/^\.{0,2}$/)
        expect(name).toMatch(/^[a-z0-9\-_=+,@.%]+$/)
        expect(name.length).toBeLessThan(256)
      }
    }),
    { numRuns: 2000 },
  )
})
