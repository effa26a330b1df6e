import { describeFailure, type GraphReader } from '../deployment/graph-reader.ts'
import type { Finding } from './finding.ts'

const MAX_PAGES = 20

/**
 * Checks the subscription of the app to the account, and the state of its templates.
 * https://developers.facebook.com/docs/graph-api/reference/whats-app-business-account/subscribed_apps
 */
export async function accountFindings(
  read: GraphReader,
  { wabaId, appId }: { wabaId: string; appId: string | undefined },
): Promise<Finding[]> {
  if (wabaId === '')
    return [
      {
        id: 'account.known',
        level: 'fail',
        message: 'WHATSAPP_WABA_ID is not set: templates and subscriptions cannot be checked.',
        hint: 'Set it in functions/.env: the id of the WhatsApp Business Account (WhatsApp Manager, API Setup).',
      },
    ]
  return Promise.all([subscriptionFinding(read, wabaId, appId), templateFinding(read, wabaId)])
}

async function subscriptionFinding(
  read: GraphReader,
  wabaId: string,
  appId: string | undefined,
): Promise<Finding> {
  const id = 'webhook.subscribed'
  const answer = await read(`${wabaId}/subscribed_apps`)
  if (!answer.ok) return refused(id, 'The subscriptions cannot be read', describeFailure(answer.failure))
  const apps = rowsOf(answer.node).map(
    (row) => row['whatsapp_business_api_data'] as { id?: unknown } | undefined,
  )
  const isSubscribed = appId === undefined ? apps.length > 0 : apps.some((app) => String(app?.id) === appId)
  if (isSubscribed) return { id, level: 'ok', message: "The app is subscribed to the account's webhooks." }
  return {
    id,
    level: 'fail',
    message: 'The app is not subscribed to the account: it receives no statuses and no replies.',
    hint: `POST /${wabaId}/subscribed_apps with the token, for example in the Graph API Explorer. Also subscribe the field "messages" in the app dashboard.`,
  }
}

/** Statuses of templates that cannot be sent. */
const unusable = new Set(['PAUSED', 'DISABLED', 'REJECTED', 'LIMIT_EXCEEDED'])

async function templateFinding(read: GraphReader, wabaId: string): Promise<Finding> {
  const id = 'templates.approved'
  const found: { name: string; language: string; status: string }[] = []
  let after: string | undefined
  for (let page = 0; page < MAX_PAGES; page++) {
    const answer = await read(`${wabaId}/message_templates`, {
      fields: 'name,language,status',
      limit: '100',
      ...(after !== undefined && { after }),
    })
    if (!answer.ok) return refused(id, 'The templates cannot be read', describeFailure(answer.failure))
    for (const row of rowsOf(answer.node))
      found.push({
        name: String(row['name']),
        language: String(row['language']),
        status: String(row['status']),
      })
    const paging = answer.node['paging'] as { next?: string; cursors?: { after?: string } } | undefined
    after = paging?.next === undefined ? undefined : paging.cursors?.after
    if (after === undefined) break
  }
  return evaluateTemplates(found)
}

/** Evaluates the list of templates: none approved is a failure, some not usable a warning. */
export function evaluateTemplates(
  templates: readonly { name: string; language: string; status: string }[],
): Finding {
  const id = 'templates.approved'
  const approved = templates.filter(({ status }) => status === 'APPROVED').length
  const notUsable = templates.filter(({ status }) => unusable.has(status))
  if (approved === 0)
    return {
      id,
      level: 'fail',
      message: 'No template is approved: messages can be sent only inside an open service window.',
      hint: 'Create one in the WhatsApp Manager (Message templates) and wait for its approval.',
    }
  if (notUsable.length === 0)
    return { id, level: 'ok', message: `${String(approved)} templates are approved.` }
  const named = notUsable.slice(0, 5).map(({ name, language, status }) => `${name} (${language}) ${status}`)
  return {
    id,
    level: 'warn',
    message: `${String(approved)} templates are approved; not usable: ${named.join(', ')}${notUsable.length > 5 ? ` and ${String(notUsable.length - 5)} more` : ''}.`,
    hint: 'See the reason in the WhatsApp Manager. A paused template becomes active again; change a rejected one.',
  }
}

const refused = (id: string, what: string, { said, hint }: { said: string; hint: string }): Finding => ({
  id,
  level: 'fail',
  message: `${what}: ${said}`,
  hint,
})

const rowsOf = (node: Readonly<Record<string, unknown>>): Record<string, unknown>[] =>
  Array.isArray(node['data']) ? (node['data'] as Record<string, unknown>[]) : []
