import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['test/**/*.slow.test.ts'],
    pool: 'forks',
    // These measure memory and time: one after the other.
    maxWorkers: 1,
    testTimeout: 900_000,
    hookTimeout: 600_000,
  },
})
