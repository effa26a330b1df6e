import { SendRequest } from '@waypost/contract'
import { contentFields } from './send-fields.ts'
import type { SendNeeds } from './send-message.ts'
import { sendRoute } from './send-route.ts'

/** `POST /v1/send`: a message of any type. */
export const sendAnyRoute = (needs: () => Promise<SendNeeds>) =>
  sendRoute(
    { path: '/v1/send', summary: 'Send a message of any type', body: SendRequest, fields: contentFields },
    needs,
  )
