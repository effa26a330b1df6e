/**
 * QR codes and short links that open a chat with a text filled in.
 * developers.facebook.com/docs/whatsapp/business-management-api/qr-codes
 */
import type { GraphApp, GraphContext } from '../graph/context.ts'
import { phoneOf } from '../graph/find-node.ts'
import { GraphError } from '../graph/graph-error.ts'
import { oneOf, optionalText, text } from '../graph/json-part.ts'
import { readBody } from '../graph/request-body.ts'
import { newTraceId } from '../ids.ts'
import { MANAGEMENT } from './access-token.ts'
import type { QrCode } from './qr-code.ts'

export function qrCodeRoutes(app: GraphApp): void {
  app.get('/:id/message_qrdls', (c) => {
    const phone = phoneOf(c, MANAGEMENT)
    const own = [...c.var.simulator.state.qrCodes.values()].filter((one) => one.phoneNumberId === phone.id)
    return c.json({ data: own.map(shown) })
  })
  app.post('/:id/message_qrdls', saveCode)
  app.get('/:id/message_qrdls/:code', (c) => c.json({ data: [shown(codeOf(c))] }))
  app.delete('/:id/message_qrdls/:code', (c) => {
    c.var.simulator.state.qrCodes.delete(codeOf(c).code)
    return c.json({ success: true })
  })
}

/** Creates a code or, with `code`, changes its text. */
async function saveCode(c: GraphContext): Promise<Response> {
  const phone = phoneOf(c, MANAGEMENT)
  const body = await readBody(c)
  const prefilledMessage = text(body, 'prefilled_message', { max: 140 })
  const given = optionalText(body, 'code')
  if (given !== undefined) {
    const changed = Object.assign(requireCode(c, given, phone.id), { prefilledMessage })
    return c.json(shown(changed))
  }
  const wantsImage = body.value['generate_qr_image'] !== undefined
  if (wantsImage) oneOf(body, 'generate_qr_image', ['SVG', 'PNG'])
  const code = newTraceId()
    .replace(/[^A-Za-z0-9]/g, '')
    .slice(0, 14)
    .toUpperCase()
  const made: QrCode = { code, phoneNumberId: phone.id, prefilledMessage }
  c.var.simulator.state.qrCodes.set(code, made)
  return c.json({
    ...shown(made),
    ...(wantsImage && { qr_image_url: `https://scontent.example.com/qr/${code}` }),
  })
}

const shown = ({ code, prefilledMessage }: QrCode) => ({
  code,
  prefilled_message: prefilledMessage,
  deep_link_url: `https://wa.me/message/${code}`,
})

const codeOf = (c: GraphContext): QrCode =>
  requireCode(c, c.req.param('code') ?? '', phoneOf(c, MANAGEMENT).id)

function requireCode(c: GraphContext, code: string, phoneNumberId: string): QrCode {
  const found = c.var.simulator.state.qrCodes.get(code)
  if (found?.phoneNumberId === phoneNumberId) return found
  throw new GraphError({ code: 100, message: '(#100) Invalid parameter', details: `Unknown code ${code}.` })
}
