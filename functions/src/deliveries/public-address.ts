import ipaddr from 'ipaddr.js'

/** Which addresses may be posted to. */
export interface AddressRules {
  /** Allows loopback addresses: for the local stack, never in a deployment. */
  readonly loopback: boolean
}

/**
 * Explains why an IP address is not posted to; null for a public unicast address. An IPv4 address mapped into IPv6 is
 * judged as IPv4.
 */
export function addressFault(address: string, { loopback }: AddressRules): string | null {
  if (!ipaddr.isValid(address)) return `${address} is not an IP address.`
  const parsed = ipaddr.process(address)
  const range = parsed instanceof ipaddr.IPv6 ? rangeOfIpv6(parsed) : parsed.range()
  if (range === 'unicast' || (loopback && range === 'loopback')) return null
  return `${address} is not a public address (${rangeNames[range] ?? range}).`
}

/**
 * Only `2000::/3` is allocated for global unicast. An allow-list, because the rest holds forms that lead back to IPv4
 * (`::/96`, `64:ff9b:1::/48`) and that the library calls unicast.
 * https://www.iana.org/assignments/ipv6-unicast-address-assignments
 */
function rangeOfIpv6(address: ipaddr.IPv6): string {
  const range = address.range()
  if (range !== 'unicast') return range
  const isGlobal = address.match(globalUnicast) && !specialBlocks.some((block) => address.match(block))
  return isGlobal ? range : 'reserved'
}

const globalUnicast = ipaddr.IPv6.parseCIDR('2000::/3')
/** Protocol assignments and documentation: https://www.iana.org/assignments/iana-ipv6-special-registry */
const specialBlocks = ['2001::/23', '3fff::/20'].map((block) => ipaddr.IPv6.parseCIDR(block))

const rangeNames: Readonly<Record<string, string>> = {
  linkLocal: 'link-local',
  uniqueLocal: 'private',
  carrierGradeNat: 'carrier-grade NAT',
  ipv4Mapped: 'IPv4 in IPv6',
}

/** Explains why a URL is not posted to, before its host name is resolved; null when it may be tried. */
export function urlFault(text: string, rules: AddressRules): string | null {
  if (!URL.canParse(text)) return 'It is not a URL.'
  const url = new URL(text)
  const host = url.hostname.replace(/^\[|\]$/g, '')
  if (url.username !== '' || url.password !== '') return 'It must not hold a name or a password.'
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && rules.loopback && isLoopback(host)))
    return 'It must begin with https://.'
  return ipaddr.isValid(host) ? addressFault(host, rules) : null
}

const isLoopback = (host: string): boolean =>
  host === 'localhost' || (ipaddr.isValid(host) && ipaddr.process(host).range() === 'loopback')
