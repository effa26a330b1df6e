import { createHmac } from 'node:crypto'
import { messageIdOf, statusItem, textItem, webhook } from '../functions/test/support/meta-webhooks.ts'

export const APP_SECRET = 'app-secret'

/** A body of Meta's as it arrives. */
export interface Signed {
  readonly bytes: Buffer
  readonly header: string
}

export function signed(json: object): Signed {
  const bytes = Buffer.from(JSON.stringify(json))
  return { bytes, header: `sha256=${createHmac('sha256', APP_SECRET).update(bytes).digest('hex')}` }
}

/** Which message's status, and of which attempt. */
export interface StatusBodyOptions {
  readonly number: number
  readonly attempt?: number
}

/** As Meta sends it, with prices and conversations. */
const fullStatus = ({ number, attempt = 1 }: StatusBodyOptions): object => ({
  ...statusItem({ messageId: messageIdOf(number), status: 'delivered', attempt }),
  recipient_user_id: 'US.13491208655302741918',
  conversation: { id: '6ceb9d929c9bdc4f90e967a32f8639b4', origin: { type: 'utility' } },
  pricing: { billable: true, pricing_model: 'PMP', category: 'utility', type: 'regular' },
})

export const statusBody = (...statuses: readonly StatusBodyOptions[]): Signed =>
  signed(webhook({ statuses: statuses.map(fullStatus) }))

export const textBody = (): Signed =>
  signed(
    webhook({
      contacts: [{ profile: { name: 'Jasper' }, wa_id: '972546800360', user_id: 'US.13491208655302741918' }],
      messages: [textItem('1', 'Is my order on its way? I have been waiting since Tuesday.')],
    }),
  )
