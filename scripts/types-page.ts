import { writeFileSync } from 'node:fs'
import { typesPage } from '../src/source/types-page.ts'

writeFileSync(new URL('../docs/types.md', import.meta.url), typesPage())
