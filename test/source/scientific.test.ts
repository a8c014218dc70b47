import { expect, test } from 'vitest'
import { scientific } from '../../src/source/dump/witness/number-tally.ts'

test.each([
  [1 + 2 ** -18, '1.00000381469726562e+00'],
  [1 + 3 * 2 ** -18, '1.00001144409179688e+00'],
  [0.1, '1.00000000000000006e-01'],
  [-0, '-0.00000000000000000e+00'],
  [1e300, '1.00000000000000005e+300'],
  [5e-324, '4.94065645841246544e-324'],
])('%s is %s, ties to even', (value, expected) => {
  expect(scientific(value)).toBe(expected)
})
