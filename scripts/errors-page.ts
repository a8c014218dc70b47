import { writeFileSync } from 'node:fs'
import { pathToFileURL } from 'node:url'
import { ERRORS } from '../src/core/error.ts'

const BEFORE = `# Errors

Every way in which Starlift fails on purpose. An error says what is wrong, where, what is still served, and the one thing to do next; it goes to
stderr, and with \`--json\` to stdout as \`{ "error": { "code", "what", "lines", "next", "exitCode", … } }\`. Exit code 1 is a fault of ours: it leaves a
file to attach to a report. This page is made by \`node scripts/errors-page.ts\` from the table that the code uses.

| code | exit code | meaning |
|---|---|---|
`

/** The text of `docs/errors.md`. */
export const errorsPage = (): string =>
  BEFORE +
  Object.entries(ERRORS)
    .map(([code, [exitCode, meaning]]) => `| \`${code}\` | ${exitCode} | ${meaning} |\n`)
    .join('')

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href)
  writeFileSync(new URL('../docs/errors.md', import.meta.url), errorsPage())
