/**
 * The phone number node: fields, health, registration.
 * developers.facebook.com/docs/graph-api/reference/whats-app-business-account-to-number-current-status
 */
import type { GraphApp, GraphContext } from '../graph/context.ts'
import { fieldNames, selectFields } from '../graph/fields.ts'
import { GraphError, refuse } from '../graph/graph-error.ts'
import { phoneOf, wabaOf } from '../graph/find-node.ts'
import { readBody } from '../graph/request-body.ts'
import { oneOf, text } from '../graph/json-part.ts'
import { MANAGEMENT } from './access-token.ts'
import type { PhoneNumber } from './phone-number.ts'

const defaultFields = [
  'verified_name',
  'code_verification_status',
  'display_phone_number',
  'quality_rating',
  'platform_type',
  'throughput',
]

export function phoneRoutes(app: GraphApp): void {
  app.get('/:id/phone_numbers', (c) => {
    const wabaId = wabaOf(c)
    const fields = fieldNames(c.req.query('fields')) ?? defaultFields
    const owned = [...c.var.simulator.state.phoneNumbers.values()].filter((phone) => phone.wabaId === wabaId)
    return c.json({ data: owned.map((phone) => selectFields(phoneNode(phone, c), fields)) })
  })
  app.post('/:id/register', async (c) => {
    const phone = phoneOf(c, MANAGEMENT)
    const body = await readBody(c)
    oneOf(body, 'messaging_product', ['whatsapp'])
    const pin = text(body, 'pin')
    if (!/^\d{6}$/.test(pin)) throw refuse(100, 'Param pin must be a 6 digit number.')
    if (phone.pin !== undefined && phone.pin !== pin)
      throw refuse(133005, 'The two-step verification PIN is not the one of this number.')
    phone.pin = pin
    phone.registered = true
    return c.json({ success: true })
  })
  app.post('/:id/deregister', (c) => {
    phoneOf(c, MANAGEMENT).registered = false
    return c.json({ success: true })
  })
}

/** `GET /{phone-number-id}?fields=`. */
export function phoneAnswer(c: GraphContext): Response {
  const phone = phoneOf(c, MANAGEMENT)
  return c.json(selectFields(phoneNode(phone, c), fieldNames(c.req.query('fields')) ?? defaultFields))
}

function phoneNode(phone: PhoneNumber, c: GraphContext): Record<string, unknown> {
  const { simulator } = c.var
  const node: Record<string, unknown> = {
    ...phone,
    webhook_configuration: { application: simulator.webhookUrl },
    health_status: healthOf(phone, c),
  }
  for (const hidden of ['pin', 'registered', 'wabaId']) Reflect.deleteProperty(node, hidden)
  return node
}

/** Can this number send? Shape as in "Messaging health status"; not tried against Meta. */
function healthOf(phone: PhoneNumber, c: GraphContext): object {
  const canSend = (isBlocked: boolean) => (isBlocked ? 'BLOCKED' : 'AVAILABLE')
  const numberError = new GraphError({ code: 133010 }).message
  const isNumberBlocked = !phone.registered || phone.status !== 'CONNECTED'
  return {
    can_send_message: canSend(isNumberBlocked),
    entities: [
      {
        entity_type: 'PHONE_NUMBER',
        id: phone.id,
        can_send_message: canSend(isNumberBlocked),
        ...(isNumberBlocked && {
          errors: [
            {
              error_code: 141000,
              error_description: numberError,
              possible_solution: 'Register the phone number.',
            },
          ],
        }),
      },
      { entity_type: 'WABA', id: phone.wabaId, can_send_message: 'AVAILABLE' },
      { entity_type: 'APP', id: c.var.simulator.config.appId, can_send_message: 'AVAILABLE' },
    ],
  }
}
