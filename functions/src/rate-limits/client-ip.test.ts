import { expect, it } from 'vitest'
import { ipRateLimitBlock, clientIp } from './client-ip.ts'

const from = (headers: Record<string, string>) => clientIp((name) => headers[name])

it.each<[string, Record<string, string>, string]>([
  [
    'the caller, where the function is called at its own address',
    { 'x-forwarded-for': '203.0.113.7' },
    '203.0.113.7',
  ],
  ['not an address that a client made up', { 'x-forwarded-for': '1.2.3.4, 203.0.113.7' }, '203.0.113.7'],
  [
    'not what a caller claims when it does not come from Google',
    { 'x-forwarded-for': '203.0.113.7', 'fastly-client-ip': '1.2.3.4' },
    '203.0.113.7',
  ],
  [
    'whom the edge of Firebase Hosting saw',
    { 'x-forwarded-for': '203.0.113.7,66.249.82.10', 'fastly-client-ip': '203.0.113.7' },
    '203.0.113.7',
  ],
  [
    'the same over IPv6',
    { 'x-forwarded-for': '2001:db8::7, 2a00:1450:4001::1', 'fastly-client-ip': '2001:db8::7' },
    '2001:db8::7',
  ],
  [
    "Google's front end, when its word is no address",
    { 'x-forwarded-for': '66.249.82.10', 'fastly-client-ip': 'x' },
    '66.249.82.10',
  ],
  ['an IPv4 address, however it is written', { 'x-forwarded-for': '::ffff:203.0.113.7' }, '203.0.113.7'],
  ['unknown without a header', {}, ''],
  ['unknown for an invalid header', { 'x-forwarded-for': 'unknown' }, ''],
])('names %s', (_whom, headers, expected) => {
  expect(from(headers)).toBe(expected)
})

it('limits an IPv6 subscriber as one, and IPv4 addresses each', () => {
  expect(ipRateLimitBlock('2001:db8:1:2:aaaa::1')).toBe(ipRateLimitBlock('2001:db8:1:2:bbbb::2'))
  expect(ipRateLimitBlock('2001:db8:1:3::1')).not.toBe(ipRateLimitBlock('2001:db8:1:2::1'))
  expect(ipRateLimitBlock('203.0.113.7')).toBe('203.0.113.7')
})
