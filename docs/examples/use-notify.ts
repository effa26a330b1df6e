import type { User } from 'firebase/auth'
import { useCallback, useRef, useState } from 'react'
import { notify, NotifyError, type Notification, type Sent } from './notify.ts'

export type NotifyState =
  | { is: 'idle' }
  | { is: 'sending' }
  | { is: 'sent'; sent: Sent }
  | { is: 'refused'; error: NotifyError; mayRetry: boolean }

/** Sends notifications from a component. `key` says what the notification is about: once per key. */
export function useNotify(user: User): [NotifyState, (what: Notification, key: string) => Promise<void>] {
  const [state, setState] = useState<NotifyState>({ is: 'idle' })
  const busy = useRef(false)
  const send = useCallback(
    async (what: Notification, key: string) => {
      if (busy.current) return
      busy.current = true
      setState({ is: 'sending' })
      try {
        setState({ is: 'sent', sent: await notify(user, what, key) })
      } catch (error) {
        if (!(error instanceof NotifyError)) throw error
        setState({ is: 'refused', error, mayRetry: error.retry === 'later' })
      } finally {
        busy.current = false
      }
    },
    [user],
  )
  return [state, send]
}
