import { WaypostError } from '@waypost/contract'

type Header = (name: string) => string | undefined

/**
 * The caller's promise that two requests are one: 1 to 255 printable characters.
 * @throws WaypostError `IDEMPOTENCY_KEY_INVALID`
 */
export function readIdempotencyKey(header: Header): string | undefined {
  const key = header('idempotency-key')
  if (key === undefined) return undefined
  if (!/^[\x21-\x7e](?:[\x20-\x7e]{0,253}[\x21-\x7e])?$/.test(key))
    throw new WaypostError('IDEMPOTENCY_KEY_INVALID')
  return key
}

/** Whether the caller prefers not to wait (`Prefer: respond-async`, RFC 7240). */
export const prefersAsync = (header: Header): boolean =>
  (header('prefer') ?? '')
    .split(',')
    .some((preference) => preference.trim().toLowerCase() === 'respond-async')
