import ipaddr from 'ipaddr.js'

/**
 * Where Google's own front ends are, those of Firebase Hosting among them; no customer of Google Cloud can rent an
 * address there. From https://www.gstatic.com/ipranges/goog.json, without https://www.gstatic.com/ipranges/cloud.json.
 */
const googleFrontEnds = [
  '35.191.0.0/16',
  '64.233.160.0/19',
  '66.102.0.0/20',
  '66.249.64.0/19',
  '72.14.192.0/18',
  '74.125.0.0/16',
  '108.177.0.0/17',
  '130.211.0.0/22',
  '142.250.0.0/15',
  '169.254.0.0/16',
  '172.217.0.0/16',
  '172.253.0.0/16',
  '173.194.0.0/16',
  '192.178.0.0/15',
  '209.85.128.0/17',
  '216.58.192.0/19',
  '216.239.32.0/19',
  '2001:4860::/32',
  '2404:6800::/32',
  '2607:f8b0::/32',
  '2800:3f0::/32',
  '2a00:1450::/32',
  '2c0f:fb50::/32',
].map((block) => ipaddr.parseCIDR(block))

/**
 * The address a request came from; empty when unknown.
 *
 * Callers can forge `X-Forwarded-For`: only its last entry, the peer of the function, comes from Google. The peer is
 * the caller where the function is called at its own address. Behind Firebase Hosting the peer is a Google front end,
 * and Hosting's edge overwrites `Fastly-Client-IP` with the caller's address. From any other peer that header is ignored.
 */
export function clientIp(header: (name: string) => string | undefined): string {
  const peer = readAddress(header('x-forwarded-for')?.split(',').at(-1))
  if (!peer) return ''
  const forwarded = isGoogleFrontEnd(peer) ? readAddress(header('fastly-client-ip')) : undefined
  return (forwarded ?? peer).toString()
}

/** What is limited together: an IPv4 address, or the /64 that one subscriber has of IPv6. */
export function ipRateLimitBlock(address: string): string {
  const parsed = readAddress(address)
  if (parsed?.kind() !== 'ipv6') return address
  return `${(parsed as ipaddr.IPv6).parts
    .slice(0, 4)
    .map((part) => part.toString(16))
    .join(':')}::/64`
}

function readAddress(written: string | undefined): ipaddr.IPv4 | ipaddr.IPv6 | undefined {
  const text = written?.trim() ?? ''
  return ipaddr.isValid(text) ? ipaddr.process(text) : undefined
}

const isGoogleFrontEnd = (address: ipaddr.IPv4 | ipaddr.IPv6): boolean =>
  googleFrontEnds.some(([block, bits]) => address.kind() === block.kind() && address.match(block, bits))
