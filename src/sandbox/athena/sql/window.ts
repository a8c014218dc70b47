import { id } from '../../../core/sql.ts'
import { callOf } from './call.ts'
import { type Context, writeList, writeOne } from './context.ts'
import { notSupported } from './fault.ts'
import { writeOrder } from './order.ts'
import { kindOf, type Node, Reader } from './tree.ts'
import { writeCall } from './write-call.ts'

/** A call with OVER. */
export async function writeOver(node: Reader, context: Context): Promise<string> {
  const call = callOf(node.node('this'))
  if (!call) throw notSupported(`${kindOf(node.node('this'))} with OVER`)
  return writeCall(call, context, ` over (${await writeWindow(node.node('over'), context)})`)
}

/** What stands between the parentheses of a window. */
export async function writeWindow(node: Node, context: Context): Promise<string> {
  const window = new Reader('window', node)
  const name = window.word('window_name')
  const partition = window.nodes('partition_by')
  const order = window.nodes('order_by')
  const frame = window.optional('frame')
  const parts = [
    name === undefined ? '' : id(name),
    partition.length > 0 ? `partition by ${await writeList(partition, context)}` : '',
    order.length > 0 ? `order by ${await writeOrder(order, context)}` : '',
    frame ? await writeFrame(new Reader('frame', frame), context) : '',
  ]
  return window.close(parts.filter((part) => part !== '').join(' '))
}

const WORDS: Readonly<Record<string, string>> = {
  UnboundedPreceding: 'unbounded preceding',
  UnboundedFollowing: 'unbounded following',
  CurrentRow: 'current row',
}

async function writeFrame(frame: Reader, context: Context): Promise<string> {
  const kind = (frame.word('kind') ?? '').toLowerCase()
  const start = await writeBound(frame.optional('start'), context)
  const end = frame.optional('end')
  return frame.close(end ? `${kind} between ${start} and ${await writeBound(end, context)}` : `${kind} ${start}`)
}

async function writeBound(bound: unknown, context: Context): Promise<string> {
  if (typeof bound === 'string' && WORDS[bound]) return WORDS[bound]
  const node = bound as Node
  const side = kindOf(node)
  if (side !== 'Preceding' && side !== 'Following') throw notSupported('such a window frame')
  return `${await writeOne(node[side] as Node, context)} ${side.toLowerCase()}`
}
