import type { Session } from './session.ts'

/** Meta restricts numbers of low quality; half the rate gives contacts time to reply. */
const LOW_QUALITY_SHARE = 0.5

/**
 * Messages per second that a session may send: the installation's rate, capped by Meta's throughput for the number,
 * halved while Meta rates its quality low.
 * https://developers.facebook.com/docs/whatsapp/cloud-api/overview#throughput
 * @param most the installation's rate
 */
export function sendRate({ standing: signals }: Pick<Session, 'standing'>, most: number): number {
  const allowed = Number(signals?.throughput?.value ?? most)
  const rate = allowed > 0 ? Math.min(most, allowed) : most
  return signals?.quality?.value === 'low' ? rate * LOW_QUALITY_SHARE : rate
}
