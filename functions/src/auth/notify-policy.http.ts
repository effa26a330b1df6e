import type { KernelServices } from '../kernel/kernel-services.ts'
import { NotifyPolicyRequest, NotifyPolicyView } from '@waypost/contract'
import { withAudit } from '../audit/with-audit.ts'
import type { NotifyPolicy } from './notify-policy.ts'
import type { NotifyPolicyStore, SetNotifyRules } from './notify-policy-store.ts'
import { auditActor, type AuditServices } from '../audit/record-audit-action.ts'
import { route } from '../http/route.ts'

export interface NotifyPolicyRouteNeeds extends Pick<
  KernelServices & AuditServices,
  'recordAuditAction' | 'clock'
> {
  notifyPolicies: NotifyPolicyStore
  /** The parameter's value, used while none is set. */
  standardPolicy: NotifyPolicy
  /** What this instance remembers of the policy is true no longer. */
  invalidatePolicy(): void
}

/** `GET /v1/settings/notify-policy`: whom plain users may message, with what. */
export const getNotifyPolicyRoute = (needs: () => Promise<NotifyPolicyRouteNeeds>) =>
  route({
    method: 'GET',
    path: '/v1/settings/notify-policy',
    reach: 'installation',
    access: 'admin',
    role: 'operator',
    doc: { summary: 'Get the notify policy', answers: { 200: NotifyPolicyView } },
    async handle() {
      const { notifyPolicies, standardPolicy } = await needs()
      const rules = await notifyPolicies.read()
      return { status: 200, body: rules ? viewOf(rules) : standardView(standardPolicy) }
    },
  })

/** `PUT /v1/settings/notify-policy`: sets the whole policy; instances follow within half a minute. */
export const setNotifyPolicyRoute = (needs: () => Promise<NotifyPolicyRouteNeeds>) =>
  route({
    method: 'PUT',
    path: '/v1/settings/notify-policy',
    reach: 'installation',
    access: 'admin',
    role: 'operator',
    body: NotifyPolicyRequest,
    doc: {
      summary: 'Set the notify policy',
      description: 'Replaces the whole policy. Every instance applies it within 30 seconds.',
      answers: { 200: NotifyPolicyView },
    },
    async handle(request) {
      const { notifyPolicies, recordAuditAction, clock, invalidatePolicy } = await needs()
      const { others, templates } = request.body
      const rules = { others, templates, updatedAt: clock.now(), updatedBy: auditActor(request.caller) }
      const details = { others, templates: JSON.stringify(templates).slice(0, 1000) }
      const act = { action: 'notify_policy.changed', target: 'notifyPolicy', details }
      await withAudit({ act, request, recordAuditAction }, () => notifyPolicies.write(rules))
      invalidatePolicy()
      return { status: 200, body: viewOf(rules) }
    },
  })

const viewOf = ({ others, templates, updatedAt, updatedBy }: SetNotifyRules): NotifyPolicyView => ({
  others,
  templates: Object.fromEntries(Object.entries(templates).filter(isKnownPolicy)),
  source: 'settings',
  updatedAt: updatedAt.toISOString(),
  updatedBy,
})

const standardView = (others: NotifyPolicy): NotifyPolicyView => ({
  others,
  templates: {},
  source: 'parameter',
})

/** A policy of a newer release is read as `none` and not shown. */
const isKnownPolicy = (entry: [string, NotifyPolicy | 'none']): entry is [string, NotifyPolicy] =>
  entry[1] !== 'none'
