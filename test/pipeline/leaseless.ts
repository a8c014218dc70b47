import type { Store } from '../../src/core/store.ts'

/** A store that shows each run no lease but its own, as if it had taken over from one that lives on. */
export function leaseless(store: Store, run: number): Store {
  const own = (path: string): string => path.replace('_starlift/leases/', `_starlift/leases-${run}/`)
  return {
    ...store,
    read: (path) => store.read(own(path)),
    create: (path, bytes) => store.create(own(path), bytes),
    replace: (path, bytes) => store.replace(own(path), bytes),
    remove: (path) => store.remove(own(path)),
    list: async (prefix) => (await store.list(own(prefix))).map((path) => path.replace(/leases-\d+/, 'leases')),
  }
}
