// Moves money between accounts of two tables until it is ended: node move-money.ts <port> <connections> <transfers a second>
import { setTimeout as sleep } from 'node:timers/promises'
import { addressOf } from '../../../src/source/mysql/address.ts'
import { openLink } from '../../../src/source/mysql/link.ts'

const [port, connections, rate] = process.argv.slice(2).map(Number) as [number, number, number]
const below = (limit: number): number => 1 + Math.floor(Math.random() * limit)

async function move(): Promise<never> {
  const link = await openLink({ address: addressOf(`mysql://mover@127.0.0.1:${port}/bank`) })
  for (let due = performance.now(); ; due += (1000 * connections * -Math.log(Math.random())) / rate) {
    await sleep(Math.max(0, due - performance.now()))
    due = Math.max(due, performance.now() - 1000)
    const money = below(100)
    const [from, to] = [
      `update a set money = money - ${money} where id = ${below(1000)}`,
      `update b set money = money + ${money} where id = ${below(1000)}`,
    ]
    // Two that want the same accounts in different order may have to give up.
    await link.together(['begin', from, to, 'commit']).catch(() => link.rows('rollback'))
  }
}

process.send?.('moving')
await Promise.all(Array.from({ length: connections }, move))
