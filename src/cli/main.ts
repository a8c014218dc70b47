#!/usr/bin/env node
import module from 'node:module'

// Loads nothing but the parser until a command is chosen, so that --help answers at once.
const [major, minor] = process.versions.node.split('.').map(Number) as [number, number]
if (major < 22 || (major === 22 && minor < 18)) {
  process.stderr.write(
    `starlift needs Node 22.18 or later, because it loads star.ts as it is; this is ${process.version}\n`,
  )
  process.exit(2)
}

// Whoever reads us may stop early: `starlift run | head`. The run goes on, and its exit code says how it ended.
for (const stream of [process.stdout, process.stderr])
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error
  })

module.enableCompileCache()
const { program } = await import('./program.ts')
await program().parseAsync()
