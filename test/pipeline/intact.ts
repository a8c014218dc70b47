import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { expect } from 'vitest'
import { readVersion, type Version } from '../../src/lake/version.ts'
import type { Project } from '../../src/pipeline/project.ts'
import { ask } from './project.ts'

/** Fails unless a version is there as it was published: manifest, every byte of every file, and rows that can be read. */
export async function intact(project: Project, version: Version): Promise<void> {
  const { store } = project
  expect(await readVersion(store, version.version)).toEqual(JSON.parse(JSON.stringify(version)))
  for (const { files } of Object.values(version.tables)) {
    for (const { path, sha256, bytes } of files) {
      const content = await readFile(await store.fetch(path))
      expect([content.length, createHash('sha256').update(content).digest('hex')]).toEqual([bytes, sha256])
    }
  }
  const counts = Object.keys(version.tables).map((name) => `(select count(*) from "${name}")`)
  const keys = Object.keys(version.keys).map((name) => `(select count(*) from "keys of ${name}")`)
  const [rows] = await ask(project, version, `select ${[...counts, ...keys].join(', ')}`)
  expect(rows!.slice(0, counts.length)).toEqual(Object.values(version.tables).map((table) => String(table.rows)))
}
