/** The chapters of the reference. */
const tags = {
  Sending: 'Send templates, texts and every other WhatsApp message type.',
  Messages: 'Find messages, retry and cancel them.',
  Conversations: 'Messages with one contact on one session, with assignment and notes.',
  Contacts: "Consent, and erasure of a contact's data.",
  Media: 'Upload and download files.',
  Templates: 'Copies of the templates that Meta approved.',
  Sessions: 'Senders: phone numbers of the Cloud API, their health and holds.',
  'API keys': 'Credentials of servers.',
  Webhooks: 'Endpoints and deliveries.',
  Operations: 'For those who run the installation.',
  Documentation: 'This reference.',
  Events: 'Events that your endpoints receive, as Standard Webhooks.',
} as const

type Tag = keyof typeof tags

const byFirstSegment: Readonly<Record<string, Tag>> = {
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

/** The chapter that a path belongs to. @throws Error for an unknown first segment */
export function tagOf(path: string): Tag {
  const [, , segment = ''] = path.split('/')
  const tag = byFirstSegment[segment]
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
