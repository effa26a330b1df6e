import type { User } from 'firebase/auth'

/** Where the API is: empty when your pages come from the same Firebase Hosting site. */
const API_URL = ''

export interface Notification {
  phoneNumber: string
  templateName: string
  languageCode: string
  templateParameters?: { type: 'text'; text: string }[]
}

export interface Sent {
  /** Ours, for the message's whole life: `GET /v1/messages/{id}` tells where it is. */
  id: string
  /** `accepted`: Meta took it. Anything else: Waypost goes on with it, do not send it again. */
  status: string
}

/** Why a message was refused. Decide by `code` and `retry`, show `message`. */
export class NotifyError extends Error {
  override readonly name = 'NotifyError'
  /** The machine's word, such as `RECIPIENT_INVALID`; `NETWORK` or `SIGN_IN` when the API never answered. */
  readonly code: string
  /** What the same request would do: `never` succeed, maybe `later`, or only `after-fix`. */
  readonly retry: 'never' | 'later' | 'after-fix'
  /** Name it when you report a problem. */
  readonly requestId: string | undefined

  constructor(said: { code: string; message: string; retry: NotifyError['retry']; requestId?: string }) {
    super(said.message)
    this.code = said.code
    this.retry = said.retry
    this.requestId = said.requestId
  }
}

/**
 * Sends one notification as the signed-in user.
 * @param key one per thing that happened in your app (`order-1042-shipped`): the same key never sends twice
 */
export async function notify(
  user: Pick<User, 'getIdToken'>,
  notification: Notification,
  key: string,
): Promise<Sent> {
  // Before each request: it renews the token by itself when an hour is over.
  const token = await user.getIdToken().catch((cause: unknown) => {
    throw noSignIn(String(cause))
  })
  const response = await fetch(`${API_URL}/v1/whatsapp/notify`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${token}`,
      'content-type': 'application/json',
      'idempotency-key': key,
    },
    body: JSON.stringify(notification),
  }).catch((cause: unknown) => {
    throw noAnswer(String(cause))
  })
  const answer: unknown = await response.json().catch(() => undefined)
  if (response.ok && isSent(answer)) return answer
  throw isRefusal(answer) ? new NotifyError(answer) : noAnswer(`HTTP ${response.status}`)
}

const isSent = (answer: unknown): answer is Sent =>
  typeof answer === 'object' && answer !== null && 'id' in answer && 'status' in answer

const isRefusal = (answer: unknown): answer is ConstructorParameters<typeof NotifyError>[0] =>
  typeof answer === 'object' && answer !== null && 'code' in answer && 'retry' in answer

/** It may have been sent or not. With the same key it is safe to ask again. */
const noAnswer = (because: string): NotifyError =>
  new NotifyError({
    code: 'NETWORK',
    message: `The server could not be reached (${because}). Try again.`,
    retry: 'later',
  })

const noSignIn = (because: string): NotifyError =>
  new NotifyError({
    code: 'SIGN_IN',
    message: `Your sign-in could not be renewed (${because}). Check the network, or sign in again.`,
    retry: 'later',
  })
