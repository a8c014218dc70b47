import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    exclude: ['test/**/*.slow.test.ts'],
    pool: 'forks',
    maxWorkers: 2,
    // Hooks start servers and, the first time on a machine, install what they need.
    testTimeout: 120_000,
    hookTimeout: 600_000,
  },
})
