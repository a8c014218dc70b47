import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeAll, expect, test } from 'vitest'
import { REPOSITORY, type Started, start, tempFolder } from '../cli/starlift.ts'
import { pythonAt } from '../servers/python.ts'

let python: string
beforeAll(async () => {
  const requirements = await readFile(join(REPOSITORY, 'examples/classicmodels/requirements.txt'), 'utf8')
  python = await pythonAt(requirements.trim().split('\n'))
})

/** JupyterLab refuses to be root's unless it is told; whoever runs these tests may be. */
const OPTIONS = ['--port', '0', '--no-browser', '--jupyter=--allow-root']

const startLab = (folder: string, ...args: string[]): Started => {
  const own = { JUPYTER_CONFIG_DIR: folder, JUPYTER_RUNTIME_DIR: folder, JUPYTER_DATA_DIR: folder, IPYTHONDIR: folder }
  return start(folder, ['notebook', '--python', python, ...OPTIONS, ...args], own)
}

/** The address that JupyterLab says, with its token. */
async function addressOf({ child, outcome }: Started): Promise<URL> {
  let said = ''
  const found = new Promise<URL>((resolve) => {
    child.stderr!.on('data', (text: string) => {
      said += text
      const address = /http:\/\/127\.0\.0\.1:\d+\/lab\S*\?token=\w+/.exec(said)?.[0]
      if (address) resolve(new URL(address))
    })
  })
  const ended = outcome.then(({ stderr }) => Promise.reject(new Error(`JupyterLab ended:\n${stderr}`)))
  return Promise.race([found, ended])
}

const isAnswering = (url: URL): Promise<boolean> =>
  fetch(new URL('/api', url)).then(
    () => true,
    () => false,
  )

test('JupyterLab opens on the notebook, answers this machine alone by its token, and ends with the command', async () => {
  await using folder = await tempFolder()
  const started = startLab(folder.path)
  try {
    const url = await addressOf(started)
    expect(url.pathname).toBe('/lab/tree/analyst.ipynb')
    const token = { headers: { authorization: `token ${url.searchParams.get('token')}` } }
    const page = await fetch(url, token)
    expect(page.status).toBe(200)
    expect(await page.text()).toContain('JupyterLab')
    const listed = (await (await fetch(new URL('/api/contents', url), token)).json()) as { content: { name: string }[] }
    expect(listed.content.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['analyst.ipynb', 'analyst.py', 'requirements.txt']),
    )
    const opened = await fetch(new URL('/api/contents/analyst.ipynb', url), token)
    expect(await opened.json()).toMatchObject({ type: 'notebook', format: 'json', content: { nbformat: 4 } })
    expect((await fetch(new URL('/api/contents', url))).status).toBe(403)
    expect(await isAnswering(new URL(url.href.replace('127.0.0.1', '127.0.0.2')))).toBe(false)

    started.child.kill('SIGINT')
    expect((await started.outcome).code).toBe(0)
    expect(await isAnswering(url)).toBe(false)
  } finally {
    if (started.child.exitCode === null) started.child.kill('SIGTERM')
    await started.outcome
  }
})

test('what JupyterLab refuses is said, and the command fails', async () => {
  await using folder = await tempFolder()
  const { code, stderr } = await startLab(folder.path, '--jupyter=--ServerApp.port=many').outcome
  expect(stderr).toContain('many')
  expect(code).toBe(1)
})
