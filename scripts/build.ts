// Compiles src/ to dist/ from nothing, so that a file deleted from src/ cannot live on in the package.
import { execFileSync } from 'node:child_process'
import { chmodSync, cpSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { build } from 'vite'

const typescript = dirname(createRequire(import.meta.url).resolve('typescript/package.json'))

rmSync('dist', { recursive: true, force: true })
cpSync('src/sandbox/protocol/models', 'dist/sandbox/protocol/models', { recursive: true })
cpSync('src/sandbox/page/browser', 'dist/sandbox/page/browser', { recursive: true })
execFileSync(process.execPath, [join(typescript, 'bin', 'tsc'), '-p', 'tsconfig.build.json'], { stdio: 'inherit' })
chmodSync('dist/cli/main.js', 0o755)

// The dashboard's page: one script and one style, so that a document can hold them and a policy can name them by their digest.
await build({
  configFile: false,
  logLevel: 'warn',
  root: 'dashboard',
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  build: {
    outDir: '../dist/serve/dashboard/browser',
    emptyOutDir: true,
    target: 'es2023',
    license: { fileName: 'licenses.md' },
    lib: { entry: 'main.tsx', formats: ['iife'], name: 'starlift', fileName: () => 'page.js', cssFileName: 'page' },
  },
})
