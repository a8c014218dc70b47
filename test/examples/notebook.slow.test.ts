import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { beforeAll, describe, expect, test } from 'vitest'
import { executeNotebook } from '../../scripts/notebook.ts'
import { tempFolder } from '../cli/starlift.ts'
import { hasRealDump, REAL_DUMP, sampleText } from '../pipeline/project.ts'
import { pythonAt } from '../servers/python.ts'

const EXAMPLE = fileURLToPath(new URL('../../examples/classicmodels/', import.meta.url))

interface Notebook {
  readonly cells: readonly {
    readonly cell_type: string
    readonly source: readonly string[]
    readonly outputs?: readonly {
      readonly name?: string
      readonly text?: readonly string[]
      readonly data?: Readonly<Record<string, string | readonly string[]>>
    }[]
  }[]
}

let python: string
beforeAll(async () => {
  const requirements = await readFile(join(EXAMPLE, 'requirements.txt'), 'utf8')
  python = await pythonAt(requirements.trim().split('\n'))
})

async function executed(dump: Uint8Array): Promise<string> {
  await using folder = await tempFolder()
  const target = join(folder.path, 'analyst.ipynb')
  await executeNotebook({ python, dump, target })
  return readFile(target, 'utf8')
}

const textsOf = (notebook: string): string =>
  (JSON.parse(notebook) as Notebook).cells
    .flatMap(({ outputs = [] }) =>
      outputs.flatMap(({ text = [], data = {} }) => [...text, ...[data['text/plain'] ?? ''].flat()]),
    )
    .join('')
const outputsOf = (notebook: string) => (JSON.parse(notebook) as Notebook).cells.flatMap(({ outputs = [] }) => outputs)

test('the notebook that is kept is what its source gives on the invented shop', async () => {
  expect(await executed(Buffer.from(sampleText()))).toBe(await readFile(join(EXAMPLE, 'analyst.ipynb'), 'utf8'))
})

test('its outputs hold no warning, path, moment or id', async () => {
  const kept = await readFile(join(EXAMPLE, 'analyst.ipynb'), 'utf8')
  const outputs = outputsOf(kept)
  expect(outputs.length).toBeGreaterThan(6)
  expect(outputs.filter(({ name }) => name === 'stderr')).toEqual([])
  const said = JSON.stringify(
    outputs.map(({ data = {}, ...rest }) => ({ ...rest, data: { ...data, 'image/png': '' } })),
  )
  expect(said).not.toMatch(/Warning|Traceback|widget-view|model_id|\/tmp\/|site-packages|\d\d:\d\d:\d\d/)
})

describe.skipIf(!hasRealDump)('on the exercise’s own dump', () => {
  test('USA is what the source says, New Zealand is there, Norway is one, and nothing warns', async () => {
    const notebook = await executed(await readFile(REAL_DUMP))
    const said = textsOf(notebook)
    expect(said).toMatch(/USA +3273280\.05 /)
    expect(said).toMatch(/New Zealand +476847\.01 /)
    expect(said.match(/Norway +270846\.30 /g)).toHaveLength(1)
    expect(said).not.toContain('13057249.77')
    expect(outputsOf(notebook).filter(({ name }) => name === 'stderr')).toEqual([])
  })
})
