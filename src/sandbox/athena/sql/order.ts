import { type Context, writeOne } from './context.ts'
import { type Node, Reader } from './tree.ts'

/** What follows ORDER BY. NULLs are last unless told, whichever way the order runs. */
export async function writeOrder(items: readonly Node[], context: Context): Promise<string> {
  const texts: string[] = []
  for (const item of items) {
    const order = new Reader('order by', item)
    const text = await writeOne(order.node('this'), context)
    const nulls = orderNulls(item)
    order.flag('nulls_first')
    texts.push(order.close(`${text}${order.flag('desc') ? ' desc' : ' asc'} nulls ${nulls}`))
  }
  return texts.join(', ')
}

const orderNulls = (item: Node): string => (item.nulls_first === true ? 'first' : 'last')
