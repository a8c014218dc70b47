import { createHash } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { SAMPLE_DATABASE, type SampleOptions, sampleDump } from '../../src/sample/dump.ts'

const sha256 = (options?: SampleOptions): string => {
  const hash = createHash('sha256')
  for (const piece of sampleDump(options)) hash.update(piece)
  return hash.digest('hex')
}
const dump = (options?: SampleOptions): Buffer => Buffer.concat([...sampleDump(options)])

describe('the same bytes', () => {
  test('of every run, machine and Node: figures in the docs rest on them', () => {
    expect(sha256()).toBe('a11c3370637706b86cffbb3ee80941c6c208f6721b9a043bef1f2b5b4fe3c692')
  })

  test('for the same seed and scale', () => {
    expect(sha256({ seed: 7, scale: 10 })).toBe(sha256({ seed: 7, scale: 10 }))
  })

  test('for no other seed or scale', () => {
    const all = [sha256(), sha256({ seed: 2 }), sha256({ seed: -2 }), sha256({ scale: 2 })]
    expect(new Set(all).size).toBe(all.length)
  })

  test.each([0, -1, 1.5, Number.NaN])('not for scale %d', (scale) => {
    expect(() => sha256({ scale })).toThrow(RangeError)
  })

  test.each([0.5, 2 ** 32, Number.NaN])('not for seed %d', (seed) => {
    expect(() => sha256({ seed })).toThrow(RangeError)
  })
})

describe('the form of mysqldump', () => {
  const text = dump({ scale: 20 }).toString('latin1')
  const lines = text.split('\n')

  test('begins and ends as its files do', () => {
    expect(lines[0]).toMatch(/^-- MySQL dump 10\.13 {2}Distrib 8\.0\.\d+, for Linux/)
    expect(text).toContain(`CREATE DATABASE /*!32312 IF NOT EXISTS*/ \`${SAMPLE_DATABASE}\``)
    expect(lines.slice(-2)).toEqual(['-- Dump completed on 2025-06-01  0:00:00', ''])
  })

  test('has each statement on one line, in less than a megabyte', () => {
    const inserts = lines.filter((line) => line.startsWith('INSERT INTO'))
    expect(inserts.length).toBeGreaterThan(8)
    for (const insert of inserts) {
      expect(insert.length).toBeLessThan(1_000_000)
      expect(insert.endsWith(');')).toBe(true)
    }
    expect(lines.filter((line) => line.startsWith('('))).toEqual([])
  })

  test('is UTF-8 but for the images', () => {
    const rest = lines.filter((line) => !line.startsWith('INSERT INTO `productlines`')).join('\n')
    expect(() => new TextDecoder('utf-8', { fatal: true }).decode(Buffer.from(rest, 'latin1'))).not.toThrow()
    expect(() => new TextDecoder('utf-8', { fatal: true }).decode(dump())).toThrow()
  })

  test('has tables in both character sets', () => {
    const charsets = [...text.matchAll(/^\) ENGINE=InnoDB DEFAULT CHARSET=(\w+)/gm)].map(([, charset]) => charset)
    expect(charsets).toHaveLength(8)
    expect(new Set(charsets)).toEqual(new Set(['latin1', 'utf8mb4']))
  })
})

test('memory does not grow with the scale', () => {
  let bytes = 0
  let floor = 0
  let peak = 0
  for (const piece of sampleDump({ scale: 200 })) {
    bytes += piece.length
    const { heapUsed, arrayBuffers } = process.memoryUsage()
    if (bytes < 4_000_000) floor = Math.max(floor, heapUsed + arrayBuffers)
    peak = Math.max(peak, heapUsed + arrayBuffers)
  }
  expect(bytes).toBeGreaterThan(30_000_000)
  expect(peak - floor).toBeLessThan(96 * 1024 * 1024)
})
