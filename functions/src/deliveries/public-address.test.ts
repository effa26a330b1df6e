import { expect, it } from 'vitest'
import { addressFault, urlFault } from './public-address.ts'

const deployed = { loopback: false }

it.each(['93.184.216.34', '2606:2800:220:1:248:1893:25c8:1946', '::ffff:93.184.216.34'])(
  'posts to the public address %s',
  (address) => {
    expect(addressFault(address, deployed)).toBeNull()
  },
)

it.each([
  '127.0.0.1',
  '10.1.2.3',
  '172.16.0.1',
  '192.168.1.1',
  '169.254.169.254',
  '100.64.0.1',
  '0.0.0.0',
  '224.0.0.1',
  '255.255.255.255',
  '192.0.2.1',
  '::1',
  '::',
  'fe80::1',
  'fd00::1',
  '::ffff:127.0.0.1',
  '::ffff:169.254.169.254',
  '64:ff9b::7f00:1',
  '2002:7f00:1::',
  'ff02::1',
  'not an address',
])('posts nothing to %s', (address) => {
  expect(addressFault(address, deployed)).toMatch(/is not/)
})

it('posts to this machine only where that is allowed, and to no other private one even then', () => {
  expect(addressFault('127.0.0.1', { loopback: true })).toBeNull()
  expect(addressFault('::1', { loopback: true })).toBeNull()
  expect(addressFault('10.0.0.1', { loopback: true })).not.toBeNull()
})

it.each([
  ['https://example.com/hook', deployed],
  ['https://example.com:8443/hook?x=1', deployed],
  ['http://localhost:3000/hook', { loopback: true }],
  ['http://127.0.0.1:3000/hook', { loopback: true }],
  ['http://[::1]:3000/hook', { loopback: true }],
])('may try %s', (url, rules) => {
  expect(urlFault(url, rules)).toBeNull()
})

it.each([
  ['example.com', deployed, 'not a URL'],
  ['http://example.com', deployed, 'https'],
  ['http://example.com', { loopback: true }, 'https'],
  ['ftp://example.com', deployed, 'https'],
  ['https://ada:secret@example.com', deployed, 'password'],
  ['http://127.0.0.1/', deployed, 'https'],
  ['https://127.0.0.1/', deployed, 'loopback'],
  ['https://2130706433/', deployed, 'loopback'],
  ['https://0x7f000001/', deployed, 'loopback'],
  ['https://0177.0.0.1/', deployed, 'loopback'],
  ['https://127.1/', deployed, 'loopback'],
  ['https://[::ffff:7f00:1]/', deployed, 'loopback'],
  ['https://[fd00::1]/', deployed, 'private'],
  ['https://169.254.169.254/computeMetadata/v1/', deployed, 'link-local'],
])('refuses %s', (url, rules, why) => {
  expect(urlFault(url, rules)).toContain(why)
})
