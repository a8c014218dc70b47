import { readdirSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { openState } from '../../src/sandbox/state.ts'

interface Job {
  readonly name: string
  readonly made: Date
  readonly bytes: Uint8Array
  readonly none?: undefined
}

test('documents stay: in order, with dates and bytes, under any id, and as copies', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'starlift-state-'))
  try {
    const jobs = openState(folder).collection<Job>('glue/jobs')
    const ids = ['z', 'a/b', 'A/B', '../../up', 'ä', 'x'.repeat(150)]
    for (const id of ids) jobs.put(id, { name: id, made: new Date(0), bytes: new Uint8Array([1, 2]) })
    jobs.put('a/b', { name: 'changed', made: new Date(1), bytes: new Uint8Array() })
    Object.assign(jobs.get('z')!, { name: 'not kept' })
    expect(jobs.remove('ä')).toBe(true)
    expect(jobs.remove('ä')).toBe(false)
    const again = openState(folder).collection<Job>('glue/jobs')
    expect(again.entries().map(([id]) => id)).toEqual(ids.filter((id) => id !== 'ä'))
    expect(again.get('a/b')).toEqual({ name: 'changed', made: new Date(1), bytes: new Uint8Array() })
    expect(again.get('z')).toEqual({ name: 'z', made: new Date(0), bytes: new Uint8Array([1, 2]) })
    expect(again.get('never')).toBeUndefined()
    expect(readdirSync(folder)).toEqual(['glue'])
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
})
