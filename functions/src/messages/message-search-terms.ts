import { type SearchDocument } from '../search/search-document.ts'
import type { TemplateContent } from '@waypost/contract'
import type { MessageContent } from '../graph/payload.ts'
import { tokenize } from '../search/tokenize.ts'
import { currentContent, type InboundMessage } from './inbound-message.ts'
import type { Message } from './message.ts'
import { carriesCode, type Category } from './message-category.ts'

type OutboundContent = Pick<Message, 'content' | 'category' | 'replaced' | 'fallback' | 'to'>

/** Words and number of a message that is sent; never a one-time code. */
export const outboundSearchTerms = ({
  to,
  content,
  category,
  replaced,
  fallback,
}: OutboundContent): SearchDocument => ({
  contact: to,
  words: distinctWords([
    ...textsOfContent(content, category),
    ...(replaced ? textsOfContent(replaced, undefined) : []),
    ...(fallback ? textsOfTemplate(fallback.template, fallback.category) : []),
  ]),
})

/** Words and number of a message that came in, as it reads now. */
export function inboundSearchTerms(
  message: Pick<InboundMessage, 'from' | 'type' | 'content' | 'text' | 'changes'>,
): SearchDocument {
  const { text, revokedAt } = currentContent(message)
  return { contact: message.from, words: distinctWords(revokedAt ? [] : [text]) }
}

const distinctWords = (texts: readonly string[]): string[] => [...new Set(texts.flatMap(tokenize))]

const textsOfContent = (content: MessageContent, category: Category | undefined): string[] =>
  content.type === 'template' ? textsOfTemplate(content.template, category) : textsIn(content)

/** A template's name counts always; what fills it only where that cannot be a one-time code. */
function textsOfTemplate(template: TemplateContent, category: Category | undefined): string[] {
  const { templateName, ...rest } = template
  if (category === 'authentication' || carriesCode(template)) return [templateName]
  const texts = textsIn(rest)
  const isKnown = category === 'utility' || category === 'marketing'
  return [templateName, ...(isKnown ? texts : texts.filter((text) => !mayBeCode(text)))]
}

/** Applied where the category of a template is unknown. */
const mayBeCode = (text: string): boolean => /^[\p{L}\p{N}]{4,15}$/u.test(text.trim()) && /\p{N}/u.test(text)

/** Fields that are not text for people. */
const unread = new Set([
  'type',
  'subType',
  'link',
  'id',
  'mediaId',
  'messageId',
  'languageCode',
  'emoji',
  'payload',
  'code',
])

/** Every text in a content, wherever it stands. */
function textsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value]
  if (Array.isArray(value)) return value.flatMap(textsIn)
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([name, member]) => (unread.has(name) ? [] : textsIn(member)))
}
