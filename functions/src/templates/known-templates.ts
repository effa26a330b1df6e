import { accountTemplates, type AccountTemplates, type AccountTemplatesNeeds } from './account-templates.ts'

/** The templates of every WhatsApp Business Account, by its id. */
export type KnownTemplates = (wabaId: string) => AccountTemplates

/** What this process knows of templates: one memory and one sync at a time for each account. */
export function knownTemplates(needs: AccountTemplatesNeeds): KnownTemplates {
  const accounts = new Map<string, AccountTemplates>()
  return (wabaId) => {
    const known = accounts.get(wabaId) ?? accountTemplates(wabaId, needs)
    accounts.set(wabaId, known)
    return known
  }
}
