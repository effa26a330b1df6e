/** A wamid as Meta encodes it. */
export function encodeWamid({
  scope,
  outgoing,
  token,
}: {
  readonly scope: string
  readonly outgoing: boolean
  readonly token: string
}): string {
  const isNumber = /^\d+$/.test(scope)
  const bytes = Buffer.concat([
    Buffer.from([0x1c, 0x18, scope.length]),
    Buffer.from(scope),
    Buffer.from([0x15, isNumber ? 0x02 : 0x14, 0x00, outgoing ? 0x11 : 0x12, 0x18, token.length]),
    Buffer.from(token),
    Buffer.from([0]),
  ])
  return `wamid.${bytes.toString('base64')}`
}
