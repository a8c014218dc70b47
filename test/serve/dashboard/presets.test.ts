import { expect, test } from 'vitest'
import { bucketOf, bucketStart, bucketsOf, grainOf, presetsOf, rangeOf } from '../../../src/serve/dashboard/presets.ts'

const DAYS = { first: '2003-01-06', last: '2005-05-31' }

test('periods are counted back from the last day that has data, never from today', () => {
  expect(presetsOf(DAYS).map(({ name, label, range }) => [name, label, range && `${range.from}..${range.to}`])).toEqual(
    [
      ['all', 'All time', null],
      ['ytd', '2005 to date', '2005-01-01..2005-05-31'],
      ['2004', '2004', '2004-01-01..2004-12-31'],
      ['2003', '2003', '2003-01-01..2003-12-31'],
      ['12m', 'Last 12 months', '2004-06-01..2005-05-31'],
      ['qtd', 'Quarter to date', '2005-04-01..2005-05-31'],
      ['mtd', 'Month to date', '2005-05-01..2005-05-31'],
      ['90d', 'Last 90 days', '2005-03-03..2005-05-31'],
      ['30d', 'Last 30 days', '2005-05-02..2005-05-31'],
    ],
  )
})

test('a leap day is the 28th in the year before', () => {
  expect(rangeOf('12m', { first: '2020-01-01', last: '2024-02-29' })).toEqual({ from: '2023-03-01', to: '2024-02-29' })
})

test.each([
  ['2004-01-01..2004-02-29', { from: '2004-01-01', to: '2004-02-29' }],
  ['2005-02-01..2004-02-29', null],
  ['2005-02-30..2005-03-01', null],
  ['constructor', null],
  ['', null],
])('%s is %o', (period, range) => {
  expect(rangeOf(period, DAYS)).toEqual(range)
  expect(rangeOf(period, null)).toBe(null)
})

test('the grain fits the period', () => {
  expect(grainOf(null, DAYS)).toBe('month')
  expect(grainOf({ from: '2005-05-01', to: '2005-05-31' }, DAYS)).toBe('day')
  expect(grainOf(null, { first: '1995-01-01', last: '2004-12-31' })).toBe('quarter')
  expect(grainOf(null, { first: '1980-01-01', last: '2004-12-31' })).toBe('year')
})

test('buckets cover a period without a gap', () => {
  expect(bucketsOf({ from: '2004-11-15', to: '2005-02-01' }, 'month')).toEqual([
    '2004-11-01',
    '2004-12-01',
    '2005-01-01',
    '2005-02-01',
  ])
  expect(bucketsOf({ from: '2004-11-15', to: '2005-02-01' }, 'quarter')).toEqual(['2004-10-01', '2005-01-01'])
  expect(bucketsOf({ from: '2004-02-28', to: '2004-03-01' }, 'day')).toEqual(['2004-02-28', '2004-02-29', '2004-03-01'])
  expect(bucketOf('2004-02-01', 'month')).toEqual({ from: '2004-02-01', to: '2004-02-29' })
  expect(bucketStart('2004-08-31', 'quarter')).toBe('2004-07-01')
  expect(bucketStart('2004-08-31', 'year')).toBe('2004-01-01')
})
