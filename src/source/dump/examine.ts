import { basename } from 'node:path'
import { checkHops, type Hop, type HopCheck } from '../../core/hop.ts'
import { chosen, type DumpOptions } from './dump-source.ts'
import { count } from './faults.ts'
import { compressionAt, type DumpFile, openDumpFile } from './file.ts'
import { type Survey, surveyDump } from './survey.ts'

/** Says of a dump whether it is there, whole, and of one database that can be read. */
export async function* examineDump(options: Omit<DumpOptions, 'policy'>): AsyncIterable<Hop> {
  const reading: Reading = {}
  try {
    yield* checkHops(checks(options, reading))
  } finally {
    await reading.file?.[Symbol.asyncDispose]()
  }
}

interface Reading {
  file?: DumpFile
  survey?: Survey
}

function checks({ path, scratch, database }: Omit<DumpOptions, 'policy'>, reading: Reading): readonly HopCheck[] {
  return [
    {
      name: 'file',
      async find() {
        const compression = await compressionAt(path)
        reading.file = await openDumpFile(path, scratch)
        const packed = compression === 'none' ? '' : `, packed by ${compression}`
        return { facts: [`${basename(path)}, ${count(reading.file.size)} bytes of SQL${packed}`] }
      },
    },
    {
      name: 'whole',
      async find() {
        reading.survey = await surveyDump(reading.file!, database === undefined ? {} : { database })
        const closed = (await ends(reading.file!)).includes('-- Dump completed')
        return {
          facts: [
            closed
              ? 'ends with “Dump completed”'
              : 'read to its end; it has no line “Dump completed”, as one that mysqldump wrote has',
          ],
        }
      },
    },
    { name: 'server', find: async () => headFacts(await head(reading.file!)) },
    {
      name: 'database',
      async find() {
        const { name, tables } = chosen(reading.survey!, reading.file!.label, database)
        const others = [...reading.survey!.databases.keys()].filter((one) => one !== name && one !== '')
        const rows = [...tables.values()].flatMap(({ extents }) => extents).reduce((sum, each) => sum + each.rows, 0)
        const also = others.length > 0 ? [`also in the dump: ${others.join(', ')}`] : []
        return {
          facts: [`${name === '' ? 'one without a name' : name}: ${tables.size} tables, ${count(rows)} rows`, ...also],
        }
      },
    },
  ]
}

const ENDS = 2000
const head = async (file: DumpFile): Promise<string> =>
  (await file.read(0, Math.min(file.size, ENDS))).toString('latin1')
const ends = async (file: DumpFile): Promise<string> =>
  (await file.read(Math.max(0, file.size - ENDS), file.size)).toString('latin1')

/** What the dump's program wrote of itself and of the server. */
function headFacts(text: string): { facts: readonly string[] } | null {
  const [, program] = /^-- ((?:MySQL|MariaDB) dump [^\r\n]*)/m.exec(text) ?? []
  const [, version] = /^-- Server version\s+([^\r\n]*)/m.exec(text) ?? []
  if (!program && !version) return null
  return {
    facts: [...(version ? [`version ${version.trim()}`] : []), ...(program ? [`written by ${program.trim()}`] : [])],
  }
}
