/** Resolves the id in a path to its object and checks the token's access. */
import { MANAGEMENT, MESSAGING, requireAccess } from '../account/access-token.ts'
import type { PhoneNumber } from '../account/phone-number.ts'
import type { GraphContext } from './context.ts'
import { GraphError } from './graph-error.ts'
import { unknownObject } from './middleware.ts'
import { countManagementCall } from './response-headers.ts'

/** The phone number of the path, for sending; 100/33 when there is none. */
export function phoneOf(
  c: GraphContext,
  scope: typeof MESSAGING | typeof MANAGEMENT = MESSAGING,
): PhoneNumber {
  const id = c.req.param('id') ?? ''
  const phone = c.var.simulator.state.phoneNumbers.get(id)
  if (!phone) throw unknownObject(id, c.req.method)
  c.set('wabaId', phone.wabaId)
  requireAccess(c.var.token, scope, phone.wabaId)
  return phone
}

/** The id of the WABA of the path, for management; counts the call. */
export function wabaOf(c: GraphContext): string {
  const id = c.req.param('id') ?? ''
  if (!c.var.simulator.state.subscriptions.has(id)) throw unknownObject(id, c.req.method)
  requireManagement(c, id)
  return id
}

/** Management calls need their own scope and are limited per hour and WABA. */
export function requireManagement(c: GraphContext, wabaId: string): void {
  c.set('wabaId', wabaId)
  requireAccess(c.var.token, MANAGEMENT, wabaId)
  if (!countManagementCall(c.var.simulator, wabaId)) return
  throw new GraphError({
    code: 80008,
    details: 'There have been too many calls to this WhatsApp Business account. Wait a bit and try again.',
    regainAccessMinutes: 60,
  })
}
