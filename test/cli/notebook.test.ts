import { execFile } from 'node:child_process'
import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { REPOSITORY, starlift, tempFolder } from './starlift.ts'

test('puts the notebook where it is wanted, over nothing that is there, and says what to install', async () => {
  await using folder = await tempFolder()
  const first = await starlift(folder.path, 'notebook', '--python', 'no-such-python')
  expect(first.code).toBe(2)
  expect(first.stderr).toContain('NOTEBOOK_MISSING  There is no no-such-python here')
  expect(first.stderr).toContain('.venv/bin/pip install -r notebooks/requirements.txt')
  const own = join(folder.path, 'notebooks')
  expect(await readdir(own)).toEqual(['analyst.ipynb', 'analyst.py', 'requirements.txt'])
  expect(await readFile(join(own, 'analyst.ipynb'))).toEqual(
    await readFile(join(REPOSITORY, 'examples/classicmodels/analyst.ipynb')),
  )
  await writeFile(join(own, 'analyst.ipynb'), 'mine')
  await starlift(folder.path, 'notebook', '--python', 'no-such-python')
  expect(await readFile(join(own, 'analyst.ipynb'), 'utf8')).toBe('mine')
})

test('says what a Python that is there lacks', async () => {
  await using folder = await tempFolder()
  await promisify(execFile)('python3', ['-m', 'venv', '--without-pip', join(folder.path, 'bare')])
  const { code, stderr } = await starlift(folder.path, 'notebook', '--python', 'bare/bin/python')
  expect(code).toBe(2)
  expect(stderr).toContain('NOTEBOOK_MISSING  bare/bin/python has not what the notebook needs')
  expect(stderr).toContain('No module named')
  expect(stderr).toContain('.venv/bin/pip install -r notebooks/requirements.txt')
})
