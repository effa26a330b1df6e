import { describe, expect, it } from 'vitest'
import { after } from '../kernel/clock.ts'
import type { SendEligibilityFacts } from '../messages/send-eligibility-facts.ts'
import { checkEligibility, type Sendable } from './send-eligibility.ts'
import type { Fallback } from '../messages/message.ts'
import type { Category } from '../messages/message-category.ts'

const now = new Date('2026-03-01T12:00:00Z')
const ago = (hours: number): Date => after(now, -hours * 3600)
const text: Sendable = { content: { type: 'text', text: { body: 'Hello' } } }
const template = (category?: Category): Sendable => ({
  content: { type: 'template', template: { templateName: 'order_shipped', languageCode: 'en_US' } },
  ...(category && { category }),
})
const fallback: Fallback = {
  template: { templateName: 'order_shipped', languageCode: 'en_US' },
  category: 'utility',
}
const wrote = (hours: number): SendEligibilityFacts => ({
  lastInboundAt: ago(hours),
  windowOpenUntil: ago(hours - 24),
})
const eligibility = (
  message: Sendable,
  facts: SendEligibilityFacts | null,
  channel: 'cloud' | 'web' = 'cloud',
) => checkEligibility(message, facts, { now, channel })

describe('the service window', () => {
  it.each<[string, SendEligibilityFacts | null]>([
    ['of an unknown contact', null],
    ['that is unknown', {}],
    ['that is open', wrote(1)],
    ['that is open for another minute', wrote(24 - 1 / 60)],
  ])('lets a free-form message through %s', (_, facts) => {
    expect(eligibility(text, facts)).toEqual({ kind: 'send' })
  })

  it.each<[string, SendEligibilityFacts]>([
    ['that ends now', wrote(24)],
    ['of last week', wrote(170)],
    ['that Meta called closed', { windowOpenUntil: ago(0.01) }],
  ])('refuses a free-form message %s', (_, facts) => {
    expect(eligibility(text, facts)).toMatchObject({
      kind: 'refuse',
      sending: 'failed',
      error: { code: 'WINDOW_CLOSED' },
    })
  })

  it('stops no template, and is nothing that a paired phone knows', () => {
    expect(eligibility(template('marketing'), wrote(30))).toEqual({ kind: 'send' })
    expect(eligibility(text, wrote(30), 'web')).toEqual({ kind: 'send' })
  })

  it('sends the fallback when it is closed, and only then', () => {
    const message = { ...text, fallback }
    expect(eligibility(message, wrote(30))).toEqual({
      kind: 'fall-back',
      fallback,
      note: 'The service window is closed: the template order_shipped (en_US) is sent instead.',
    })
    expect(eligibility(message, wrote(1))).toEqual({ kind: 'send' })
    expect(eligibility(message, null)).toEqual({ kind: 'send' })
  })
})

describe('a contact that wants no advertising', () => {
  const facts: SendEligibilityFacts = { ...wrote(30), marketingOptOutAt: ago(2) }
  it.each<[Category | undefined, 'send' | 'refuse']>([
    ['marketing', 'refuse'],
    ['unknown', 'refuse'],
    [undefined, 'refuse'],
    ['utility', 'send'],
    ['authentication', 'send'],
  ])('as for a template of category %s: %s', (category, kind) => {
    expect(eligibility(template(category), facts).kind).toBe(kind)
  })

  it('gets free-form messages all the same, and no fallback that advertises', () => {
    const open = { ...wrote(1), marketingOptOutAt: ago(2) }
    expect(eligibility(text, open)).toEqual({ kind: 'send' })
    const advert = { ...text, fallback: { ...fallback, category: 'marketing' as const } }
    expect(eligibility(advert, facts)).toMatchObject({ kind: 'refuse', sending: 'suppressed' })
    expect(eligibility({ ...text, fallback }, facts).kind).toBe('fall-back')
  })
})

describe('a contact that wants nothing', () => {
  const stopped: SendEligibilityFacts = { ...wrote(2), optOutAt: ago(2) }
  it.each<[Sendable]>([
    [text],
    [template('marketing')],
    [template('utility')],
    [template('authentication')],
    [{ ...text, fallback }],
  ])('gets nothing, whatever it is', (message) => {
    expect(eligibility(message, stopped)).toEqual({
      kind: 'refuse',
      sending: 'suppressed',
      error: {
        code: 'RECIPIENT_OPTED_OUT',
        message: 'The contact opted out of messages on 2026-03-01. Do not send again until it opts in.',
      },
    })
  })

  it('is answered in free form when it writes again, but gets no template', () => {
    const wroteAgain = { ...wrote(1), optOutAt: ago(2) }
    expect(eligibility(text, wroteAgain)).toEqual({ kind: 'send' })
    expect(eligibility(template('utility'), wroteAgain)).toMatchObject({ sending: 'suppressed' })
  })

  it('is not answered any more once the window closed', () => {
    const long = { ...wrote(25), optOutAt: ago(26) }
    expect(eligibility(text, long)).toMatchObject({ sending: 'suppressed' })
    expect(eligibility({ ...text, fallback }, long)).toMatchObject({ sending: 'suppressed' })
  })
})
