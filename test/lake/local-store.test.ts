import { chmod, mkdir, readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { storeConformance } from '../conformance/store.ts'
import { openLocal } from './folder.ts'

storeConformance('a local folder', openLocal)

test('fifty failed creations leave no drafts behind', async () => {
  await using given = await openLocal()
  await Promise.allSettled(Array.from({ length: 50 }, () => given.store.create('a/b', Buffer.from('x'))))
  expect(await readdir(join(given.folder, 'lake', 'a'))).toEqual(['b'])
})

test.skipIf(process.getuid?.() === 0)('says so where the folder may not be written', async () => {
  await using given = await openLocal()
  const closed = join(given.folder, 'lake', 'closed')
  await mkdir(closed, { recursive: true })
  await chmod(closed, 0o500)
  await expect(given.store.create('closed/a', Buffer.from(''))).rejects.toMatchObject({
    code: 'STORE_DENIED',
    exitCode: 5,
  })
})

test('a file where a folder should be is an error, not an empty lake', async () => {
  await using given = await openLocal()
  await writeFile(join(given.folder, 'lake'), 'a file')
  await expect(given.store.list('_starlift/versions/')).rejects.toThrow('ENOTDIR')
})
