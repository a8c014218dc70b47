import { test } from 'vitest'
import { proveRandomDatabases } from './random-star.ts'

test('a rich star over a hundred small databases is proven', () => proveRandomDatabases(100, 7))
