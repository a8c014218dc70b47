import type { Node, Operation } from './definition.ts'

const INFIX: Partial<Record<Operation, string>> = {
  eq: '=',
  ne: '<>',
  lt: '<',
  lte: '<=',
  gt: '>',
  gte: '>=',
  and: 'and',
  or: 'or',
  times: '*',
  plus: '+',
  minus: '-',
}

/** A node as people write it: `quantity > 0`. */
export function print(node: Node): string {
  switch (node.op) {
    case 'column':
      return [...node.path, node.column].join('.')
    case 'own':
      return node.column
    case 'literal':
      return typeof node.value === 'string' ? `'${node.value}'` : String(node.value)
    case 'isNull':
      return `${print(node.args[0]!)} is null`
    case 'isIn':
      return `${print(node.args[0]!)} in (${node.args.slice(1).map(print).join(', ')})`
    default: {
      const infix = INFIX[node.op as Operation]
      return infix ? node.args.map(print).join(` ${infix} `) : `${node.op}(${node.args.map(print).join(', ')})`
    }
  }
}
