/** The chapters of the reference. */
const tags = {
  Sending: 'Messages to people: templates, texts, and everything else that WhatsApp knows.',
  Messages: 'What became of messages, and what can still be done about them.',
  Conversations: 'What was said with one person, and who takes care of it.',
  Contacts: 'What people agreed to, and how they are forgotten.',
  Media: 'Files that are sent or were received.',
  Templates: 'Copies of the templates that Meta approved.',
  Sessions: 'Senders: phone numbers of the Cloud API, and whether they may send.',
  'API keys': 'Credentials of servers.',
  Webhooks: 'Your endpoints, and what was delivered to them.',
  Operations: 'For those who run the installation.',
  Documentation: 'This reference.',
  Events: 'What your endpoints are told, as Standard Webhooks.',
} as const

type Tag = keyof typeof tags

const byFirstWord: Readonly<Record<string, Tag>> = {
  whatsapp: 'Sending',
  sendText: 'Sending',
  send: 'Sending',
  batch: 'Sending',
  messages: 'Messages',
  conversations: 'Conversations',
  contacts: 'Contacts',
  media: 'Media',
  templates: 'Templates',
  sessions: 'Sessions',
  keys: 'API keys',
  endpoints: 'Webhooks',
  deliveries: 'Webhooks',
  'raw-webhooks': 'Operations',
  audit: 'Operations',
  stats: 'Operations',
  settings: 'Operations',
  health: 'Operations',
  docs: 'Documentation',
  'openapi.json': 'Documentation',
}

/** The chapter that a path belongs to. @throws Error when nobody has said which */
export function tagOf(path: string): Tag {
  const [, , word = ''] = path.split('/')
  const tag = byFirstWord[word]
  if (!tag) throw new Error(`Say in scripts/openapi/tags.ts which chapter ${path} belongs to.`)
  return tag
}

/** The chapters that any of these paths belongs to, in their order. */
export function tagsOf(paths: readonly string[]): { name: Tag; description: string }[] {
  const used = new Set<Tag>([...paths.map(tagOf), 'Events'])
  return (Object.entries(tags) as [Tag, string][])
    .filter(([name]) => used.has(name))
    .map(([name, description]) => ({ name, description }))
}
