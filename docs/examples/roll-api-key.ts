/** What Waypost answers when a key was rolled. */
interface RolledKey {
  id: string
  /** Shown this once. */
  secret: string
}

/**
 * Gives a key a new secret. Put `secret` where your servers read it, within the overlap.
 * @param adminKey a key with the scope `admin`
 */
export async function rollApiKey(
  apiUrl: string,
  { id, adminKey, overlapHours = 24 }: { id: string; adminKey: string; overlapHours?: number },
): Promise<RolledKey> {
  const response = await fetch(`${apiUrl}/v1/keys/${encodeURIComponent(id)}/roll`, {
    method: 'POST',
    headers: { authorization: `Bearer ${adminKey}`, 'content-type': 'application/json' },
    body: JSON.stringify({ overlapHours }),
  })
  const answer = (await response.json()) as RolledKey & { message?: string }
  if (!response.ok) throw new Error(answer.message ?? `Waypost answered ${response.status}.`)
  return answer
}
