import { tokenize } from '../search/tokenize.ts'
import type { SearchDocument } from '../search/search-document.ts'
import { preferredRecipient } from './contact-identities.ts'
import type { Conversation } from './conversation.ts'

/** What a conversation is found by: what its contact is called, and its number; null once that was erased. */
export function searchableConversation({
  identities,
  name,
  username,
}: Pick<Conversation, 'identities' | 'name' | 'username'>): SearchDocument | null {
  const contact = preferredRecipient(identities)
  if (contact === undefined) return null
  const called = [name?.value ?? '', username?.value ?? '']
  return { contact, words: [...new Set(called.flatMap(tokenize))] }
}
