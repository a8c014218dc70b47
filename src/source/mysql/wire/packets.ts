import type { Socket } from 'node:net'
import { tap } from './tap.ts'

/** Bytes that may wait before the socket is paused; a packet that is longer is taken all the same. */
const MOST_WAITING = 1 << 20
/** Memory for what waits and one piece more, as the system gives them. */
const ROOM = MOST_WAITING + (1 << 18)
const HEADER = 4
/** A packet of this length goes on in the next. */
const PART = 0xffffff
/** The longest that the protocol allows. */
const LONGEST = 1 << 30
const ROW = 0
const ERROR = 255

/** A protocol that was broken, or a connection that ended; `code` as Node and the driver have them. */
export const wireFault = (code: string, message: string): Error => Object.assign(new Error(message), { code })

/** Rows that have come, one packet each, in the memory of the connection: good until anything more is awaited. */
export interface RowBlock {
  bytes: Uint8Array
  readonly starts: Int32Array
  readonly ends: Int32Array
  count: number
}

export const newRowBlock = (rows: number): RowBlock => ({
  bytes: new Uint8Array(0),
  starts: new Int32Array(rows),
  ends: new Int32Array(rows),
  count: 0,
})

/** The packets of one connection. The socket is paused while enough waits to be taken. */
export class Packets {
  readonly #socket: Socket
  #bytes = new Uint8Array(ROOM)
  /** What waits is from `start` to `end`. */
  #start = 0
  #end = 0
  /** The number that the next packet must have. */
  #sequence = 0
  #fault: Error | undefined
  #wake: () => void = () => {}

  constructor(socket: Socket) {
    this.#socket = socket
    const gone = (): void => this.fail(wireFault('PROTOCOL_CONNECTION_LOST', 'the server closed the connection'))
    tap(socket, (piece) => this.#add(piece))
    socket.on('error', (error) => this.fail(error)).on('end', gone)
    socket.on('close', gone).resume()
  }

  /** Why nothing more will come; undefined while all is well. */
  get fault(): Error | undefined {
    return this.#fault
  }

  /** Whether a whole packet waits. */
  get waits(): boolean {
    return this.#length() !== null
  }

  fail(fault: Error): void {
    this.#fault ??= fault
    this.#wake()
  }

  /** Begins a command of less than 16 MB. */
  send(command: Uint8Array): void {
    if (this.#fault) throw this.#fault
    if (command.length >= PART) throw new Error('a statement is too long')
    const packet = new Uint8Array(HEADER + command.length)
    packet.set([command.length, command.length >> 8, command.length >> 16, 0])
    packet.set(command, HEADER)
    this.#sequence = 1
    this.#socket.write(packet)
  }

  /** Takes the next packet, a copy, where it has come. */
  take(): Uint8Array | null {
    const length = this.#length()
    if (length === null) return null
    const from = this.#start + HEADER
    this.#pass(length)
    return this.#bytes.slice(from, from + length)
  }

  /** Takes rows that have come, at most `most`, and no packet of another kind: 0 where the next is one, or has not come. */
  rows(block: RowBlock, most: number): number {
    const bytes = this.#bytes
    let count = 0
    while (count < most) {
      const length = this.#length()
      if (length === null || bytes[this.#start + HEADER] !== ROW) break
      block.starts[count] = this.#start + HEADER
      block.ends[count++] = this.#start + HEADER + length
      this.#pass(length)
    }
    block.bytes = bytes
    block.count = count
    return count
  }

  /** Resolves when something has come; fails when nothing will. */
  async more(): Promise<void> {
    if (this.#fault) throw this.#fault
    this.#socket.resume()
    await new Promise<void>((resolve) => {
      this.#wake = resolve
    })
    // What came before the end is still to be read.
    if (this.#fault && !this.waits) throw this.#fault
  }

  #add(piece: Uint8Array): void {
    this.#makeRoom(piece.length)
    this.#bytes.set(piece, this.#end)
    this.#end += piece.length
    if (this.#end - this.#start >= MOST_WAITING && this.#complete()) this.#socket.pause()
    this.#wake()
  }

  /** A packet that is too long is told to whoever takes it. */
  #complete(): boolean {
    try {
      return this.waits
    } catch {
      return true
    }
  }

  #makeRoom(length: number): void {
    const waiting = this.#end - this.#start
    const need = waiting + length
    const idle = this.#bytes.length > ROOM && need <= ROOM
    if (!idle && this.#end + length <= this.#bytes.length) return
    const rest = this.#bytes.subarray(this.#start, this.#end)
    if (idle || need > this.#bytes.length) this.#bytes = new Uint8Array(idle ? ROOM : 2 * need)
    this.#bytes.set(rest)
    this.#start = 0
    this.#end = waiting
  }

  /** The length of the next packet, all its parts together, where all of it has come. */
  #length(): number | null {
    const length = this.#lengthAt(this.#start)
    if (length === null || length === PART) return length === null ? null : this.#lengthOfParts()
    return this.#start + HEADER + length <= this.#end ? length : null
  }

  #lengthAt(at: number): number | null {
    if (at + HEADER > this.#end) return null
    const bytes = this.#bytes
    return bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16)
  }

  #lengthOfParts(): number | null {
    let total = 0
    for (let at = this.#start; ; at += HEADER + PART) {
      const length = this.#lengthAt(at)
      if (length !== null) total += length
      if (total > LONGEST) throw wireFault('PROTOCOL_LENGTH', 'a packet is longer than the protocol allows')
      if (length === null || at + HEADER + length > this.#end) return null
      if (length < PART) return total
    }
  }

  /** Goes behind the next packet; its parts are put together where the first begins. */
  #pass(length: number): void {
    let from = this.#start
    let to = from + HEADER
    for (let left = length; ; ) {
      const part = Math.min(left, PART)
      this.#checkSequence(from)
      if (to !== from + HEADER) this.#bytes.copyWithin(to, from + HEADER, from + HEADER + part)
      from += HEADER + part
      to += part
      left -= part
      if (part < PART) break
    }
    this.#start = from
  }

  /** A server that ends the connection says so out of order. */
  #checkSequence(at: number): void {
    const number = this.#bytes[at + 3]!
    if (number !== this.#sequence && this.#bytes[at + HEADER] !== ERROR)
      throw wireFault('PROTOCOL_ORDER', `packet ${number} came where ${this.#sequence} was due`)
    this.#sequence = (number + 1) & 255
  }
}
