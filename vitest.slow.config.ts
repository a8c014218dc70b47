import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

export default defineConfig({
  // What star.ts of the examples imports is the source under test, not what was built of it once.
  resolve: { alias: { starlift: fileURLToPath(new URL('./src/index.ts', import.meta.url)) } },
  test: {
    include: ['test/**/*.slow.test.ts'],
    pool: 'forks',
    maxWorkers: 2,
    testTimeout: 900_000,
    hookTimeout: 600_000,
    expect: { poll: { timeout: 20_000 } },
  },
})
