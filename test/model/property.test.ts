import { test } from 'vitest'
import { proveRandomDatabases } from './random-star.ts'

test('a rich star over any small database is proven', () => proveRandomDatabases(4, 20_241_122))
