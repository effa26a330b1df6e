import type { ConsentView } from '@waypost/contract'
import type { OptOut } from '../conversations/conversation.ts'
import type { ResolvedContact } from '../conversations/resolve-contact.ts'

/** The consent of a contact as the API shows it. */
export const consentView = ({ sessionId, contact, conversation }: ResolvedContact): ConsentView => ({
  contact,
  session: sessionId,
  ...(conversation && { conversation: conversation.id }),
  marketing: categoryView(conversation?.optOuts.marketing),
  all: categoryView(conversation?.optOuts.all),
})

const categoryView = (record: OptOut | undefined): ConsentView['all'] => ({
  optedOut: record !== undefined && record.liftedAt === undefined,
  ...(record && { at: record.at.toISOString(), source: record.source }),
  ...(record?.text !== undefined && { text: record.text }),
  ...(record?.liftedAt && { liftedAt: record.liftedAt.toISOString() }),
})
