import { expect, test } from 'vitest'
import { shop } from './shop.ts'
import { starlift } from './starlift.ts'

test('without Spark, parity says what to install, and leaves nothing behind', async () => {
  await using folder = await shop()
  const { code, stdout, stderr } = await starlift(folder.path, 'parity', '--python', 'no-such-python')
  expect([code, stdout]).toEqual([2, ''])
  expect(stderr).toContain('SPARK_MISSING  no-such-python has no pyspark\n')
  expect(stderr).toContain('→ Install Java 17 and pyspark:  pip install pyspark==3.5.6')
})
