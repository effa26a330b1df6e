/**
 * The handshake before webhooks are sent to an address: a GET with a challenge that must come back as it is.
 * developers.facebook.com/docs/graph-api/webhooks/getting-started#verification-requests
 */
import { randomInt } from 'node:crypto'

export interface Verification {
  readonly verified: boolean
  readonly httpStatus: number
  readonly challenge: string
  readonly answer: string
  /** Why it failed. */
  readonly reason?: string
}

/** Asks once. Never throws: an address that cannot be reached is not verified, with the reason. */
export async function verifyWebhook(url: string, verifyToken: string): Promise<Verification> {
  const challenge = String(randomInt(1_000_000_000, 10_000_000_000))
  const target = new URL(url)
  target.searchParams.set('hub.mode', 'subscribe')
  target.searchParams.set('hub.challenge', challenge)
  target.searchParams.set('hub.verify_token', verifyToken)
  try {
    const response = await fetch(target, {
      headers: { 'user-agent': 'facebookplatform/1.0 (+http://developers.facebook.com)' },
      redirect: 'manual',
      signal: AbortSignal.timeout(10_000),
    })
    const answer = await response.text()
    const verified = response.status === 200 && answer === challenge
    const reason =
      response.status === 200 ? 'the answer is not the challenge' : `HTTP status code = ${response.status}`
    return {
      verified,
      httpStatus: response.status,
      challenge,
      answer: answer.slice(0, 200),
      ...(!verified && { reason }),
    }
  } catch (error) {
    return {
      verified: false,
      httpStatus: 0,
      challenge,
      answer: '',
      reason: error instanceof Error ? error.message : String(error),
    }
  }
}
