import { isWaypostError, Waypost } from '@waypost/client'

const waypost = new Waypost({
  baseUrl: process.env['WAYPOST_URL'] ?? 'http://127.0.0.1:7400',
  apiKey: process.env['WAYPOST_API_KEY'] ?? '',
})

/** Tells a customer that an order is on its way; returns the status, or why it was not sent. */
export async function orderShipped(orderId: string, phone: string): Promise<string> {
  try {
    const sent = await waypost.send(
      { to: phone, type: 'text', text: `Your order ${orderId} is on its way.` },
      { key: `order-${orderId}-shipped` },
    )
    return sent.status
  } catch (error) {
    if (isWaypostError(error, 'RECIPIENT_INVALID', 'RECIPIENT_OPTED_OUT')) return error.message
    throw error
  }
}
