import { asObject, asArray, asNonEmptyString, type JsonObject } from '../kernel/untrusted-json.ts'

/** The parts of a template that a send has to fit, read from Meta's components. */
export interface TemplateParts {
  readonly header?: { readonly format: string; readonly text: string }
  /** Absent when Meta does not say it: then nothing is known of its placeholders. */
  readonly body?: string
  readonly footer?: string
  readonly offer?: { readonly text: string; readonly expires: boolean }
  readonly buttons: readonly TemplateButton[]
  readonly cards?: readonly TemplateParts[]
}

export interface TemplateButton {
  /** In capitals: `URL`, `QUICK_REPLY`, `OTP`, … */
  readonly type: string
  readonly text: string
  readonly url: string
}

/**
 * Reads components as Meta lists them, in any case of their words. What is missing or new is left out: it can
 * never make a send fail here.
 * https://developers.facebook.com/docs/whatsapp/business-management-api/message-templates/components
 */
export function readParts(components: readonly unknown[]): TemplateParts {
  const byType = new Map(components.map(asObject).map((fields) => [capitals(fields['type']), fields]))
  const [header, body, footer] = ['HEADER', 'BODY', 'FOOTER'].map((type) => byType.get(type))
  const offer = byType.get('LIMITED_TIME_OFFER')
  const carousel = byType.get('CAROUSEL')
  return {
    ...(header && { header: { format: capitals(header['format']), text: wordOf(header['text']) } }),
    ...(typeof body?.['text'] === 'string' && { body: body['text'] }),
    ...(typeof footer?.['text'] === 'string' && { footer: footer['text'] }),
    ...(offer && { offer: readOffer(asObject(offer['limited_time_offer'])) }),
    buttons: asArray(byType.get('BUTTONS')?.['buttons']).map(readButton),
    ...(carousel && {
      cards: asArray(carousel['cards']).map((card) => readParts(asArray(asObject(card)['components']))),
    }),
  }
}

const readOffer = (offer: JsonObject) => ({
  text: wordOf(offer['text']),
  expires: offer['has_expiration'] === true,
})

function readButton(button: unknown): TemplateButton {
  const { type, text, url } = asObject(button)
  return { type: capitals(type), text: wordOf(text), url: wordOf(url) }
}

const wordOf = (value: unknown): string => asNonEmptyString(value) ?? ''
const capitals = (value: unknown): string => wordOf(value).toUpperCase()
