// Compiles src/ to dist/ from nothing, so that a file deleted from src/ cannot live on in the package.
import { execFileSync } from 'node:child_process'
import { chmodSync, cpSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'

const typescript = dirname(createRequire(import.meta.url).resolve('typescript/package.json'))

rmSync('dist', { recursive: true, force: true })
cpSync('src/sandbox/protocol/models', 'dist/sandbox/protocol/models', { recursive: true })
cpSync('src/sandbox/page/browser', 'dist/sandbox/page/browser', { recursive: true })
execFileSync(process.execPath, [join(typescript, 'bin', 'tsc'), '-p', 'tsconfig.build.json'], { stdio: 'inherit' })
chmodSync('dist/cli/main.js', 0o755)
