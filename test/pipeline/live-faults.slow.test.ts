import { connect, createServer, type Server, type Socket } from 'node:net'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { ColumnBatch } from '../../src/core/batch.ts'
import type { Chunk, Snapshot, Source } from '../../src/core/source.ts'
import type { Project } from '../../src/pipeline/project.ts'
import { SAMPLE_DATABASE } from '../../src/sample/dump.ts'
import { KINDS, type LiveServer, startServer } from '../servers/mysql.ts'
import { ask, failureOf, sampleText, served, type TestProject, testProject } from './project.ts'

const PASSWORD = 'pässword@/:?'

type Moment = 'planned' | 'opened' | 'reading'

/** The project, with something happening to its server at a moment of the run. */
function meanwhile({ openSource }: Project, moment: Moment, happen: () => Promise<unknown>): Partial<Project> {
  let left = 1
  const at = async (now: Moment): Promise<void> => {
    if (now === moment && left-- > 0) await happen()
  }
  return {
    openSource: async (scratch) => {
      const source = await openSource(scratch)
      const schema = await source.schema()
      await at('planned')
      return instead(source, {
        schema: async () => schema,
        snapshot: async (views) => {
          const snapshot = await source.snapshot(views)
          await at('opened')
          return instead(snapshot, { read: (chunk) => reading(snapshot, chunk, () => at('reading')) })
        },
      })
    },
  }
}

async function* reading(snapshot: Snapshot, chunk: Chunk, then: () => Promise<void>): AsyncGenerator<ColumnBatch> {
  for await (const batch of snapshot.read(chunk)) {
    yield batch
    await then()
  }
}

/** The same thing with some of its methods replaced. */
const instead = <T extends Source | Snapshot>(thing: T, methods: Partial<T>): T =>
  new Proxy(thing, {
    get: (target, name) => {
      const value = Reflect.get(Object.hasOwn(methods, name) ? methods : target, name, target) as unknown
      return typeof value === 'function' ? value.bind(target) : value
    },
  })

for (const kind of ['MariaDB', 'MySQL'] as const) {
  describe.skipIf(!KINDS[kind].available())(`a run whose ${kind} does not stay as it is`, () => {
    let server: LiveServer
    beforeAll(async () => {
      server = await startServer(KINDS[kind])
      await server.sql(`create user shop@'%' identified by '${PASSWORD}'; grant select on *.* to shop@'%'`)
    }, 120_000)
    beforeEach(async () => {
      await server.sql(`drop database if exists ${SAMPLE_DATABASE}`)
      await server.sql(sampleText())
    })
    afterAll(() => server[Symbol.asyncDispose]())

    const open = (port = server.port): Promise<TestProject> => {
      const url = `mysql://shop:${encodeURIComponent(PASSWORD)}@127.0.0.1:${port}/${SAMPLE_DATABASE}`
      return testProject({ dump: '', config: { source: { mysql: { url } } } })
    }

    /** Version 1 is published; then something happens in the next run, which must fail so and publish nothing. */
    async function fails(moment: Moment, happen: () => Promise<unknown>) {
      await using project = await open()
      const first = await project.run()
      const sales = await ask(project.project, first, 'select count(*), sum(order_amount) from fact_orders')
      const failure = await failureOf(project.run(meanwhile(project.project, moment, happen)))
      const now = await served(project.project)
      expect(now.version).toBe(1)
      expect(await ask(project.project, now, 'select count(*), sum(order_amount) from fact_orders')).toEqual(sales)
      expect(JSON.stringify([failure.message, failure.lines, failure.next])).not.toMatch(/p.ssword|p%C3%A4/)
      return failure
    }

    const inSample = (sql: string) => () => server.sql(sql, SAMPLE_DATABASE)

    test.each([
      [
        'a column that changes its type',
        'alter table orderdetails modify priceEach decimal(12,4) not null',
        /priceEach was decimal\(10,2\) and is decimal\(12,4\)/,
      ],
      ['a column that is renamed', 'alter table customers rename column customerName to name', /customerName/],
      ['a table that is renamed', 'rename table payments to payments_old', /payments/],
      [
        'a foreign key that is dropped',
        'set foreign_key_checks = 0; alter table payments drop foreign key payments_ibfk_1',
        /payments was altered/,
      ],
    ])('%s after the plan was made', async (_, sql, said) => {
      const failure = await fails('planned', inSample(sql))
      expect([failure.code, failure.exitCode]).toEqual(['SOURCE_CHANGED', 3])
      expect(`${failure.message} ${failure.lines.join(' ')}`).toMatch(said)
    })

    test('a privilege that is revoked while it reads', async () => {
      const tables = (await server.sql('show tables', SAMPLE_DATABASE)).trim().split('\n')
      const grants = tables.map((table) => `grant select on ${SAMPLE_DATABASE}.${table} to shop@'%';`)
      // Of a database as a whole a server takes privileges back only from connections to come.
      await server.sql(`revoke select on *.* from shop@'%'; ${grants.join('')}`)
      const failure = await fails('opened', inSample(`revoke select on orderdetails from shop@'%'`))
      await server.sql(`grant select on *.* to shop@'%'`)
      expect([failure.code, failure.exitCode]).toEqual(['SOURCE_PRIVILEGE', 3])
      expect(failure.lines.join()).toMatch(/SELECT command denied to user 'shop'.*orderdetails/)
    })

    test('a connection that is killed while it reads', async () => {
      const failure = await fails('reading', async () => {
        const ids = await server.sql("select id from information_schema.processlist where user = 'shop'")
        for (const id of ids.trim().split('\n')) await server.sql(`kill ${id}`)
      })
      expect([failure.code, failure.exitCode]).toEqual(['SOURCE_LOST', 3])
    })

    test('a server that crashes and comes back', async () => {
      const failure = await fails('reading', async () => {
        await server.kill()
        await server.start()
      })
      expect([failure.code, failure.exitCode]).toEqual(['SOURCE_LOST', 3])
    })

    test('an alteration that comes once the view stands has to wait, and changes nothing of the run', async () => {
      await using project = await open()
      const first = await project.run()
      let altered = Promise.resolve('')
      const second = await project.run(
        meanwhile(project.project, 'opened', async () => {
          altered = server.sql(
            'rename table orderdetails to kept; create table orderdetails like kept',
            SAMPLE_DATABASE,
          )
        }),
      )
      await altered
      expect(second.tables.fact_orders!.rows).toBe(first.tables.fact_orders!.rows)
      expect(await server.sql('select count(*) from orderdetails', SAMPLE_DATABASE)).toBe('0\n')
    })

    test('a network that is slow and cuts packets anywhere changes nothing', async () => {
      await using network = await slowNetwork(server.port)
      await using direct = await open()
      await using slow = await open(network.port)
      const [one, other] = [await direct.run(), await slow.run()]
      expect(other.receipt.stage.lines).toEqual(one.receipt.stage.lines)
    })
  })
}

/** A way to a server that hands on a few bytes at a time, late. */
async function slowNetwork(port: number): Promise<{ port: number } & AsyncDisposable> {
  const sockets = new Set<Socket>()
  let handed = 0
  const hand = (from: Socket, to: Socket): void => {
    sockets.add(from.setNoDelay())
    from.on('error', () => to.destroy())
    from.on('close', () => to.destroy())
    from.on('data', (bytes: Buffer) => {
      from.pause()
      const middle = 1 + (bytes.length % 7)
      to.write(bytes.subarray(0, middle))
      const rest = (): void => {
        to.write(bytes.subarray(middle))
        from.resume()
      }
      if (handed++ % 16 === 0) setTimeout(rest, 5)
      else setImmediate(rest)
    })
  }
  const server: Server = createServer((near) => {
    const far = connect(port, '127.0.0.1')
    hand(near, far)
    hand(far, near)
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const address = server.address()
  return {
    port: typeof address === 'object' && address ? address.port : 0,
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy()
      await new Promise((done) => server.close(done))
    },
  }
}
