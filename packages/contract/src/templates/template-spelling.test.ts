/** A template in its two spellings, in each way in: the same message, and faults at the field as it was written. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { faultsIn, thrownFaults } from '../../test/faults.ts'
import {
  contentOf,
  NotifyRequest,
  OutboxDocument,
  outboxContentOf,
  parseBatchRow,
  parseRequest,
  SendRequest,
  TemplateContent,
  templateContentOf,
} from '../index.ts'

const to = '+972546800360'

/** Each way in: how a template is put into its request, and what is read of it. */
const waysIn: Record<string, (template: object) => unknown> = {
  notify: (template) => templateContentOf(parseRequest(NotifyRequest, { to, template })),
  'notify by phoneNumber': (template) =>
    templateContentOf(parseRequest(NotifyRequest, { phoneNumber: to, template })),
  send: (template) => templateOf(contentOf(parseRequest(SendRequest, { to, type: 'template', template }))),
  outbox: (template) => templateOf(outboxContentOf(parseRequest(OutboxDocument, { to, template }))),
  'a row that notifies': (template) => rowTemplate({ to, template }),
  'a row that sends': (template) => rowTemplate({ to, type: 'template', template }),
}
const flatWaysIn: Record<string, (template: object) => unknown> = {
  notify: (template) => templateContentOf(parseRequest(NotifyRequest, { to, ...template })),
  outbox: (template) => templateOf(outboxContentOf(parseRequest(OutboxDocument, { to, ...template }))),
  'a row': (template) => rowTemplate({ to, ...template }),
}

function templateOf(content: { type: string }): unknown {
  return (content as { template?: unknown }).template
}
function rowTemplate(row: object): unknown {
  const read = parseBatchRow(row)
  return read.form === 'notify' ? templateContentOf(read.request) : templateOf(contentOf(read.request))
}

const short = {
  name: 'order_shipped',
  language: 'en_US',
  header: 'Order 1042',
  parameters: ['Ada', { type: 'text', text: 'Monday' }],
  buttons: [{ index: 0, type: 'url', text: 'ORD-1' }],
}
const long = {
  templateName: 'order_shipped',
  languageCode: 'en_US',
  headerParameters: 'Order 1042',
  templateParameters: ['Ada', { type: 'text', text: 'Monday' }],
  buttonParameters: [{ index: 0, type: 'url', text: 'ORD-1' }],
}
const read = {
  templateName: 'order_shipped',
  languageCode: 'en_US',
  headerParameters: { type: 'text', text: 'Order 1042' },
  templateParameters: [
    { type: 'text', text: 'Ada' },
    { type: 'text', text: 'Monday' },
  ],
  buttonParameters: [{ index: 0, type: 'url', text: 'ORD-1' }],
}

describe.each(Object.entries(waysIn))('%s', (_name, readTemplate) => {
  it('reads short names', () => {
    expect(readTemplate(short)).toEqual(read)
  })

  it('reads long names', () => {
    expect(readTemplate(long)).toEqual(read)
  })

  it('reads names of both kinds', () => {
    const { languageCode, templateParameters } = long
    const { name, header, buttons } = short
    expect(readTemplate({ name, languageCode, header, templateParameters, buttons })).toEqual(read)
  })

  it('reads what has one name only', () => {
    const offer = { expirationTime: '2027-01-31T18:00:00Z' }
    expect(readTemplate({ name: 'spring', language: 'en', limitedTimeOffer: offer })).toEqual({
      templateName: 'spring',
      languageCode: 'en',
      limitedTimeOffer: offer,
    })
  })
})

describe.each(Object.entries(flatWaysIn))('%s without template', (_name, readTemplate) => {
  it('reads long names beside the other fields', () => {
    expect(readTemplate(long)).toEqual(read)
  })

  it('refuses short names beside the other fields', () => {
    expect(thrownFaults(() => readTemplate({ ...long, name: 'order_shipped' }))).toEqual({
      '/name': 'is not a field of this request',
    })
  })

  it('refuses fields beside a template', () => {
    const { templateName } = long
    expect(thrownFaults(() => readTemplate({ template: short, templateName }))).toEqual({
      '/templateName': 'belongs into template: write it there',
    })
  })

  it('needs a language', () => {
    expect(thrownFaults(() => readTemplate({ templateName: 'order_shipped' }))).toEqual({
      '/languageCode': 'is required',
    })
  })
})

const faults = (template: object) => faultsIn(TemplateContent, template)

it.each<[string, object, Record<string, string>]>([
  ['nothing', {}, { '/templateName': 'is required', '/languageCode': 'is required' }],
  ['no language', { name: 'a' }, { '/languageCode': 'is required' }],
  ['no name', { language: 'en' }, { '/templateName': 'is required' }],
  [
    'a name twice',
    { name: 'a', templateName: 'a', language: 'en' },
    { '/name': 'is the same as templateName: write one of them' },
  ],
  [
    'parameters twice',
    { name: 'a', language: 'en', parameters: ['1'], templateParameters: ['1'] },
    { '/parameters': 'is the same as templateParameters: write one of them' },
  ],
  [
    'a wrong name, beside a missing language',
    { name: 'A' },
    {
      '/name': 'must be the name as approved: lower-case letters, digits and underscores',
      '/languageCode': 'is required',
    },
  ],
  [
    'an empty value',
    { name: 'a', language: 'en', parameters: ['1', ''] },
    { '/parameters/1': 'must not be empty: WhatsApp refuses a parameter without text' },
  ],
  [
    'a parameter without its name',
    { name: 'a', language: 'en', parameters: [{ type: 'text', text: '1', parameterName: 'a' }, '2'] },
    { '/parameters/1/parameterName': 'is missing: name all parameters, or none' },
  ],
  [
    'a button twice',
    {
      name: 'a',
      language: 'en',
      buttons: [
        { index: 1, type: 'url', text: 'a' },
        { index: 1, type: 'url', text: 'b' },
      ],
    },
    { '/buttons/1/index': 'is used twice: button 1 can have one parameter' },
  ],
  [
    'a code beside parameters',
    { name: 'a', language: 'en', parameters: ['1'], oneTimeCode: '482913' },
    { '/parameters': 'must be left out: oneTimeCode fills body and button' },
  ],
  [
    'a code beside buttons',
    {
      name: 'a',
      language: 'en',
      buttons: [{ index: 0, type: 'quick_reply', payload: 'a' }],
      oneTimeCode: '482913',
    },
    { '/buttons': 'must be left out: oneTimeCode fills body and button' },
  ],
  [
    'a body described twice',
    { name: 'a', language: 'en', parameters: ['1'], components: [{ type: 'body' }] },
    { '/components/0': 'describes the body a second time: templateParameters does already' },
  ],
  [
    'a code described twice',
    { name: 'a', language: 'en', oneTimeCode: '482913', components: [{ type: 'BUTTON' }] },
    { '/components/0': 'describes the BUTTON a second time: oneTimeCode does already' },
  ],
  [
    'a card with a document',
    {
      name: 'a',
      language: 'en',
      carousel: [{ headerParameters: { type: 'document', document: { mediaId: '1' } } }],
    },
    { '/carousel/0/headerParameters/type': 'must be image, video or product on a carousel card' },
  ],
])('refuses %s at the field as it was written', (_what, template, expected) => {
  expect(faults(template)).toEqual(expected)
})

it('reads what it gives back as the same', () => {
  fc.assert(
    fc.property(
      fc.array(fc.stringMatching(/^[a-z]{1,9}$/), { maxLength: 5 }),
      fc.boolean(),
      (values, isShort) => {
        const template = isShort
          ? { name: 'a', language: 'en', parameters: values }
          : { templateName: 'a', languageCode: 'en', templateParameters: values }
        const once = parseRequest(TemplateContent, template)
        expect(parseRequest(TemplateContent, once)).toEqual(once)
        expect(once.templateParameters).toEqual(values.map((value) => ({ type: 'text', text: value })))
      },
    ),
  )
})
