import { describe, expect, test } from 'vitest'
import { addressOf, isLoopback } from '../../../src/source/mysql/address.ts'
import { account, id, path } from '../../../src/source/mysql/quote.ts'
import { failure } from '../dumped.ts'

describe('the URL of a database', () => {
  test('is taken apart, and its password not shown', () => {
    const address = addressOf('mysql://sh%40p:p%40%3A%2F%25@db.example:3307/a%20b')
    expect(address).toEqual({
      label: 'mysql://sh@p:•••@db.example:3307/a b',
      host: 'db.example',
      port: 3307,
      user: 'sh@p',
      password: 'p@:/%',
      database: 'a b',
    })
  })

  test('may name an address of IPv6 or a socket', () => {
    expect(addressOf('mariadb://u:p@[::1]/d')).toMatchObject({
      host: '::1',
      port: 3306,
      label: 'mysql://u:•••@[::1]:3306/d',
    })
    expect(addressOf('mysql://u@localhost/d?socket=/run/s.sock')).toMatchObject({ socket: '/run/s.sock' })
  })

  test.each([
    ['ssl-mode=required', true],
    ['ssl-mode=VERIFY_CA', true],
    ['ssl-mode=PREFERRED', undefined],
    ['ssl-mode=DISABLED', undefined],
  ])('?%s on this machine asks for TLS: %s', (parameters, expected) => {
    expect(addressOf(`mysql://u:p@localhost/d?${parameters}`).tls).toBe(expected)
  })

  test.each([
    ['ssl-mode=DISABLED', /asks for no TLS \(ssl-mode=DISABLED\)/],
    ['ssl-mode=maybe', /ssl-mode that is none/],
    ['ssl-ca=ca.pem', /the parameter ssl-ca/],
    ['charset=latin1', /the parameter charset/],
  ])('?%s is refused by its name', (parameters, what) => {
    expect(() => addressOf(`mysql://u:secret@db.example/d?${parameters}`)).toThrow(failure('CONFIG', what))
  })

  test.each(['mysql://shop:secret@host', 'postgres://shop:secret@host/d', 'secret', 'mysql://shop:secret%@host/d'])(
    '%s is refused, and not shown',
    (url) => {
      expect(() => addressOf(url)).toThrow(failure('CONFIG', /^(?!.*secret)/))
    },
  )
})

test.each([
  ['localhost', true],
  ['127.0.0.1', true],
  ['127.9.8.7', true],
  ['::1', true],
  ['127.0.0.1.example', false],
  ['10.0.0.1', false],
  ['localhost.example', false],
  ['::2', false],
])('whether %s is this machine: %s', (host, expected) => {
  expect(isLoopback({ host })).toBe(expected)
  expect(isLoopback({ host, socket: '/run/s.sock' })).toBe(true)
})

test('names are quoted', () => {
  expect(path('a`b', 'c"d')).toBe('`a``b`.`c"d`')
  expect(id('')).toBe('``')
  expect(account("o'neil@10.0.0.%")).toBe("'o''neil'@'10.0.0.%'")
})
