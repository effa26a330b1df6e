import { conversation, messageWithPicture } from './fixtures.ts'
import type { ValidCalls } from './variants.ts'

/** Conversations, contacts and the files that they sent. */
export const conversationCalls: ValidCalls = {
  listConversations: [async () => ({ query: { limit: '5' } })],
  getConversation: [async () => ({ path: { id: await conversation() } })],
  listConversationMessages: [async () => ({ path: { id: await conversation() } })],
  assignConversation: [async () => ({ path: { id: await conversation() }, body: { assignee: null } })],
  resolveConversation: [async () => ({ path: { id: await conversation() }, body: {} })],
  readConversation: [async () => ({ path: { id: await conversation() }, body: { typing: true } })],
  addConversationNote: [async () => ({ path: { id: await conversation() }, body: { text: 'Call back.' } })],
  getContactConsent: [async () => ({ path: { id: await conversation() } })],
  setContactConsent: [
    async () => ({ path: { id: await conversation() }, body: { optedOut: true, text: 'By phone' } }),
    async () => ({ path: { id: await conversation() }, body: { optedOut: false, category: 'marketing' } }),
  ],
  deleteContactConsent: [async () => ({ path: { id: await conversation() } })],
  deleteContactData: [async () => ({ path: { id: await conversation() } })],
  getMedia: [
    async () => ({ path: { id: await messageWithPicture() } }),
    async () => ({ path: { id: await messageWithPicture() }, headers: { range: 'bytes=0-3' } }),
  ],
}
