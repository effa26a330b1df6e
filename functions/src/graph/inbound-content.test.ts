import fc from 'fast-check'
import { expect, it } from 'vitest'
import { readInboundContent } from './inbound-content.ts'

it.each<[string, Record<string, unknown>, object]>([
  ['a text', { type: 'text', text: { body: 'Hi' } }, { content: { body: 'Hi' }, text: 'Hi' }],
  ['a text without its body', { type: 'text' }, { content: { body: '' }, text: '' }],
  [
    'a voice note',
    { type: 'voice', voice: { id: '1' } },
    { type: 'audio', content: { mediaId: '1', voice: true } },
  ],
  [
    'a file without a caption, by its name',
    { type: 'document', document: { id: '1', filename: 'a.pdf', mime_type: 'application/pdf' } },
    { content: { mediaId: '1', filename: 'a.pdf', mimeType: 'application/pdf' }, text: 'a.pdf' },
  ],
  [
    'a place without a name, by its address',
    { type: 'location', location: { latitude: 1, address: 'Main St' } },
    { text: 'Main St' },
  ],
  [
    'contact cards, by their names',
    {
      type: 'contacts',
      contacts: [{ name: { formatted_name: 'A' } }, {}, { name: { formatted_name: 'B' } }],
    },
    { text: 'A, B' },
  ],
  [
    'a reaction',
    { type: 'reaction', reaction: { message_id: 'w', emoji: '👍' } },
    { content: { messageId: 'w', emoji: '👍' } },
  ],
  [
    'a reaction that was taken back',
    { type: 'reaction', reaction: { message_id: 'w', emoji: '' } },
    { content: { messageId: 'w' }, text: '' },
  ],
  [
    'a tapped button',
    { type: 'interactive', interactive: { type: 'button_reply', button_reply: { id: 'y', title: 'Yes' } } },
    { content: { kind: 'button_reply', id: 'y', title: 'Yes' }, text: 'Yes' },
  ],
  [
    'a reply that does not name its kind',
    { type: 'interactive', interactive: { list_reply: { id: 'y', title: 'Yes' } } },
    { content: { kind: 'list_reply', id: 'y' }, text: 'Yes' },
  ],
  [
    'the answers of a flow, with its own names',
    {
      type: 'interactive',
      interactive: { type: 'nfm_reply', nfm_reply: { response_json: '{"first_name":"Dana"}' } },
    },
    { content: { kind: 'nfm_reply', response: { first_name: 'Dana' } } },
  ],
  [
    'an answer of a flow that is no JSON',
    { type: 'interactive', interactive: { type: 'nfm_reply', nfm_reply: { response_json: '{oops' } } },
    { content: { responseText: '{oops' } },
  ],
  [
    'a changed number',
    { type: 'system', system: { type: 'user_changed_number', body: 'Moved', wa_id: '1' } },
    { content: { kind: 'user_changed_number', waId: '1' }, text: 'Moved' },
  ],
  [
    'a type we do not know',
    { type: 'poll', poll: { vote_count: 2, body: 'B' } },
    { type: 'poll', content: { voteCount: 2 }, text: 'B' },
  ],
  ['a message without a type', {}, { type: 'unknown', content: {}, text: '' }],
  ['a type named like a member of every object', { type: 'constructor' }, { type: 'constructor', text: '' }],
])('reads %s', (_name, item, expected) => {
  expect(readInboundContent(item)).toMatchObject(expected)
})

it('keeps links to files, which expire, out of what is stored', () => {
  const { content } = readInboundContent({
    type: 'image',
    image: { id: '1', url: 'https://lookaside.example/1' },
  })
  expect(JSON.stringify(content)).not.toContain('lookaside')
})

it('reads any message of Meta without failing', () => {
  const type = fc.constantFrom(
    'text',
    'image',
    'voice',
    'interactive',
    'contacts',
    'reaction',
    'system',
    'order',
    'x',
  )
  fc.assert(
    fc.property(type, fc.jsonValue(), (name, value) => {
      const read = readInboundContent({ type: name, [name]: value })
      expect(typeof read.text).toBe('string')
      expect(read.type).toBe(name === 'voice' ? 'audio' : name)
    }),
  )
})
