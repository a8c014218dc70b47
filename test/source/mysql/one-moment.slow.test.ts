import { fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { addressOf } from '../../../src/source/mysql/address.ts'
import { openSession, type Session } from '../../../src/source/mysql/session.ts'
import { OPEN_VIEW } from '../../../src/source/mysql/view/bracket.ts'
import { openViews } from '../../../src/source/mysql/view/open-views.ts'
import { positionStatement } from '../../../src/source/mysql/view/rule.ts'
import { startDistance } from '../../servers/distance.ts'
import { KINDS, type LiveServer, startServer } from '../../servers/mysql.ts'
import { PASSWORD } from './shop.ts'

/** The gap between the binlog and what is seen is open only while the binlog is written to the disk before a commit ends. */
const DURABLE = ['--sync-binlog=1', '--innodb-flush-log-at-trx-commit=1']
const MOVER = fileURLToPath(new URL('./move-money.ts', import.meta.url))
/** Seconds of each trial; STARLIFT_TRIAL_SECONDS=120 makes them long. */
const SECONDS = Number(process.env.STARLIFT_TRIAL_SECONDS ?? 6)
const CONNECTIONS = 4

const VIEWS = ['a', 'b'].map((table) => ({ table, columns: [] }))

type Open = (sessions: readonly Session[]) => Promise<readonly Session[] | null>

interface Trial {
  /** Views that were taken for one. */
  readonly accepted: number
  /** Of those, the ones whose connections did not see the same money. */
  readonly broken: number
}

async function moneySeen({ link }: Session): Promise<string> {
  const sums = 'select sum(money), sum(money * id) from'
  return JSON.stringify([await link.rows(`${sums} a`), await link.rows(`${sums} b`)])
}

async function tryFor(seconds: number, sessions: readonly Session[], open: Open): Promise<Trial> {
  const end = performance.now() + seconds * 1000
  let [accepted, broken] = [0, 0]
  // On a busy machine few views are found; one is wanted.
  while (performance.now() < end || accepted === 0) {
    const opened = await open(sessions)
    if (opened === null) continue
    accepted++
    const seen = await Promise.all(opened.map(moneySeen))
    if (new Set(seen).size > 1) broken++
  }
  return { accepted, broken }
}

/** What others do: the binlog stands where it stood when all views were opened. */
const plainBracket: Open = async (sessions) => {
  const [control, ...others] = sessions as [Session, ...Session[]]
  const position = async (): Promise<string> => JSON.stringify(await control.link.rows(positionStatement(control)))
  const before = await position()
  await Promise.all(others.map(({ link }) => link.rows(OPEN_VIEW)))
  return before === (await position()) ? others : null
}

const noBracket: Open = async (sessions) => {
  await Promise.all(sessions.map(({ link }) => link.rows(OPEN_VIEW)))
  return sessions
}

/** By the rule that holds on the server; only views that are on several connections count. */
const rules = new Map<string, number>()
const exact: Open = async (sessions) => {
  const { sessions: opened, rule } = await openViews({ sessions, views: VIEWS, loose: [] })
  rules.set(rule, (rules.get(rule) ?? 0) + 1)
  return opened.length > 1 ? opened : null
}

const EXPECTED = {
  MariaDB: { rule: /by the positions of the views/, plain: noBracket },
  MySQL: { rule: /by GTIDs/, plain: plainBracket },
  'MySQL 8.0': { rule: /by the binlog’s position/, plain: plainBracket },
} as const

describe.each(Object.entries(EXPECTED))('%s, while money is moved', (name, { rule, plain }) => {
  const kind = KINDS[name as keyof typeof EXPECTED]
  describe.skipIf(!kind.available())('live', () => {
    let server: LiveServer
    let mover: ReturnType<typeof fork>
    beforeAll(async () => {
      server = await startServer(kind, DURABLE)
      const accounts = Array.from({ length: 1000 }, (_, i) => `(${i + 1}, 1000)`).join(', ')
      await server.sql(`create user shop@'%' identified by '${PASSWORD}'; grant select, replication client on *.* to shop@'%';
        create user clerk@'%' identified by '${PASSWORD}'; grant select, lock tables on *.* to clerk@'%';
        create user mover@'%'; grant select, update on *.* to mover@'%';
        create database bank; use bank; create table a (id int primary key, money bigint not null); create table b like a;
        insert into a values ${accounts}; insert into b values ${accounts}`)
      mover = fork(MOVER, [String(server.port), '4', '400'])
      await new Promise((resolve) => mover.once('message', resolve))
    }, 120_000)
    afterAll(async () => {
      mover.kill()
      await server[Symbol.asyncDispose]()
    })

    const withSessions = async (port: number, user: string, open: Open, seconds: number): Promise<Trial> => {
      const address = addressOf(`mysql://${user}:${encodeURIComponent(PASSWORD)}@127.0.0.1:${port}/bank`)
      const sessions = await Promise.all(Array.from({ length: CONNECTIONS }, () => openSession({ address })))
      rules.clear()
      try {
        return await tryFor(seconds, sessions, open)
      } finally {
        await Promise.all(sessions.map(({ link }) => link.close()))
      }
    }

    test('a plain bracket breaks: the test would see it', async () => {
      let broken = 0
      for (let i = 0; i < 90 && broken === 0; i++) broken = (await withSessions(server.port, 'shop', plain, 2)).broken
      expect(broken).toBeGreaterThan(0)
    })

    test.each([0, 20])('no view of several connections is of two moments, %i ms away', async (ms) => {
      await using far = await startDistance(server.port, ms)
      const port = ms === 0 ? server.port : far.port
      const { accepted, broken } = await withSessions(port, 'shop', exact, ms === 0 ? 2 * SECONDS : SECONDS)
      console.log(`${name}, ${ms} ms: ${accepted} views, ${broken} broken`, Object.fromEntries(rules))
      expect(broken).toBe(0)
      expect(accepted).toBeGreaterThan(0)
      expect([...rules.keys()].some((each) => rule.test(each))).toBe(true)
    })

    test('nor by a lock of a moment, for who may not see the binlog', async () => {
      const { accepted, broken } = await withSessions(server.port, 'clerk', exact, SECONDS)
      console.log(`${name}, by locks: ${accepted} views, ${broken} broken`, Object.fromEntries(rules))
      expect(broken).toBe(0)
      expect(accepted).toBeGreaterThan(0)
      expect([...rules.keys()].join()).toMatch(/opened while the tables were locked for a moment: without REPLICATION/)
    })
  })
})
