import { z } from 'zod'

const notALink = 'must be a link that starts with https:// (or http://)'

/** A public link with http or https, 2000 characters at most: WhatsApp fetches or opens it. */
export const httpLink = z
  .url({
    protocol: /^https?$/,
    abort: true,
    error: ({ code }) => (code === 'invalid_format' ? notALink : undefined),
  })
  .max(2000)
  .superRefine((link, context) => {
    const fault = linkFault(link)
    if (fault !== undefined) context.addIssue({ code: 'custom', message: fault })
  })

function linkFault(link: string): string | undefined {
  const url = URL.parse(link)
  if (!url) return undefined
  if (/\s/.test(link)) return 'must not contain spaces: write %20'
  if (url.username !== '' || url.password !== '')
    return 'must not contain credentials: WhatsApp cannot use them'
  if (isPrivateHost(url.hostname)) return 'must be a public link: WhatsApp cannot reach this host'
  return undefined
}

/** Hosts that no server of Meta can reach. The URL parser has normalized every spelling of an address. */
function isPrivateHost(host: string): boolean {
  if (host.startsWith('[')) return !/^\[[23]/.test(host)
  if (/^[\d.]+$/.test(host)) return PRIVATE_IPV4.test(host)
  return !host.replace(/\.$/, '').includes('.') || PRIVATE_NAME.test(host)
}

const PRIVATE_IPV4 =
  /^(?:0|10|127|22[4-9]|2[3-5]\d)\.|^169\.254\.|^192\.168\.|^172\.(?:1[6-9]|2\d|3[01])\.|^100\.(?:6[4-9]|[7-9]\d|1[01]\d|12[0-7])\./
const PRIVATE_NAME = /\.(?:localhost|local|internal|lan|home\.arpa)\.?$/i
