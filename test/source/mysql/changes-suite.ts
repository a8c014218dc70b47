import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { duckdbEngine } from '../../../src/engine/duckdb/duckdb-engine.ts'
import { mysqlSource } from '../../../src/source/mysql/mysql-source.ts'
import { NO_POLICY } from '../../../src/source/policy.ts'
import { stageTable } from '../../../src/stage/stage-table.ts'
import { cellsOf } from '../../conformance/canonical-rows.ts'
import type { LiveServer } from '../../servers/mysql.ts'
import { failure, openAll } from '../dumped.ts'
import { errorOf, PASSWORD, urlOf } from './shop.ts'

/** What others do to the server and its tables while they are read. */
export function changesSuite(server: () => LiveServer): void {
  const openMoving = async (user = 'shop') => {
    await server().sql(`create database if not exists moving; use moving; drop table if exists t, t2, t_old;
      create table t (id int primary key); insert into t values (1), (2); create table t2 (id int primary key); insert into t2 values (9)`)
    const source = await mysqlSource({ url: urlOf(server(), 'moving').replace('shop', user), policy: NO_POLICY })
    return { source, ...(await openAll(source)) }
  }
  const RENAME = 'set session lock_wait_timeout = 20; rename table moving.t to moving.t_old, moving.t2 to moving.t'

  test('a table that is exchanged for another is read as it was; who exchanges it waits', async () => {
    const { source, snapshot } = await openMoving()
    let renamed = false
    const renaming = server()
      .sql(RENAME)
      .then(() => {
        renamed = true
      })
    await sleep(500)
    expect(renamed).toBe(false)
    expect(await cellsOf(snapshot, 't')).toEqual([['1'], ['2']])
    await snapshot[Symbol.asyncDispose]()
    await renaming
    await source[Symbol.asyncDispose]()
  })

  test('SOURCE_CHANGED: who waits to alter a table for long is given way to, where he is seen', async () => {
    await server().sql(`create user if not exists watcher@'%' identified by '${PASSWORD}';
      grant select, process on *.* to watcher@'%'`)
    const { source, snapshot } = await openMoving('watcher')
    const begun = performance.now()
    await server().sql(RENAME)
    expect(performance.now() - begun).toBeLessThan(15_000)
    expect(await errorOf(cellsOf(snapshot, 't'))).toEqual(
      failure('SOURCE_CHANGED', /gave way to a statement that waited/),
    )
    await snapshot[Symbol.asyncDispose]()
    await source[Symbol.asyncDispose]()
  })

  test('LAKE_FULL: rows for which the engine has no memory', async () => {
    await server().sql(`create database if not exists heavy; use heavy; create table if not exists t (id int primary key, b longblob);
      insert ignore into t values (1, repeat('x', 12000000)), (2, repeat('y', 12000000))`)
    await using source = await mysqlSource({ url: urlOf(server(), 'heavy'), policy: NO_POLICY })
    const { snapshot: opened, views } = await openAll(source)
    await using snapshot = opened
    const folder = await mkdtemp(join(tmpdir(), 'starlift-memory-'))
    await using engine = await duckdbEngine({ memory: '8MB' })
    const staged = stageTable(engine, snapshot, views[0]!, { file: (i) => join(folder, `${i}.parquet`) })
    expect(await errorOf(staged)).toEqual(failure('LAKE_FULL'))
    await rm(folder, { recursive: true })
  })

  test('SOURCE_LOST: the server dies while rows are read, and is there again for the next run', async () => {
    await using source = await mysqlSource({ url: urlOf(server(), 'large'), policy: NO_POLICY })
    const { snapshot: opened } = await openAll(source)
    await using snapshot = opened
    const read = async (): Promise<void> => {
      let rows = 0
      for await (const chunk of snapshot.chunks('t', 1_000_000))
        for await (const batch of snapshot.read(chunk)) {
          if (rows === 0) await server().kill()
          rows += batch.rows
        }
    }
    expect(await errorOf(read())).toEqual(failure('SOURCE_LOST', /lost before all was read/))
    await server().start()
    await using again = await mysqlSource({ url: urlOf(server(), 'known'), policy: NO_POLICY })
    const { snapshot: next } = await openAll(again)
    await using known = next
    expect(await cellsOf(known, 'region')).toHaveLength(2)
  })
}
