import fc from 'fast-check'
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

/** Blocks that are not globally reachable: https://www.iana.org/assignments/iana-ipv4-special-registry */
const specialIpv4 = [
  '0.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.0.0.0/24',
  '192.0.2.0/24',
  '192.168.0.0/16',
  '198.18.0.0/15',
  '198.51.100.0/24',
  '203.0.113.0/24',
  '224.0.0.0/4',
  '240.0.0.0/4',
]
/** Ways to write an IPv4 address inside an IPv6 one, by the 32 bits in hexadecimal. */
const embeddings: Readonly<Record<string, (high: string, low: string) => string>> = {
  'IPv4-mapped': (high, low) => `::ffff:${high}:${low}`,
  'IPv4-compatible': (high, low) => `::${high}:${low}`,
  'IPv4-translated': (high, low) => `::ffff:0:${high}:${low}`,
  NAT64: (high, low) => `64:ff9b::${high}:${low}`,
  'local NAT64': (high, low) => `64:ff9b:1::${high}:${low}`,
  '6to4': (high, low) => `2002:${high}:${low}::1`,
  Teredo: (high, low) => `2001:0:${high}:${low}::1`,
}
const anyAddressIn = (block: string): fc.Arbitrary<readonly [number, number]> => {
  const [base = '', bits = ''] = block.split('/')
  const first = base.split('.').reduce((sum, byte) => sum * 256 + Number(byte), 0)
  return fc
    .integer({ min: 0, max: 2 ** (32 - Number(bits)) - 1 })
    .map((offset) => [Math.floor((first + offset) / 65_536), (first + offset) % 65_536])
}

it.each(specialIpv4)('posts to no address of %s, plain or inside IPv6', (block) => {
  fc.assert(
    fc.property(anyAddressIn(block), ([high, low]) => {
      const plain = [high >> 8, high & 255, low >> 8, low & 255].join('.')
      expect(addressFault(plain, deployed)).not.toBeNull()
      for (const [form, embed] of Object.entries(embeddings))
        expect(addressFault(embed(high.toString(16), low.toString(16)), deployed), form).not.toBeNull()
    }),
  )
})

it('posts to no IPv6 address outside the block for global unicast', () => {
  const hextet = fc.integer({ min: 0, max: 0xffff })
  const outside = fc
    .tuple(
      hextet.filter((first) => first >> 13 !== 1),
      fc.array(hextet, { minLength: 7, maxLength: 7 }),
    )
    .filter(([first, rest]) => !(first === 0 && rest[4] === 0xffff))
  fc.assert(
    fc.property(outside, ([first, rest]) => {
      const address = [first, ...rest].map((part) => part.toString(16)).join(':')
      expect(addressFault(address, deployed)).not.toBeNull()
    }),
  )
})

it.each(['fec0::1', '5f00::1', '4000::1', '100::1', '2001:2::1', '2001:20::1', '3fff::1', '2001:db8::1'])(
  'posts nothing to the reserved address %s',
  (address) => {
    expect(addressFault(address, deployed)).toMatch(/is not a public address/)
  },
)

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
  ['https://[::7f00:1]/', deployed, 'not a public address'],
  ['https://[fd00::1]/', deployed, 'private'],
  ['https://169.254.169.254/computeMetadata/v1/', deployed, 'link-local'],
])('refuses %s', (url, rules, why) => {
  expect(urlFault(url, rules)).toContain(why)
})
