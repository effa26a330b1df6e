import type { User } from 'firebase/auth'
import { useNotify } from './use-notify.ts'

/** Tells a customer that an order was shipped. */
export function NotifyButton({ user, orderId, phone }: { user: User; orderId: string; phone: string }) {
  const [state, send] = useNotify(user)
  const shipped = {
    phoneNumber: phone,
    templateName: 'order_shipped',
    languageCode: 'en_US',
    templateParameters: [
      { type: 'text' as const, text: orderId },
      { type: 'text' as const, text: 'Tuesday' },
    ],
  }
  const press = () => void send(shipped, `order-${orderId}-shipped`)
  if (state.is === 'sent') return <p>Sent ({state.sent.status}).</p>
  return (
    <>
      <button onClick={press} disabled={state.is === 'sending'}>
        {state.is === 'refused' && state.mayRetry ? 'Try again' : 'Tell the customer'}
      </button>
      {state.is === 'refused' && <p role="alert">{state.error.message}</p>}
    </>
  )
}
