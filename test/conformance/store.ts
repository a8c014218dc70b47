import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { isStarliftError } from '../../src/core/error.ts'
import type { Store } from '../../src/core/store.ts'

/** An empty store, and a folder for local files. */
export interface OpenStore extends AsyncDisposable {
  readonly store: Store
  readonly folder: string
}

const bytes = (text: string): Uint8Array => Buffer.from(text)
const ODD_NAMES = ['a b', 'ümlaut', '😀', "it's", '100%', 'a#b?c', 'x+y', '"quoted"', '.dotted', 'CON', 'a'.repeat(200)]

/** What every store does, be it a folder or a bucket. */
export function storeConformance(name: string, open: () => Promise<OpenStore>): void {
  describe(`${name} is a store`, () => {
    let given: OpenStore
    let store: Store
    beforeAll(async () => {
      given = await open()
      store = given.store
    })
    afterAll(() => given[Symbol.asyncDispose]())
    const text = async (path: string): Promise<string | null> => {
      const found = await store.read(path)
      return found && Buffer.from(found).toString()
    }

    test('reads null where there is nothing, and lists nothing', async () => {
      expect(await store.read('none/at/all')).toBeNull()
      expect(await store.list('none/')).toEqual([])
    })

    test('creates once: a second attempt fails and changes nothing', async () => {
      await store.create('once/a', bytes('first'))
      const second = await store.create('once/a', bytes('second')).catch((error: unknown) => error)
      expect(isStarliftError(second, 'STORE_EXISTS')).toBe(true)
      expect(await text('once/a')).toBe('first')
    })

    test('of fifty creations at once one wins, and its bytes are there whole', async () => {
      for (const round of [1, 2, 3]) {
        const contents = Array.from({ length: 50 }, (_, i) => `${i} `.repeat(20_000))
        const outcomes = await Promise.allSettled(
          contents.map((content) => store.create(`race/${round}`, bytes(content))),
        )
        const winners = outcomes.flatMap(({ status }, i) => (status === 'fulfilled' ? [i] : []))
        expect(winners).toHaveLength(1)
        expect(await text(`race/${round}`)).toBe(contents[winners[0]!])
        const losers = outcomes.filter((one) => one.status === 'rejected')
        expect(losers.every(({ reason }) => isStarliftError(reason, 'STORE_EXISTS'))).toBe(true)
      }
      expect(await store.list('race/')).toEqual(['race/1', 'race/2', 'race/3'])
    })

    test('a reader sees an object whole while it is replaced', async () => {
      const contents = ['a', 'b'].map((letter) => letter.repeat(300_000))
      await store.replace('whole', bytes(contents[0]!))
      let writing = true
      const seen: (string | null)[] = []
      const reader = (async () => {
        while (writing) seen.push(await text('whole'))
      })()
      for (let i = 0; i < 30; i++) await store.replace('whole', bytes(contents[i % 2]!))
      writing = false
      await reader
      expect(seen.length).toBeGreaterThan(3)
      expect(seen.every((one) => contents.includes(one!))).toBe(true)
    })

    test('lists whole paths below a prefix in byte order', async () => {
      const paths = ['l/b', 'l/B', 'l/a/z', 'l/a.b', 'l/a/a', 'l/ä', 'l/10', 'l/9', 'lx/no']
      for (const path of paths) await store.create(path, bytes(path))
      expect(await store.list('l/')).toEqual(['l/10', 'l/9', 'l/B', 'l/a.b', 'l/a/a', 'l/a/z', 'l/b', 'l/ä'])
      expect(await store.list('l/a/')).toEqual(['l/a/a', 'l/a/z'])
    })

    test('removes, and removes what is not there', async () => {
      await store.create('gone', bytes(''))
      expect(await text('gone')).toBe('')
      await store.remove('gone')
      await store.remove('gone')
      expect(await store.read('gone')).toBeNull()
    })

    test('takes over a finished local file', async () => {
      const file = join(given.folder, 'local.bin')
      const content = Buffer.alloc(1_000_000, 'x')
      await writeFile(file, content)
      await store.upload('up/there/file.bin', file)
      expect(Buffer.compare((await store.read('up/there/file.bin'))!, content)).toBe(0)
      expect(await readFile(await store.fetch('up/there/file.bin'))).toEqual(content)
    })

    test.each(ODD_NAMES)('keeps an object called %s', async (odd) => {
      const path = `odd/${odd}/${odd}`
      await store.create(path, bytes(odd))
      expect(await text(path)).toBe(odd)
      expect(await store.list(`odd/${odd}/`)).toEqual([path])
    })

    test('says how much room there is', async () => {
      expect(await store.room()).toSatisfy((room) => room === null || room > 0)
    })
  })
}
