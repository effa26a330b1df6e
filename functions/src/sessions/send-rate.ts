import type { Session } from './session.ts'

/** A number of low quality is about to be restricted: half as many messages give people time to answer. */
const LOW_QUALITY_SHARE = 0.5

/**
 * Messages per second that a session may send: what the installation allows, never more than Meta allows the
 * number, and half of it while Meta calls its quality low.
 * https://developers.facebook.com/docs/whatsapp/cloud-api/overview#throughput
 * @param most of the installation
 */
export function sendRate({ standing }: Pick<Session, 'standing'>, most: number): number {
  const allowed = Number(standing?.throughput?.value ?? most)
  const rate = allowed > 0 ? Math.min(most, allowed) : most
  return standing?.quality?.value === 'low' ? rate * LOW_QUALITY_SHARE : rate
}
