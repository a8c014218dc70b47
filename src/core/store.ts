/** Where a lake lives. Paths are relative, with `/`. `create` is the lake's only lock. */
export interface Store {
  /** What people see of it. */
  readonly label: string
  /** The whole object, or null where there is none. */
  read(path: string): Promise<Uint8Array | null>
  /** Writes a new object whole, or fails with STORE_EXISTS and changes nothing. Durable when it returns. */
  create(path: string, bytes: Uint8Array): Promise<void>
  /** Writes an object whole, over any that was there. For hints, never for truth. */
  replace(path: string, bytes: Uint8Array): Promise<void>
  /** Moves a finished local file to a new path. Durable when it returns. */
  upload(path: string, file: string): Promise<void>
  /** Paths below a prefix that ends in `/`, in byte order. */
  list(prefix: string): Promise<readonly string[]>
  /** Removes what is there; nothing there is no error. */
  remove(path: string): Promise<void>
  /** Bytes that can still be written; null where there is no limit to speak of. */
  room(): Promise<number | null>
  /** A local file with the object's bytes, for an engine to read and nobody to write. Objects that are read so never change. */
  fetch(path: string): Promise<string>
}
