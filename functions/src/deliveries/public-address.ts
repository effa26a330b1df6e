import ipaddr from 'ipaddr.js'

/** Which addresses may be posted to. */
export interface AddressRules {
  /** Whether this machine itself may be: on a laptop, never in a deployment. */
  readonly loopback: boolean
}

/**
 * Why nothing is posted to an IP address: it is not a public one. Null: it is. What hides another address
 * (IPv4 in IPv6) is judged by that one.
 */
export function addressFault(address: string, { loopback }: AddressRules): string | null {
  if (!ipaddr.isValid(address)) return `${address} is not an IP address.`
  const range = ipaddr.process(address).range()
  if (range === 'unicast' || (loopback && range === 'loopback')) return null
  return `${address} is not a public address (${words[range] ?? range}).`
}

const words: Readonly<Record<string, string>> = {
  linkLocal: 'link-local',
  uniqueLocal: 'private',
  carrierGradeNat: 'carrier-grade NAT',
  ipv4Mapped: 'IPv4 in IPv6',
}

/** Why nothing is posted to a URL, before its name is looked up. Null: it may be tried. */
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
