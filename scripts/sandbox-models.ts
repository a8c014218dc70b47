// Writes src/sandbox/protocol/models/: what the sandbox needs of the AWS SDK's schemas, so that the package does not need the SDK.
import { mkdirSync, writeFileSync } from 'node:fs'
import { SERVICES } from './sandbox-operations.ts'
import { indexText, modelText } from './sandbox-schema.ts'

const FOLDER = new URL('../src/sandbox/protocol/models/', import.meta.url)

mkdirSync(FOLDER, { recursive: true })
for (const [name, source] of Object.entries(SERVICES))
  writeFileSync(new URL(`${name}.json`, FOLDER), await modelText(source))
writeFileSync(new URL('index.json', FOLDER), indexText(SERVICES))
