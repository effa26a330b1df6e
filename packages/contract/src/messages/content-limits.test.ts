/** Text, media, contacts, places, reactions and the options of a send, each limit at its edge. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { faultsIn, text, times } from '../../test/faults.ts'
import { contentOf, parseRequest, SendRequest, SendTextQuery, SendTextRequest } from '../index.ts'

const to = '+972546800360'
const link = 'https://example.com/file'
const send = (type: string, content: unknown, options: object = {}) => ({
  to,
  type,
  [type]: content,
  ...options,
})
const faults = (request: object) => faultsIn(SendRequest, request)
const ada = { formattedName: 'Ada Lovelace', firstName: 'Ada' }
const contact = (fields: object) => send('contacts', [{ name: ada, ...fields }])
const options = (fields: object) => send('text', 'Hi', fields)
const hours = (fields: object) => options({ quietHours: { from: '22:00', to: '08:00', ...fields } })
const timeFault = 'must be an ISO 8601 time with a zone, such as 2027-01-31T18:00:00Z'
const wamid = (length: number) => `wamid.${text(length)}`
const messageFault = 'must be the id of a message: msg_… or wamid.…'

interface Edge {
  what: string
  accepted: object
  refused: object
  faults: Record<string, string>
}

const edges: Edge[] = [
  {
    what: 'text',
    accepted: send('text', text(4096)),
    refused: send('text', text(4097)),
    faults: { '/text': 'must have at most 4096 characters' },
  },
  {
    what: 'text with options',
    accepted: send('text', { body: text(4096), previewUrl: false }),
    refused: send('text', { body: text(4097) }),
    faults: { '/text/body': 'must have at most 4096 characters' },
  },
  {
    what: 'a preview',
    accepted: send('text', { body: link, previewUrl: true }),
    refused: send('text', { body: link, previewUrl: 'true' }),
    faults: { '/text/previewUrl': 'must be a boolean' },
  },
  {
    what: 'the caption of a document',
    accepted: send('document', { link, caption: text(1024) }),
    refused: send('document', { link, caption: '' }),
    faults: { '/document/caption': 'must have at least 1 character' },
  },
  {
    what: 'a voice message',
    accepted: send('audio', { mediaId: '1', voice: false }),
    refused: send('audio', { mediaId: '1', voice: 1 }),
    faults: { '/audio/voice': 'must be a boolean' },
  },
  {
    what: 'the length of a link',
    accepted: send('image', { link: `https://a.example/${text(1982)}` }),
    refused: send('image', { link: `https://a.example/${text(1983)}` }),
    faults: { '/image/link': 'must have at most 2000 characters' },
  },
  {
    what: 'the file of a sticker',
    accepted: send('sticker', { mediaId: '1' }),
    refused: send('sticker', { mediaId: '1', link }),
    faults: { '/sticker': 'must have exactly one of link and mediaId' },
  },
  {
    what: 'a place',
    accepted: send('location', { latitude: -90, longitude: -180 }),
    refused: send('location', { latitude: 0 }),
    faults: { '/location/longitude': 'is required' },
  },
  {
    what: 'the number of contacts',
    accepted: send(
      'contacts',
      times(257, () => ({ name: ada })),
    ),
    refused: send(
      'contacts',
      times(258, () => ({ name: ada })),
    ),
    faults: { '/contacts': 'must have at most 257 entries' },
  },
  {
    what: 'the name of a contact',
    accepted: send('contacts', [{ name: { formattedName: text(200), suffix: 'Jr.' } }]),
    refused: send('contacts', [{ name: { formattedName: text(201), suffix: 'Jr.' } }]),
    faults: { '/contacts/0/name/formattedName': 'must have at most 200 characters' },
  },
  {
    what: 'the number of phones',
    accepted: contact({ phones: times(20, () => ({ phone: '1' })) }),
    refused: contact({ phones: [] }),
    faults: { '/contacts/0/phones': 'must have at least 1 entry' },
  },
  {
    what: 'a phone',
    accepted: contact({ phones: [{ phone: text(50), type: text(50), waId: '12345' }] }),
    refused: contact({ phones: [{ phone: text(51) }] }),
    faults: { '/contacts/0/phones/0/phone': 'must have at most 50 characters' },
  },
  {
    what: 'the account of a phone',
    accepted: contact({ phones: [{ waId: '1'.repeat(20) }] }),
    refused: contact({ phones: [{ waId: '+972546800360' }] }),
    faults: { '/contacts/0/phones/0/waId': 'must be the digits of a WhatsApp account' },
  },
  {
    what: 'a web address',
    accepted: contact({ urls: [{ url: text(2000), type: 'WORK' }] }),
    refused: contact({ urls: [{ url: text(2001) }] }),
    faults: { '/contacts/0/urls/0/url': 'must have at most 2000 characters' },
  },
  {
    what: 'the country of an address',
    accepted: contact({ addresses: [{ city: 'Tel Aviv', countryCode: 'IL' }] }),
    refused: contact({ addresses: [{ countryCode: 'ISR' }] }),
    faults: { '/contacts/0/addresses/0/countryCode': 'must have at most 2 characters' },
  },
  {
    what: 'an e-mail address',
    accepted: contact({ emails: [{ email: 'ada@example.com' }] }),
    refused: contact({ emails: [{ mail: 'ada@example.com' }] }),
    faults: { '/contacts/0/emails/0/mail': 'is not a field of this request' },
  },
  {
    what: 'a birthday',
    accepted: contact({ birthday: '1816-02-29' }),
    refused: contact({ birthday: '1815-02-29' }),
    faults: { '/contacts/0/birthday': 'must be a date such as 1815-12-10' },
  },
  {
    what: 'the message of a reaction',
    accepted: send('reaction', { messageId: `msg_${'0'.repeat(26)}`, emoji: '👍' }),
    refused: send('reaction', { messageId: `msg_${'0'.repeat(25)}`, emoji: '👍' }),
    faults: { '/reaction/messageId': messageFault },
  },
  {
    what: 'a family as an emoji',
    accepted: send('reaction', { messageId: 'wamid.A', emoji: '👨‍👩‍👧' }),
    refused: send('reaction', { messageId: 'wamid.A', emoji: ':)' }),
    faults: { '/reaction/emoji': 'must be one emoji, or empty to take the reaction back' },
  },
  {
    what: 'the message that is quoted',
    accepted: options({ replyTo: wamid(500) }),
    refused: options({ replyTo: wamid(501) }),
    faults: { '/replyTo': messageFault },
  },
  {
    what: 'the session',
    accepted: options({ session: text(100) }),
    refused: options({ session: '' }),
    faults: { '/session': 'must have at least 1 character' },
  },
  {
    what: 'the country of a number',
    accepted: options({ defaultCountry: 'IL' }),
    refused: options({ defaultCountry: 'il' }),
    faults: { '/defaultCountry': 'must be two capital letters (ISO 3166), such as IL' },
  },
  {
    what: 'the time to send',
    accepted: options({ sendAt: '2027-01-31T18:00:00.123+05:30' }),
    refused: options({ sendAt: '2027-01-31 18:00' }),
    faults: { '/sendAt': timeFault },
  },
  {
    what: 'the expiry',
    accepted: options({ sendAt: '2027-01-31T18:00:00Z', notAfter: '2027-01-31T18:00:00.001Z' }),
    refused: options({ sendAt: '2027-01-31T18:00:00Z', notAfter: '2027-01-31T18:00:00Z' }),
    faults: { '/notAfter': 'must be later than sendAt' },
  },
  {
    what: 'an unknown delivery',
    accepted: options({ ifUnknown: 'resend' }),
    refused: options({ ifUnknown: 'retry' }),
    faults: { '/ifUnknown': 'must be one of resend, fail' },
  },
  {
    what: 'reasons to cancel',
    accepted: options({ cancelOn: [] }),
    refused: options({ cancelOn: ['reply', 'reply'] }),
    faults: { '/cancelOn': 'must have at most 1 entry' },
  },
  {
    what: 'the beginning of quiet hours',
    accepted: hours({ from: '00:00' }),
    refused: hours({ from: '24:00' }),
    faults: { '/quietHours/from': 'must be a time of day, such as 22:00' },
  },
  {
    what: 'the end of quiet hours',
    accepted: hours({ to: '23:59' }),
    refused: hours({ to: '8:00' }),
    faults: { '/quietHours/to': 'must be a time of day, such as 22:00' },
  },
  {
    what: 'the time zone of quiet hours',
    accepted: hours({ timeZone: 'Asia/Jerusalem' }),
    refused: hours({ timeZone: 'Jerusalem' }),
    faults: { '/quietHours/timeZone': 'must be an IANA time zone, such as Asia/Jerusalem' },
  },
  {
    what: 'metadata',
    accepted: options({ metadata: { [text(40)]: text(500) } }),
    refused: options({ metadata: { '': 'a' } }),
    faults: { '/metadata/': 'must have at least 1 character' },
  },
  {
    what: 'a dry run',
    accepted: options({ dryRun: false }),
    refused: options({ dryRun: null }),
    faults: { '/dryRun': 'must be a boolean' },
  },
]

describe.each(edges)('$what', ({ accepted, refused, faults: expected }) => {
  it('is accepted within its limit', () => {
    expect(faults(accepted)).toEqual({})
  })

  it('is refused past its limit, at its field', () => {
    expect(faults(refused)).toEqual(expected)
  })
})

it('takes a fallback for free text, and none for a template', () => {
  const fallbackTemplate = { name: 'order_shipped', language: 'en_US', parameters: ['Ada'] }
  expect(parseRequest(SendTextRequest, { to, text: 'Hi', fallbackTemplate }).fallbackTemplate).toEqual({
    templateName: 'order_shipped',
    languageCode: 'en_US',
    templateParameters: [{ type: 'text', text: 'Ada' }],
  })
  const template = { name: 'order_shipped', language: 'en_US' }
  expect(faults(send('template', template, { fallbackTemplate }))).toEqual({
    '/fallbackTemplate': 'is not a field of this request',
  })
})

it.each(['metadata', 'quietHours', 'cancelOn', 'fallbackTemplate'])('has no %s in an address', (field) => {
  expect(faultsIn(SendTextQuery, { to, text: 'Hi', [field]: 'x' })).toEqual({
    [`/${field}`]: 'is not a field of this request',
  })
})

it('reads both forms of any text as one', () => {
  fc.assert(
    fc.property(fc.string({ minLength: 1, maxLength: 100 }), (body) => {
      fc.pre(body.trim() !== '')
      const plain = contentOf(parseRequest(SendRequest, { to, type: 'text', text: body }))
      expect(contentOf(parseRequest(SendRequest, { to, type: 'text', text: { body } }))).toEqual(plain)
      expect(plain).toEqual({ type: 'text', text: { body } })
    }),
  )
})

it('points to a fault at any depth as RFC 6901 says', () => {
  fc.assert(
    fc.property(fc.stringMatching(/^[a-z~/]{1,20}$/), (key) => {
      const pointer = `/metadata/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`
      expect(faults(options({ metadata: { [key]: 5 } }))).toEqual({ [pointer]: 'must be a string' })
    }),
  )
})

it('finds a later expiry by the instant, whatever its zone', () => {
  const instant = fc.integer({ min: 1_800_000_000, max: 1_900_000_000 })
  fc.assert(
    fc.property(instant, instant, (sendAt, notAfter) => {
      const iso = (seconds: number) => new Date(seconds * 1000).toISOString()
      const shifted = iso(notAfter + 7200).replace('Z', '+02:00')
      const found = faults(options({ sendAt: iso(sendAt), notAfter: shifted }))
      expect(found).toEqual(notAfter > sendAt ? {} : { '/notAfter': 'must be later than sendAt' })
    }),
  )
})
