import { isWaypostError } from '@waypost/client'
import { useNotify } from '@waypost/client/react'
import type { ReactElement } from 'react'

/** Notifies a customer that an order was shipped, and shows how far the message is. */
export function NotifyButton({ orderId, phone }: { orderId: string; phone: string }): ReactElement {
  const { notify, sending, message, error } = useNotify()
  const press = () =>
    void notify(
      {
        to: phone,
        templateName: 'order_shipped',
        languageCode: 'en_US',
        templateParameters: [orderId, 'Tuesday'],
      },
      { key: `order-${orderId}-shipped` },
    )
  if (message) return <p>The message is {message.status}.</p>
  const mayRetry = isWaypostError(error) && error.retry === 'later'
  return (
    <>
      <button onClick={press} disabled={sending}>
        {mayRetry ? 'Try again' : 'Notify the customer'}
      </button>
      {error && <p role="alert">{error.message}</p>}
    </>
  )
}
