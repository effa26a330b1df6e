/**
 * Interactive messages: header, body, footer and one action per kind.
 * Limits: developers.facebook.com/docs/whatsapp/cloud-api/messages/interactive-… and Meta's OpenAPI file
 */
import { refuse } from '../graph/graph-error.ts'
import { checkAction } from './interactive-actions.ts'
import { checkMedia, type MediaLookup } from './check-media.ts'
import { interactiveKinds, noHeader, textHeaderOnly, type InteractiveKind } from './interactive-kinds.ts'
import { forbidden, oneOf, optionalPart, part, text, type JsonPart } from '../graph/json-part.ts'

/** Refuses an interactive object that Meta would refuse. */
export function checkInteractive(interactive: JsonPart, media: MediaLookup): void {
  const kind = oneOf(interactive, 'type', interactiveKinds)
  checkHeader(interactive, kind, media)
  checkBody(interactive, kind)
  const footer = optionalPart(interactive, 'footer')
  if (footer) {
    if (kind === 'carousel') throw refuse(100, 'Param interactive.footer is not supported for carousel.')
    text(footer, 'text', { max: 60 })
  }
  if (kind === 'order_details' || kind === 'order_status') {
    part(interactive, 'action')
    return
  }
  checkAction(kind, part(interactive, 'action'), media)
}

function checkHeader(interactive: JsonPart, kind: InteractiveKind, media: MediaLookup): void {
  if (noHeader.has(kind)) {
    forbidden(interactive, 'header', `${kind} has no header.`)
    return
  }
  const header = optionalPart(interactive, 'header')
  if (!header) {
    if (kind === 'product_list')
      throw refuse(131008, 'Parameter interactive.header is required for product_list.')
    return
  }
  const type = oneOf(
    header,
    'type',
    textHeaderOnly.has(kind) ? ['text'] : ['text', 'image', 'video', 'document'],
  )
  if (type === 'text') text(header, 'text', { max: 60 })
  else checkMedia(part(header, type), type, media)
}

function checkBody(interactive: JsonPart, kind: InteractiveKind): void {
  const isOptional = kind === 'product' || kind === 'order_details' || kind === 'order_status'
  const body = isOptional ? optionalPart(interactive, 'body') : part(interactive, 'body')
  if (body) text(body, 'text', { max: kind === 'list' ? 4096 : 1024 })
}
